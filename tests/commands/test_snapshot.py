"""What is kept of `dispute status`: the same bytes as without it, and never an old picture."""

import json
import os
import random
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from disputecli.cli import run
from disputecli.commands import shares
from disputecli.store import records, snapshot

SLOW = {
    "argparse", "click", "dataclasses", "datetime", "enum", "functools", "importlib", "inspect", "json", "pathlib",
    "platformdirs", "questionary", "re", "rich", "tomllib", "typer", "typing", "zoneinfo",
}  # fmt: skip
DISPUTE = str(Path(sys.executable).parent / "dispute")
QUICK = [
    ["status"], [], ["status", "--all"], ["status", "-a"], ["status", "--short"], ["status", "--json"],
    ["status", "--exit-code"], ["status", "--limit", "2"], ["status", "--within", "7d", "--exit-code"],
    ["status", "--json", "--all", "--limit=1"],
]  # fmt: skip
START = datetime(2026, 3, 10, 12, tzinfo=UTC)
OLD = 1_700_000_000_000_000_000
FACTS = """schema_version = 1
[order]
item = "{item}"
paid = "9.68"
currency = "USD"
shipped_at = 2026-01-10
received_at = {received}
protection_ends_at = {ends}
[problem]
received = "yes"
text = "cracked"
[claim]
reason = "damaged"
"""
EVENTS = ("opened", "seller-rejected", "platform-stepped-in", "platform-decided", "refund-received", "return-shipped")
OBSERVED = '[[observed]]\nkind = "{kind}"\ndue_by = {due}\nseen_at = {seen}\n'
EVENT = '[[events]]\nat = {at}\nactor = "buyer"\nevent = "{event}"\n'


def instant(when):
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def made_up(seed, home, count=12):
    """A ledger of disputes at all kinds of moments, some of them long overdue, closed or seen on the site."""
    chance = random.Random(seed)  # noqa: S311  # made-up disputes, no secrets
    for number in range(count):
        received, ends = chance.randint(-90, -1), chance.choice([-200, -101, -20, 0, 1, 2, 3, 9, 30, 300])
        days = {name: (START + timedelta(days=by)).date() for name, by in (("received", received), ("ends", ends))}
        item = chance.choice(["lamp", "Lämpchen ¤ \\u0022", "ランプ", "l" * 90, "a\\\\b"])
        text = FACTS.format(item=item, **days)
        for event in EVENTS[: chance.randint(0, len(EVENTS))]:
            text += EVENT.format(at=instant(START - timedelta(hours=chance.randint(1, 400))), event=event)
        if chance.random() < 0.4:
            seen, due = START - timedelta(days=chance.randint(0, 9)), START + timedelta(hours=chance.randint(1, 300))
            kind = chance.choice(["open_by", "protection_ends", "appeal_by"])
            text += OBSERVED.format(kind=kind, due=instant(due), seen=instant(seen))
        folder = home / "ledger" / ("closed" if chance.random() < 0.25 else "open")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"lamp-{number}.toml").write_text(text, encoding="utf-8")
    age(home)


def age(home):
    """Make the files old enough to be sure that they do not change in the same moment."""
    for path in home.glob("ledger/**/*"):
        os.utime(path, ns=(OLD, OLD))


@pytest.fixture
def show(home, monkeypatch, capsys):
    """A status in this process, by the quick path where that knows it; and how many files were read for it."""
    monkeypatch.setenv("DISPUTE_HOME", str(home))
    monkeypatch.setenv("TZ", "Europe/Berlin")
    monkeypatch.delenv("NO_COLOR", raising=False)
    reads = []
    really = records._read  # noqa: SLF001  # the one place where a dispute's file is opened
    monkeypatch.setattr(records, "_read", lambda file, folder: reads.append(Path(file)) or really(file, folder))

    def shown(words, now=START, columns="80", colour="0"):
        for name, value in (("DISPUTE_NOW", now.isoformat()), ("COLUMNS", columns), ("FORCE_COLOR", colour)):
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["dispute", *words])
        reads.clear()
        capsys.readouterr()
        quick = snapshot.drawn(words)
        if quick is not None:
            return quick
        code = run(words)
        return capsys.readouterr().out, code

    shown.reads = reads
    return shown


def forget(home):
    for file in home.glob("cache/*"):
        file.unlink()


