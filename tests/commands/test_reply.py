"""`dispute reply`: moves and draft, JSON by its schema, the dispute's own dates, what is kept."""

import json
import tomllib

import jsonschema
import pytest
from disputecli.store.shipped import shipped_text

CANCEL = "Dear friend, close the dispute please, we refund you 5 dollar by paypal"
KETTLE = [
    "--item", "kettle", "--received", "yes", "--text", "does not heat", "--paid", "24.90", "--currency", "USD",
    "--received-at", "2026-03-01", "--protection-ends-at", "2026-03-07",
]  # fmt: skip
SCHEMA = json.loads(shipped_text("schemas/reply.json"))


@pytest.fixture
def kettle(dispute, home):
    dispute("new", *KETTLE)
    dispute("log", "kettle", "opened")

    def table():
        return tomllib.loads((home / "ledger/open/kettle.toml").read_text())

    return table


@pytest.mark.parametrize(
    "text", [CANCEL, "Hello", "", "\x1b[31mcancel the dispute\x1b[0m\u202e", "cancel dispute " * 2000]
)
def test_json_keeps_its_schema(dispute, text):
    done = dispute("reply", "-", "--json", "--no-input", text=text)
    assert done.code == 0
    jsonschema.Draft202012Validator(SCHEMA).validate(done.json())


def test_json_names_each_move_and_drafts_one_answer(dispute, files):
    value = dispute("reply", "-", "--json", text=CANCEL).json()
    assert [move["kind"] for move in value["moves"]] == ["asks_to_cancel", "off_platform_refund"]
    for move in value["moves"]:
        assert CANCEL[move["start"] : move["end"]] == move["quote"]
        assert move["why"]
        assert move["answer"]
        assert move["sources"]
    assert value["draft"].startswith("Thank you for your message.")
    assert len(value["draft"]) <= 500
    assert files() == {}


def test_the_answer_passes_the_own_check(dispute):
    answer = dispute("reply", "-", "--json", text=CANCEL).json()["draft"]
    assert dispute("lint", "-", text=answer).code == 0


def test_the_screen_says_what_why_and_what_to_do(dispute):
    done = dispute("reply", "-", text=CANCEL)
    assert done.code == 0
    for words in ("asks to cancel the dispute", "“close the dispute please", "Why it matters:", "What to do:", "[A70"):
        assert words in done.out
    assert "Your answer" in done.out
    assert done.err == ""


def test_nothing_found_is_never_safe(dispute):
    done = dispute("reply", "-", text="Hello, have a nice day")
    assert "No known pattern was found" in done.out
    assert "not mean that the message is safe" in done.out
    assert dispute("reply", "-", "--json", text="Hello").json() == {"schema_version": 1, "moves": [], "draft": ""}


def test_silence_has_its_own_advice(dispute):
    assert "silent for 5 days" in dispute("reply", "-", text=" \n").out


def test_why_has_the_disputes_own_dates(dispute, kettle):
    del kettle
    moves = dispute(
        "reply", "kettle", "-", "--json", text="please wait some days. I offer 2 usd. cancel the dispute"
    ).json()["moves"]
    why = {move["kind"]: move["why"] for move in moves}
    assert "ended 3 days ago" in why["asks_to_cancel"]
    assert "The dispute is open" in why["wait_more"]
    assert "24.90 USD" in why["partial_offer"]


def test_a_message_is_kept_once_with_save_alone(dispute, kettle):
    dispute("reply", "kettle", "-", text=CANCEL)
    assert [event["event"] for event in kettle()["events"]] == ["opened"]
    for _ in range(2):
        assert dispute("reply", "kettle", "-", "--save", text=f"\x1b[1m{CANCEL}\x1b[0m").code == 0
    event = kettle()["events"][1]
    assert len(kettle()["events"]) == 2
    assert (event["event"], event["actor"], event["text"]) == ("message-received", "seller", CANCEL)


def test_an_offer_is_shown_as_what_could_be_recorded_and_never_recorded(dispute, kettle):
    done = dispute("reply", "kettle", "-", "--save", text="we give you 2 usd ok? we extended the protection 10 days")
    said = " ".join(done.out.split())
    assert "dispute log kettle seller-countered --type refund_only --amount 2.00" in said
    assert "dispute log kettle protection-extended --days 10" in said
    assert [event["event"] for event in kettle()["events"]] == ["opened", "message-received"]


def test_save_without_an_id_takes_the_only_dispute(dispute, kettle):
    assert dispute("reply", "-", "--save", text=CANCEL).code == 0
    assert len(kettle()["events"]) == 2


def test_one_argument_is_the_file_where_it_is_one(dispute, tmp_path):
    file = tmp_path / "kettle"
    file.write_text(CANCEL)
    assert (
        dispute("reply", str(file)).out == dispute("reply", "-", text=CANCEL).out == dispute("reply", text=CANCEL).out
    )
    assert dispute("reply", "no-such-dispute", "-", text=CANCEL).code == 1
    assert dispute("reply", str(tmp_path / "none.txt"), text=CANCEL).code == 1


def test_copy_without_a_clipboard_says_so(dispute):
    done = dispute("reply", "-", "--copy", text=CANCEL, SSH_CONNECTION="1 2 3 4")
    assert done.code == 1
    assert "clipboard" in done.err
    assert "Thank you for your message." in done.out


def test_hostile_bytes_come_out_harmless(dispute):
    done = dispute("reply", "-", text=b"\xff\x1b]52;c;eA==\x07 cancel\xe2\x80\xae the dispute \x00[/nope]")
    assert done.code == 0
    assert not set("\x1b\x07\x00\u202e") & set(done.out)


@pytest.mark.parametrize("columns", ["30", "50", "80"])
def test_no_line_but_the_answer_is_wider_than_the_screen(dispute, columns):
    lines = dispute("reply", "-", text=CANCEL, COLUMNS=columns).out.splitlines()[:-1]
    assert max(map(len, lines)) <= int(columns)
