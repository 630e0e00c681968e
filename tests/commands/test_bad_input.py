"""Bad input: one clear sentence each, a hint, the right exit code, all faults at once, nothing written."""

import pytest

GOOD = {
    "order.item": '"lamp"', "order.paid": '"10.00"', "order.currency": '"USD"', "order.country": '"BR"',
    "order.ordered_at": "2026-01-05", "order.shipped_at": "2026-01-08", "order.received_at": "2026-02-01",
    "problem.received": '"yes"', "problem.text": '"the glass is cracked"',
}  # fmt: skip


def answers(**spoiled: str) -> str:
    keys = {**GOOD, **{key.replace("__", "."): value for key, value in spoiled.items()}}
    sections: dict[str, list[str]] = {}
    for key, value in keys.items():
        section, name = key.split(".")
        sections.setdefault(section, []).append(f"{name} = {value}")
    return "\n".join(line for section, lines in sections.items() for line in (f"[{section}]", *lines)) + "\n"


def test_the_good_case_passes(dispute):
    assert dispute("new", "--answers", "-", "--dry-run", text=answers()).code == 0


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        pytest.param("order.received_at", "2026-01-06", "received before it was shipped", id="received before shipped"),
        pytest.param("order.received_at", "2026-03-12", "in the future", id="in the future"),
        pytest.param("order.ordered_at", '"31 feb"', "not a date", id="no such day"),
        pytest.param("order.ordered_at", '"03/04/2026"', "two different days", id="two readings"),
        pytest.param("order.ordered_at", '"20/01/2026"', "20 Jan 2026 or 2026-01-20", id="slashes"),
        pytest.param("order.received_at", '"tomorrow"', "It can be today or earlier", id="tomorrow"),
        pytest.param("order.paid", '"5 dollars"', "several currencies", id="whose dollars"),
        pytest.param("order.country", '"united"', "Which one?", id="one of several countries"),
        pytest.param("order.paid", '"-1"', "not an amount", id="negative"),
        pytest.param("order.paid", '"NaN"', "not an amount", id="NaN"),
        pytest.param("order.paid", '"1,2,3"', "not an amount", id="two commas"),
        pytest.param("order.paid", '"1,234"', "not an amount", id="thousands"),
        pytest.param("order.paid", "9.68", "in quotes", id="a float"),
        pytest.param("wish.amount", '"10.01"', "more than", id="over what was paid"),
        pytest.param("wish.amount", '"0"', "not possible", id="claim of nothing"),
        pytest.param("order.currency", '"XXQ"', "not known", id="unknown currency"),
        pytest.param("order.country", '"ZZ"', "not known", id="unknown country"),
        pytest.param("order.colour", '"red"', "not a known key", id="unknown key"),
        pytest.param("order.order_id", "8100000000000001", "in quotes", id="number for text"),
        pytest.param("problem.received", '"maybe"', "yes", id="unknown word"),
        pytest.param("problem.text", '"a\\u0000b"', "hidden character", id="NUL"),
        pytest.param("problem.text", '"a\\u001b[2Jb"', "hidden character", id="ESC"),
        pytest.param("problem.text", '"a\\u202eb"', "hidden character", id="bidi override"),
    ],
)
def test_one_spoiled_key_is_one_clear_fault(dispute, files, key, value, says):
    done = dispute("new", "--answers", "-", text=answers(**{key.replace(".", "__"): value}))
    assert done.code == 1
    assert says in done.err
    assert key in done.err
    assert done.out == ""
    assert not any(name.endswith(".toml") for name in files())


def test_all_faults_of_a_file_are_told_at_once_with_their_lines(dispute):
    done = dispute("new", "--answers", "-", text=answers(order__paid='"x"', order__country='"ZZ"', problem__usable="3"))
    told = [line for line in done.err.splitlines() if line.startswith("dispute: standard input:")]
    assert [line.split(":")[2] for line in told] == ["3", "5", "12"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"[order\n", "1:7", id="broken TOML has line and column"),
        pytest.param(b"item = \xff\xfe\n", "UTF-8", id="not UTF-8"),
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"order = 3\n", "not a table", id="no table"),
        pytest.param(b"[order]\nitem = 'a'\nitem = 'b'\n", "3:", id="a key twice"),
        pytest.param("[order]\nitem = “lamp”\n".encode(), "2:", id="typographic quotes"),
    ],
)
def test_a_file_that_is_no_answers_file(dispute, tmp_path, content, says):
    file = tmp_path / "answers.toml"
    file.write_bytes(content)
    done = dispute("new", "--answers", str(file))
    assert done.code == 1
    assert says in done.err
    assert str(file) in done.err


def test_a_byte_order_mark_is_no_fault(dispute):
    assert dispute("new", "--answers", "-", "--dry-run", text=b"\xef\xbb\xbf" + answers().encode()).code == 0


@pytest.mark.parametrize("name", ["folder", "missing.toml"])
def test_an_answers_file_that_is_none(dispute, tmp_path, name):
    (tmp_path / "folder").mkdir()
    done = dispute("new", "--answers", str(tmp_path / name))
    assert (done.code, done.out) == (1, "")
    assert name in done.err


@pytest.mark.parametrize(
    "words",
    [
        "nwe",
        "new --itme x",
        "status --within soon",
        "status --limit 0",
        "status --at someday",
        "draft a b",
        "show a b c",
    ],
)
def test_wrong_usage_is_2(dispute, words):
    done = dispute(*words.split())
    assert done.code == 2
    assert done.err


def test_a_ledger_that_cannot_be_written(dispute, home):
    home.write_text("a file where the folder should be")
    done = dispute("new", "--answers", "-", text=answers())
    assert done.code == 1
    assert str(home) in done.err


def test_an_unreadable_dispute_is_named_and_hides_no_other(dispute, home):
    dispute("new", "--answers", "-", text=answers())
    (home / "ledger/open/spoiled.toml").write_text("schema_version = 1\n[order]\npaid = 3\n")
    (home / "ledger/open/torn.toml").write_text("[order\n")
    done = dispute("status", "--json")
    assert done.code == 1
    assert [each["id"] for each in done.json()["disputes"]] == ["lamp"]
    assert {(each["file"].rpartition("/")[2], each["line"]) for each in done.json()["unreadable"]} == {
        ("spoiled.toml", 3), ("torn.toml", 1),
    }  # fmt: skip


def test_a_clock_that_is_none(dispute):
    assert dispute("status", DISPUTE_NOW="someday").code == 2


@pytest.mark.parametrize("zone", ["XXX-25", "XXX+25", "XXX-24:59:59", "Nowhere/Land", "<"])
def test_an_odd_zone_is_no_fault(dispute, zone):
    dispute("new", "--answers", "-", text=answers())
    for words in (["status"], ["show", "lamp"], ["log", "lamp", "opened", "--when", "2026-03-09 10:00"]):
        done = dispute(*words, TZ=zone)
        assert (done.code, done.err) == (0, "")
