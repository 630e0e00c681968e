"""Two commands at once: the second one builds on the first, and a failure never hides what was saved."""

import os
import subprocess
from datetime import UTC, datetime

import pytest
from disputecli.cli import run
from disputecli.commands import log as log_command
from disputecli.commands import observe as observe_command
from disputecli.commands.ledger import find, read
from disputecli.core.record import with_row
from disputecli.store.journal import this_run
from disputecli.store.ledger import move_record, replace_record
from disputecli.store.save import Changed
from tests.commands.conftest import DISPUTE, environment

LAMP = ("new", "--item", "lamp", "--received", "yes", "--text", "the glass is cracked", "--received-at", "2026-03-01",
        "--protection-ends-at", "2026-04-20")  # fmt: skip
AT = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def rival(dispute, home, monkeypatch):
    """A ledger of one dispute, and another command that changes it just before the first save of this one."""
    dispute(*LAMP)
    for name, value in environment(home).items():
        monkeypatch.setenv(name, value)
    true, done = replace_record, []

    def quick(places, record, table, **how):
        if not done:
            done.append(1)
            fresh = find(read(AT), "lamp").record
            true(
                places,
                fresh,
                with_row(fresh.table, "events", {"at": AT, "actor": "buyer", "event": "note", "text": "rival"}),
                **how,
            )
        return true(places, record, table, **how)

    monkeypatch.setattr("disputecli.store.ledger.replace_record", quick)


@pytest.fixture
def closing(dispute, home, monkeypatch):
    """A ledger of one dispute, and another command that closes it just before the first save of this one."""
    dispute(*LAMP)
    for name, value in environment(home).items():
        monkeypatch.setenv(name, value)
    true, done = replace_record, []

    def quick(places, record, table, **how):
        if not done:
            done.append(1)
            fresh = find(read(AT), "lamp").record
            row = {"at": AT, "actor": "buyer", "event": "note", "text": "rival"}
            move_record(places, fresh, with_row(fresh.table, "events", row), "closed", **how)
        return true(places, record, table, **how)

    monkeypatch.setattr("disputecli.store.ledger.replace_record", quick)


def texts():
    return [event.text for event in find(read(AT), "lamp").dispute.events]


def test_a_logged_event_builds_on_the_quicker_command(rival):
    assert log_command.log("lamp", "note", text="mine", no_input=True) == 0
    assert texts() == ["rival", "mine"]


def test_an_observation_builds_on_the_quicker_command(rival):
    observe_command.observe("lamp", "protection_ends", ["12d 3h"])
    assert texts() == ["rival"]
    assert len(find(read(AT), "lamp").dispute.observed) == 1


def test_a_logged_event_builds_on_the_quicker_command_that_closed_the_dispute(closing):
    assert log_command.log("lamp", "note", text="mine", no_input=True) == 0
    assert texts() == ["rival", "mine"]


def test_an_observation_builds_on_the_quicker_command_that_closed_the_dispute(closing):
    observe_command.observe("lamp", "protection_ends", ["12d 3h"])
    assert texts() == ["rival"]
    assert len(find(read(AT), "lamp").dispute.observed) == 1


def test_what_a_person_looked_at_is_not_saved_over_another(rival, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    kept = find(read(AT), "lamp")
    event = log_command.read_event(
        "note",
        None,
        dict.fromkeys(("type", "amount", "days", "tracking", "outcome", "final")) | {"text": "mine"},
        kept,
        AT,
    )
    with pytest.raises(Changed):
        log_command._keep_or_again(kept, event, AT, asks=True, force=False)  # noqa: SLF001  # what a terminal would lead to
    assert texts() == ["rival"]


def test_ctrl_c_after_the_save_says_what_was_saved(dispute, home, monkeypatch, capsys):
    dispute(*LAMP)
    for name, value in environment(home).items():
        monkeypatch.setenv(name, value)

    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(log_command, "_show", stopped)
    this_run.cache_clear()
    assert run(["log", "lamp", "note", "--text", "x"]) == 130
    assert capsys.readouterr().err == "  The change of lamp was saved all the same: don't repeat the command.\n"


@pytest.mark.skipif(os.name == "nt", reason="needs a pipe that nobody reads")
@pytest.mark.parametrize("both", [False, True], ids=["stdout", "stdout and stderr"])
def test_a_reader_that_went_away_is_no_reason_to_repeat_the_command(dispute, home, both):
    dispute(*LAMP)
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [DISPUTE, "log", "lamp", "note", "--text", "x"], env=environment(home), stdout=writer,
        stderr=writer if both else subprocess.PIPE, check=False, timeout=60,
    )  # fmt: skip
    os.close(writer)
    assert done.returncode == 1
    said = b"  The change of lamp was saved all the same: don't repeat the command.\n"
    assert done.stderr == (None if both else said)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_a_result_that_cannot_be_shown_says_what_was_saved(dispute, home):
    dispute(*LAMP)
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(
            [DISPUTE, "log", "lamp", "note", "--text", "x"], env=environment(home), stdout=full, stderr=subprocess.PIPE,
            check=False, timeout=60,
        )  # fmt: skip
    assert done.returncode == 1
    assert b"No space left on device" in done.stderr
    assert b"The change of lamp was saved all the same: don't repeat the command." in done.stderr
