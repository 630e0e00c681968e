"""`dispute lint`: findings in place, JSON by its schema, exit codes, facts of a dispute or an answers file."""

import json

import jsonschema
import pytest
from disputecli.store.shipped import shipped_text

CLEAN = "The kettle does not heat. I ask for a full refund of 24.90 USD. A video is attached."
BAD = "You are a liar! I will call the police. The kettle of 3 May leaks."
KETTLE = ["--item", "kettle", "--received", "yes", "--text", "does not heat", "--paid", "24.90", "--currency", "USD"]
ANSWERS = '[order]\nitem = "kettle"\npaid = "24.90"\n[problem]\nreceived = "yes"\n'
SCHEMA = json.loads(shipped_text("schemas/lint.json"))


def test_a_clean_text_is_silent_on_stdout(dispute, files):
    done = dispute("lint", "-", text=CLEAN)
    assert (done.code, done.out, done.err) == (0, "", "Nothing found.\n")
    assert files() == {}


def test_each_finding_with_its_words_in_place_and_the_hint(dispute):
    done = dispute("lint", text=BAD)
    assert done.code == 1
    assert "You are a “liar” ! I will" in done.out
    assert "Say what the seller did" in done.out
    assert "threat" in done.out
    assert done.out.endswith("2 findings.\n")


@pytest.mark.parametrize("text", [CLEAN, BAD, "", "\x1b[31mliar\x1b[0m \u202e\u200b", "х" * 9000])
def test_json_keeps_its_schema(dispute, text):
    done = dispute("lint", "-", "--json", "--no-input", text=text)
    value = done.json()
    jsonschema.Draft202012Validator(SCHEMA).validate(value)
    assert done.code == (0 if value["ok"] else 1)
    assert value["ok"] == (value["findings"] == [])


def test_json_has_the_place_of_the_words(dispute):
    first = dispute("lint", "-", "--json", text=BAD).json()["findings"][0]
    assert (first["code"], first["quote"], BAD[first["start"] : first["end"]]) == ("rude", "liar", "liar")


def test_a_file_and_its_line(dispute, tmp_path):
    file = tmp_path / "message.txt"
    file.write_text("The kettle of 3 May leaks.\nIt is a scam.\n")
    done = dispute("lint", str(file))
    assert "rude line 2" in done.out
    assert dispute("lint", str(tmp_path / "none.txt")).code == 1


def test_a_file_in_utf_16(dispute, tmp_path):
    file = tmp_path / "message.txt"
    file.write_bytes("You liar, the kettle of 3 May leaks.".encode("utf-16"))
    assert "“liar”" in dispute("lint", str(file)).out


def test_the_facts_of_a_dispute(dispute):
    dispute("new", *KETTLE)
    text = CLEAN.replace("24.90", "99")
    assert dispute("lint", "-", text=text).code == 0
    done = dispute("lint", "-", "--id", "kettle", "--json", text=text)
    assert [each["code"] for each in done.json()["findings"]] == ["contradiction"]
    assert dispute("lint", "-", "--id", "kettle", text=CLEAN).code == 0


def test_a_draft_of_the_program_is_clean(dispute):
    dispute("new", *KETTLE)
    draft = dispute("draft", "kettle").out
    assert dispute("lint", "-", "--id", "kettle", text=draft).code == 0


def test_the_facts_of_an_answers_file(dispute, tmp_path):
    file = tmp_path / "order.toml"
    file.write_text(ANSWERS)
    text = "I have not received the kettle of 3 March."
    assert dispute("lint", "-", text=text).code == 0
    assert dispute("lint", "-", "--answers", str(file), text=text).code == 1


@pytest.mark.parametrize(
    "words",
    [["-", "--answers", "-"], ["--answers", "-"], ["-", "--id", "x", "--answers", "y"], ["-", "--kind", "novel"]],
)
def test_what_does_not_go_together_is_wrong_usage(dispute, words):
    assert dispute("lint", *words, text=CLEAN).code == 2


def test_a_kind_has_its_own_length(dispute):
    text = "The kettle leaks at the seam, see photo 3. " * 20
    assert dispute("lint", "-", text=text).code == 1
    assert dispute("lint", "-", "--kind", "appeal", text=text).code == 0


def test_hostile_bytes_come_out_harmless(dispute):
    done = dispute("lint", "-", text=b"\xff\x1b]52;c;eA==\x07 liar \xe2\x80\xae \x00 5 USD")
    assert done.code == 1
    assert not set("\x1b\x07\x00\u202e") & set(done.out)


def test_of_a_long_text_it_says_what_was_read(dispute):
    assert "Only the first 8000 characters were read." in dispute("lint", "-", text="word " * 200_000).err


def test_no_text_is_not_a_clean_one(dispute):
    done = dispute("lint", "-", text=" \n")
    assert (done.code, done.out) == (1, "")
    assert "no text to check" in done.err


def test_what_can_do_harm_is_said_first_and_a_polite_text_is_offered(dispute):
    done = dispute("lint", "-", text="You are a liar! I call the police. My card is 4111 1111 1111 1111.")
    codes = [line for line in done.out.splitlines() if line in {"rude", "threat", "personal data"}]
    assert codes == ["personal data", "threat", "rude"]
    assert "A polite text with the facts of your dispute: dispute draft ID" in done.err
    assert "dispute draft" not in dispute("lint", "-", text=CLEAN).err