@pytest.mark.parametrize("words", QUICK, ids=" ".join)
@pytest.mark.parametrize("seed", range(3))
def test_what_is_kept_shows_what_a_fresh_look_shows(home, show, words, seed):
    made_up(seed, home)
    for hours in (0, 0.5, 12.5, 24, 49, 24 * 9, 24 * 101, 24 * 300, 24 * 1300, 2):
        now = START + timedelta(hours=hours, seconds=seed)
        with_kept = show(words, now)
        forget(home)
        fresh = show(words, now)
        again = show(words, now)
        assert again[0].splitlines() == fresh[0].splitlines() == with_kept[0].splitlines()
        assert again == fresh == with_kept
        assert show.reads == []


SAME_ROWS = [["status"], ["status", "--limit", "2"], ["status", "--within", "3d"], ["status", "--limit", "5"]]


@pytest.mark.parametrize("one", SAME_ROWS, ids=" ".join)
@pytest.mark.parametrize("other", SAME_ROWS, ids=" ".join)
def test_what_one_look_kept_serves_another_that_shows_more_or_less(home, show, one, other):
    made_up(5, home)
    fresh = show(other)
    forget(home)
    show(one)
    assert show(other) == fresh
    changed = sorted(home.glob("ledger/open/*.toml"))[2]
    changed.write_text(FACTS.format(item="new lamp", received="2026-03-01", ends="2026-03-11"))
    os.utime(changed, ns=(OLD + 5, OLD + 5))
    show(one)
    with_kept = show(other)
    forget(home)
    assert show(other) == with_kept


@pytest.mark.parametrize("columns", ["20", "30", "50", "64", "80", "120"])
@pytest.mark.parametrize("colour", ["0", "1"])
def test_so_it_does_on_every_width(home, show, columns, colour):
    made_up(7, home)
    look = {"words": ["status", "--all"], "columns": columns, "colour": colour}
    for hours in (0, 30, 24 * 40, 24 * 140):
        now = START + timedelta(hours=hours)
        with_kept = show(now=now, **look)
        forget(home)
        assert show(now=now, **look) == with_kept


@pytest.mark.parametrize("words", QUICK, ids=" ".join)
def test_a_change_of_one_file_reads_one_file(home, show, words):
    made_up(1, home)
    show(words)
    assert len(show.reads) > 5
    changed = sorted(home.glob("ledger/open/*.toml"))[3]
    changed.write_text(FACTS.format(item="new lamp", received="2026-03-01", ends="2026-03-11"))
    os.utime(changed, ns=(OLD + 5, OLD + 5))
    with_kept = show(words)
    assert show.reads == [changed]
    show(words)
    assert show.reads == []
    forget(home)
    assert show(words) == with_kept


def test_files_come_and_go(home, show):
    made_up(2, home)
    before = show(["status"])[0]
    some = sorted(home.glob("ledger/open/*.toml"))
    some[0].unlink()
    after = show(["status"])[0]
    assert some[0].stem in before.split()
    assert some[0].stem not in after.split()
    some[1].rename(some[1].with_name("moved.toml"))
    assert "moved" in show(["status"])[0]
    assert "moved" in show(["status"])[0]


def test_a_copy_in_the_other_folder_is_seen(home, show):
    made_up(2, home)
    show(["status"])
    one = min(home.glob("ledger/open/*.toml"))
    (home / "ledger/closed" / one.name).write_bytes(one.read_bytes())
    for _ in range(3):
        text, code = show(["status"])
        assert "is in open and in closed at once" in " ".join(text.split())
        assert code == 1
    age(home)
    os.utime(one, ns=(OLD + 5, OLD + 5))
    for _ in range(3):
        text, code = show(["status"])
        assert "is in open and in closed at once" in " ".join(text.split())
        assert code == 1


@pytest.mark.parametrize("words", QUICK, ids=" ".join)
def test_shares_that_are_not_kept_anew_are_worked_out_anew(home, show, monkeypatch, words):
    monkeypatch.setattr(shares, "ONE_IN", 3)
    made_up(6, home)
    show(words)
    for number, changed in enumerate(sorted(home.glob("ledger/open/*.toml"))[:5]):
        changed.write_text(FACTS.format(item=f"lamp {number}", received="2026-03-01", ends=f"2026-03-2{number}"))
        os.utime(changed, ns=(OLD + 5 + number, OLD + 5 + number))
        with_kept = [show(words), show(words)]
        forget(home)
        assert [show(words), show(words)] == with_kept


def test_a_line_for_a_prompt_is_never_of_the_day_before(home, show):
    made_up(9, home)
    ends = "2026-03-12"
    for file in home.glob("ledger/open/*.toml"):
        file.write_text(FACTS.format(item="lamp", received="2026-03-01", ends=ends))
    age(home)
    for hours in range(0, 60, 3):
        now = START + timedelta(hours=hours, minutes=1)
        with_kept = show(["status", "--short"], now)
        forget(home)
        assert show(["status", "--short"], now) == with_kept
        show(["status", "--short"], now)


