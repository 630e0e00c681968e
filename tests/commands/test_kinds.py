"""`dispute draft` over all kinds of messages: what fits in the made-up disputes, and templates of the user's own."""

import pytest

ANSWERS = (
    '[order]\nitem = "kettle"\npaid = "24.90"\ncurrency = "EUR"\n[problem]\nreceived = "yes"\ntext = "does not heat"\n'
)
LATE = (
    '[order]\nitem = "kettle"\nshipped_at = 2026-03-05\ndelivery_days = 40\n'
    '[problem]\nreceived = "no"\ntracking = "moving"\ntext = "not here yet"\n'
)
OWN = """title = "My first word"

[[fits]]
rank = 1
why = "It is my own."

[[sentence]]
text = "Good day."
short = true

[[sentence]]
text = "My {item} is not right."
short = true
"""


@pytest.fixture
def own(home):
    """Writes a template of the user's own into the config folder."""

    def write(kind: str, text: str) -> str:
        folder = home / "config" / "messages"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{kind}.toml").write_text(text, encoding="utf-8")
        return str(folder / f"{kind}.toml")

    return write


@pytest.mark.parametrize(
    ("dispute_id", "first"),
    [
        ("kettle", "open"), ("wool-socks", "open"), ("bike-light", "extend_protection"),
        ("phone-case", "evidence_to_seller"), ("desk-lamp", "reject_proposal"), ("usb-stick", "platform_answer"),
        ("winter-jacket", "return_shipped"), ("drill-bits", "refund_reminder"),
    ],
)  # fmt: skip
def test_the_best_kind_for_the_stage_comes_first(dispute, dispute_id, first):
    kinds = dispute("demo", "draft", dispute_id, "--list", "--json").json()["kinds"]
    assert kinds[0]["kind"] == first
    assert all(each["why"].endswith(".") for each in kinds)
    assert dispute("demo", "draft", dispute_id, "--json").json()["kind"] == first


def test_a_paid_dispute_needs_no_message(dispute):
    assert dispute("demo", "draft", "garden-hose", "--list", "--json").json()["kinds"] == []
    assert dispute("demo", "draft", "garden-hose").code == 1


def test_the_offer_of_the_ledger_is_named(dispute):
    text = dispute("demo", "draft", "desk-lamp").out
    assert text.startswith("Thank you for the proposal of 9.00 USD. I do not accept this proposal. It is less than my ")


def test_the_chronology_has_a_line_for_each_event(dispute):
    text = dispute("demo", "draft", "desk-lamp", "chronology").out
    assert ": the seller made an offer: 3.00 USD.\n" in text
    assert ": AliExpress proposed a solution: 9.00 USD.\n" in text


@pytest.mark.parametrize("kind", ["first_contact", "decline_cancel", "reject_offer", "appeal", "chronology"])
def test_every_kind_works_without_a_ledger(dispute, kind, files):
    done = dispute("draft", kind, "--answers", "-", text=ANSWERS)
    assert (done.code, done.err) == (0, "")
    assert "24.90 EUR" in done.out
    assert files() == {}


def test_without_a_ledger_a_parcel_on_the_way_asks_for_protection(dispute):
    done = dispute("draft", "--answers", "-", "--json", text=LATE)
    assert done.json()["kind"] == "extend_protection"


def test_an_own_template_takes_the_place_of_the_shipped_one(dispute, own):
    own("open", OWN)
    done = dispute("draft", "--answers", "-", "--json", text=ANSWERS)
    assert (done.json()["kind"], done.json()["text"]) == ("open", "Good day. My kettle is not right.")
    assert "kettle" in dispute("draft", "first_contact", "--answers", "-", text=ANSWERS).out


def test_an_own_kind_is_one_more(dispute, own):
    own("my_word", OWN)
    assert dispute("draft", "my_word", "--answers", "-", text=ANSWERS).out == "Good day. My kettle is not right.\n"
    listed = dispute("demo", "draft", "kettle", "--list", "--json").json()["kinds"]  # the demo has a home of its own
    assert "my_word" not in [each["kind"] for each in listed]
    kinds = dispute("draft", "--answers", "-", "--list", "--json", text=ANSWERS).json()["kinds"]
    assert kinds[0] == {"kind": "my_word", "why": "It is my own."}


@pytest.mark.parametrize(
    ("line", "old", "new", "problem"),
    [
        (12, "{item}", "{itme}", "{itme} is not a known slot"),
        (12, "{item}", "{item", "a brace in it holds no slot: My {item is not right."),
        (9, "short = true", "shrot = true", "shrot is not a known key"),
        (9, "short = true", 'short = "yes"', "short is not true or false"),
        (9, "short = true", 'when = { stge = ["closed"] }', "stge is not a known condition"),
        (9, "short = true", 'when = { stage = ["close"] }', "stage is never close"),
        (9, "short = true", 'unless = { stage = "closed" }', "stage is not a list"),
        (9, "short = true", 'when = { known = ["itme"] }', "known is never itme"),
        (9, "short = true", "when = 3", "when is not a table"),
        (4, "rank = 1", 'rank = "1"', "rank is not a whole number"),
        (1, 'title = "My first word"', "title = 3", "title is not a text"),
        (None, 'title = "My first word"', "", "title is missing"),
        (3, 'why = "It is my own."', "", "why is missing"),
        (7, 'text = "Good day."', "", "text is missing"),
        (2, 'title = "My first word"', 'title = "a"\ntitle = "b"', "title was given before"),
        (8, '"Good day."', "Good day.", ""),
    ],
)
def test_a_fault_in_an_own_template_is_one_sentence_with_file_and_line(dispute, own, line, old, new, problem):
    file = own("open", OWN.replace(old, new, 1))
    done = dispute("draft", "--answers", "-", text=ANSWERS)
    assert (done.code, done.out) == (1, "")
    assert (f"{file}:{line}:" if line else f"{file}: ") in done.err
    assert problem in done.err


@pytest.mark.parametrize("words", [["draft", "first_contact"], ["draft", "--list"], ["new"], ["new", "--dry-run"]])
def test_a_broken_template_is_never_passed_over(dispute, own, files, words):
    file = own("open", OWN.replace("{item}", "{itme}"))
    before = files()
    done = dispute(*words, "--answers", "-", text=ANSWERS)
    assert (done.code, done.out) == (1, "")
    assert f"{file}:12:" in done.err
    assert files() == before


def test_a_template_without_a_sentence_is_none(dispute, own):
    file = own("open", 'title = "Nothing"\n')
    assert f"{file}: it has no [[sentence]]" in dispute("draft", "--answers", "-", text=ANSWERS).err


def test_every_broken_template_is_named_at_once(dispute, own):
    files = [own("open", OWN.replace("{item}", "{itme}")), own("appeal", OWN.replace("rank", "rnak"))]
    said = dispute("draft", "--answers", "-", text=ANSWERS).err
    assert all(file in said for file in files)


@pytest.mark.parametrize("name", ["words", "My word", "open-2"])
def test_a_file_that_is_no_kind_is_named(dispute, own, name):
    file = own(name, OWN)
    done = dispute("draft", "--answers", "-", text=ANSWERS)
    assert done.code == 1
    assert f"{file}: {name} can't be the name of a kind" in done.err


def test_what_is_no_template_is_passed_over(dispute, own, home):
    own(".open", "not TOML")
    (home / "config/messages/notes.txt").write_text("mine")
    assert dispute("draft", "--answers", "-", text=ANSWERS).code == 0


def test_other_commands_do_not_need_the_templates(dispute, own):
    own("open", "not TOML")
    assert dispute("status").code == 0
    assert dispute("path").code == 0