def test_json_is_indented_as_usual(home, show):
    made_up(3, home)
    text, _ = show(["status", "--json", "--all"])
    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"


def test_an_edit_in_the_same_second_is_never_missed(home, show):
    made_up(3, home)
    file = min(home.glob("ledger/open/*.toml"))
    text = FACTS.format(item="lamp A", received="2026-03-01", ends="2026-03-20")
    file.write_text(text)
    for letter in "BCDEFGH":  # of the same size, the file still warm
        assert show(["status"]) == show(["status"])
        file.write_text(text.replace("lamp A", f"lamp {letter}"))
        assert f"lamp {letter}" in show(["status"])[0]


def test_an_edit_that_hides_its_time_is_not_missed(home, show):
    made_up(3, home)
    file = min(home.glob("ledger/open/*.toml"))
    text = FACTS.format(item="lamp A", received="2026-03-01", ends="2026-03-20")
    file.write_text(text)
    os.utime(file, ns=(OLD, OLD))
    show(["status"])
    show(["status"])
    assert show.reads == []
    with file.open("r+") as opened:
        opened.write(text.replace("lamp A", "lamp B"))
    os.utime(file, ns=(OLD, OLD))
    assert "lamp B" in show(["status"])[0]


def test_a_fresh_file_is_not_kept(home, show):
    made_up(3, home)
    min(home.glob("ledger/open/*.toml")).write_text(FACTS.format(item="x", received="2026-03-01", ends="2026-03-20"))
    show(["status"])
    show(["status"])
    assert len(show.reads) == 1


@pytest.mark.parametrize("spoilt", [b"", b"\0", b"no marshal at all", b"\xe9" + b"\xff" * 40, None])
def test_damage_is_drawn_anew(home, show, spoilt):
    made_up(4, home)
    drawn = show(["status"])
    for file in home.glob("cache/*"):
        whole = file.read_bytes()
        file.write_bytes(whole[: len(whole) // 2] if spoilt is None else spoilt)
    assert show(["status"]) == drawn
    assert len(show.reads) > 5


def test_another_version_is_drawn_anew(home, show, monkeypatch):
    made_up(4, home)
    drawn = show(["status"])
    monkeypatch.setattr(snapshot, "__version__", "0.0.9")
    assert show(["status"]) == drawn
    assert len(show.reads) > 5


def test_a_cache_that_cannot_be_written_harms_nothing(home, show):
    made_up(4, home)
    (home / "cache").write_text("a file where the folder should be")
    assert show(["status"]) == show(["status"])
    assert len(show.reads) > 5


def test_only_the_user_can_look(home, show):
    made_up(5, home)
    show(["status"])
    files = list(home.glob("cache/*"))
    assert len(files) == 2
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE((home / "cache").stat().st_mode) == 0o700


def test_what_is_kept_does_not_grow_without_end(home, show):
    made_up(5, home, count=1)
    for columns in range(40, 40 + snapshot.MOST):
        show(["status"], columns=str(columns))
    assert len(list(home.glob("cache/*"))) <= snapshot.MOST + 2


def test_a_broken_file_is_told_every_time_and_costs_itself_alone(home, show):
    made_up(6, home)
    (home / "ledger/open/broken.toml").write_text("no = toml =")
    for _ in range(2):
        text, code = show(["status"])
        assert "broken.toml" in text.replace("\n", "")
        assert code == 1
    assert [path.name for path in show.reads] == ["broken.toml"]


def test_another_moment_asked_for_is_not_kept(home, show):
    made_up(6, home)
    show(["status", "--at", "2026-03-01"])
    assert not (home / "cache").exists()


@pytest.mark.parametrize("words", QUICK, ids=" ".join)
def test_the_installed_command_says_the_same_the_second_time(dispute, home, words):
    made_up(8, home)
    first, again = dispute(*words), dispute(*words)
    assert (again.out, again.code, again.err) == (first.out, first.code, first.err)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is full")
@pytest.mark.parametrize("words", [["status"], ["--version"]], ids=" ".join)
def test_what_cannot_be_written_is_told(dispute, home, env, words):
    made_up(8, home)
    for _ in range(2):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run([DISPUTE, *words], stdout=full, stderr=subprocess.PIPE, env=env, check=False)
        assert done.returncode == 1
        assert b"Traceback" not in done.stderr
        dispute(*words)


@pytest.mark.parametrize("kept", [False, True])
def test_a_reader_that_goes_away_is_no_fault(dispute, home, env, kept):
    made_up(8, home, count=400)
    if kept:
        dispute("status")
    done = subprocess.Popen([DISPUTE, "status"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
    done.stdout.close()
    assert (done.wait(), done.stderr.read()) == (1, b"")
    done.stderr.close()


def loaded(env, words):
    code = f"import sys; sys.argv[1:] = {words}\nfrom disputecli.__main__ import answer\n"
    code += f"answer({words})\nprint(*sys.modules, file=sys.stderr)"
    plain = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"], env=env, capture_output=True, check=True, text=True
    )
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True, text=True)
    return set(done.stderr.splitlines()[-1].split()) - set(plain.stdout.split())


USED = """
import os, sys
opened = set()
sys.addaudithook(lambda event, args: opened.add(args[0]) if event == "open" and isinstance(args[0], str) else None)
sys.argv[1:] = {words}
from disputecli.__main__ import answer
answer({words})
package = os.path.dirname(sys.modules["disputecli"].__file__)
files = {{each.__file__ for name, each in sys.modules.items() if name.partition(".")[0] == "disputecli"}}
print(*(os.path.relpath(each, package) for each in files | opened if each.startswith(package)), file=sys.stderr)
"""


@pytest.mark.parametrize("words", QUICK, ids=" ".join)
def test_all_that_a_status_is_worked_out_with_is_in_its_key(home, env, words):
    made_up(8, home)
    done = subprocess.run(
        [sys.executable, "-c", USED.format(words=words)], env=env, capture_output=True, check=False, text=True
    )
    used = {Path(name) for name in done.stderr.splitlines()[-1].split()}
    modules = {str(path) for path in used if path.suffix == ".py" and path.name != "__init__.py"}
    tables = [path for path in used if path.parts[0] == "data" and path.suffix == f".{sys.implementation.cache_tag}"]
    data = {f"{path.parent.parent}/{path.stem}" for path in tables}
    assert "view/status.py" in modules
    assert "data/words.toml" in data
    assert modules | data <= set(snapshot.PARTS)


def test_a_program_without_its_sources_keeps_nothing(home, show, monkeypatch):
    made_up(4, home)
    monkeypatch.setattr(snapshot, "PARTS", ("core/gone.py",))
    assert show(["status"]) == show(["status"])
    assert len(show.reads) > 5
    assert not (home / "cache").exists()


@pytest.mark.parametrize("name", ["WT_SESSION", "ANSICON", "ConEmuANSI", "TERM", "NO_COLOR", "FORCE_COLOR", "OS"])
def test_a_status_is_kept_for_a_terminal_with_these_variables_alone(home, monkeypatch, name):
    monkeypatch.setenv("DISPUTE_HOME", str(home))
    monkeypatch.delenv(name, raising=False)
    before = snapshot.look()
    monkeypatch.setenv(name, "x")
    assert snapshot.look() != before


@pytest.mark.parametrize("words", [*QUICK, ["--version"], ["_ids"]], ids=" ".join)
def test_the_quick_path_loads_next_to_nothing(dispute, home, env, words):
    made_up(8, home)
    dispute(*words)
    del env["DISPUTE_NOW"]
    dispute_now = {**env}
    dispute(*words, DISPUTE_NOW="")
    modules = loaded(dispute_now, words)
    assert not {name.partition(".")[0] for name in modules} & SLOW
    ours = {name for name in modules if name.startswith("disputecli")}
    assert ours <= {
        "disputecli", "disputecli.__main__", "disputecli.core", "disputecli.core.spans", "disputecli.store",
        "disputecli.store.folders", "disputecli.store.kept", "disputecli.store.offered", "disputecli.store.snapshot",
    }  # fmt: skip
    assert modules - ours - set(sys.builtin_module_names) <= {"__future__", "zlib"}


@pytest.mark.parametrize(
    "words", [["status"], ["status", "--json"], ["status", "--short"], ["status", "-a"]], ids=" ".join
)
def test_working_a_status_out_loads_little_more(dispute, home, env, words):
    told = ("--text", 'it says "6 GB", and it is 64 on the label')
    dispute(
        "new", "--item", "USB stick", "--paid", "9.68 USD", "--received", "yes", *told, "--received-at", "2026-03-01"
    )
    dispute("log", "usb", "opened", "--no-input")
    dispute("log", "usb", "message-received", "--text", "dear friend,\n\nplease wait", "--no-input")
    del env["DISPUTE_NOW"]
    modules = loaded({**env, "DISPUTE_NOW": "", "DISPUTE_HOME": str(home)}, words)
    assert "disputecli.core.deadlines" in modules
    assert not {name.partition(".")[0] for name in modules} & (SLOW - {"datetime", "functools", "zoneinfo"})
