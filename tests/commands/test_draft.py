"""`dispute draft`, `show`, `demo` and `path`."""

import tomllib

KETTLE = ["--item", "kettle", "--received", "yes", "--text", "does not heat", "--paid", "24.90", "--currency", "EUR"]
ANSWERS = (
    '[order]\nitem = "kettle"\npaid = "24.90"\ncurrency = "EUR"\n[problem]\nreceived = "yes"\ntext = "does not heat"\n'
)


def test_the_text_alone_is_on_stdout(dispute):
    dispute("new", *KETTLE)
    done = dispute("draft", "kettle")
    assert done.out.startswith("I ordered: kettle.")
    assert "24.90 EUR" in done.out
    assert done.err == ""


def test_the_only_dispute_needs_no_id_and_a_kind_is_a_kind(dispute):
    dispute("new", *KETTLE)
    assert dispute("draft").out == dispute("draft", "kettle").out
    assert dispute("draft", "first_contact").out == dispute("draft", "kettle", "first_contact").out
    assert dispute("draft", "first_contact").out != dispute("draft").out


def test_short_is_at_most_200_characters(dispute):
    dispute("new", *KETTLE)
    assert len(dispute("draft", "--short").out.strip()) <= 200


def test_without_a_ledger_from_answers(dispute, files):
    done = dispute("draft", "--answers", "-", text=ANSWERS)
    assert done.out.startswith("I ordered: kettle.")
    assert files() == {}


def test_no_message_for_a_claim_without_ground(dispute):
    done = dispute("draft", "--answers", "-", text=ANSWERS.replace("does not heat", "I changed my mind"))
    assert (done.code, done.out) == (1, "")


def test_list_says_what_fits_and_why(dispute):
    dispute("new", *KETTLE)
    kinds = dispute("draft", "--list", "--json").json()["kinds"]
    assert kinds[0]["kind"] == "open"
    assert all(each["why"] for each in kinds)


def test_output_goes_over_no_other_file(dispute, tmp_path):
    dispute("new", *KETTLE)
    file = tmp_path / "message.txt"
    assert dispute("draft", "--output", str(file)).code == 0
    assert file.read_text() == dispute("draft").out
    assert dispute("draft", "--output", str(file)).code == 1


def test_save_keeps_the_text_once(dispute, home):
    dispute("new", *KETTLE)
    for _ in range(2):
        assert dispute("draft", "--save").code == 0
    table = tomllib.loads((home / "ledger/open/kettle.toml").read_text())
    assert [message["kind"] for message in table["messages"]] == ["open"]


def test_edit_uses_the_users_editor(dispute, tmp_path):
    dispute("new", *KETTLE)
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "My own words." > "$1"\n')
    editor.chmod(0o755)
    assert dispute("draft", "--edit", EDITOR=str(editor)).out == "My own words.\n"
    assert dispute("draft", "--edit", EDITOR="no-such-editor").code == 1


def test_copy_without_a_clipboard_says_so(dispute):
    dispute("new", *KETTLE)
    done = dispute("draft", "--copy", SSH_CONNECTION="1 2 3 4")
    assert done.code == 1
    assert "clipboard" in done.err
    assert done.out


def test_show_tells_the_story_of_the_one_dispute(dispute):
    dispute("new", *KETTLE)
    for words in (["show"], ["show", "ket"]):
        assert "kettle" in dispute(*words).out
    assert dispute("show", "--json").json()["id"] == "kettle"
    assert dispute("show", "kettel").code == 1
    assert "kettle" in dispute("show", "kettel").err


def test_the_demo_has_every_state_and_leaves_nothing(dispute, files):
    found = dispute("demo", "status", "--all", "--json").json()["disputes"]
    assert {each["status"] for each in found} >= {
        "too_early", "ready_to_open", "awaiting_seller", "awaiting_buyer", "under_review", "awaiting_return_shipment",
        "refund_pending", "closed",
    }  # fmt: skip
    assert dispute("demo", "show", "kettle").code == 0
    assert dispute("demo", "draft", "kettle").code == 0
    assert files() == {}


def test_the_demo_can_be_kept(dispute, tmp_path):
    folder = tmp_path / "demo"
    assert dispute("demo", "--into", str(folder)).code == 0
    assert "kettle" in dispute("status", DISPUTE_HOME=str(folder)).out
    assert dispute("demo", "--into", str(folder)).code == 2


def test_path_names_the_folders(dispute, home):
    assert dispute("path", "--json").json()["ledger"] == str(home / "ledger")
    assert str(home / "ledger") in dispute("path").out


ANGRY = [*KETTLE[:4], "--text", "it does not heat, the seller is a liar, i call the police", *KETTLE[6:]]


def test_what_weakens_a_message_is_said_with_it(dispute):
    dispute("new", *ANGRY)
    done = dispute("draft")
    assert "liar" in done.out
    assert "! rude “liar”" in done.err
    assert {each["code"] for each in dispute("draft", "--json").json()["findings"]} == {"rude", "threat"}


def test_a_threat_is_not_copied_without_a_yes(dispute):
    dispute("new", *ANGRY)
    done = dispute("draft", "--copy")
    assert (done.code, "threat" in done.err, "Copied" in done.err) == (1, True, False)
    assert "There is no clipboard here" in dispute("draft", "--copy", "--yes").err


def test_an_edited_message_is_checked(dispute, tmp_path):
    dispute("new", *KETTLE)
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "The kettle of 3 May is dead, you thief." > "$1"\n')
    editor.chmod(0o755)
    assert "! rude “thief”" in dispute("draft", "--edit", EDITOR=str(editor)).err


MISSING = [
    "--item", "kettle", "--received", "no", "--tracking", "stalled", "--text", "never came", "--paid", "24.90",
    "--currency", "EUR", "--shipped-at", "2025-12-01", "--protection-ends-at", "2026-03-08",
]  # fmt: skip


def came(dispute, *between):
    """A parcel that was claimed as missing, what happened then, and its arrival."""
    dispute("new", *MISSING)
    for event in (("opened",), *between, ("received",)):
        assert dispute("log", "kettle", *event).code == 0


def test_no_refund_is_asked_for_a_missing_parcel_that_has_come(dispute):
    came(dispute)
    for words in ([], ["open"], ["decline_cancel"], ["--list"]):
        done = dispute("draft", "kettle", *words)
        assert (done.code, done.out) == (1, ""), words
        assert "has come since" in done.err
    assert "dispute log kettle cancelled" in " ".join(done.err.split())
    assert "dispute new --dry-run" in " ".join(done.err.split())


def test_the_account_of_a_parcel_that_has_come_claims_nothing(dispute):
    came(dispute)
    dispute("log", "kettle", "cancelled", "--yes")
    for words in (["draft", "kettle", "chronology"], ["export", "kettle", "--format", "md"]):
        done = dispute(*words)
        assert done.code == 0
        assert "10 March 2026" in done.out
        assert "the claim for a missing parcel is not made any more" in done.out, words
        assert "I ask for" not in done.out
        for untrue in ("was not received", "Amount claimed", "Amount still open", "has stopped"):
            assert untrue not in done.out, untrue


def test_a_refund_that_was_settled_before_the_parcel_came_is_reminded_of(dispute):
    came(dispute, ("seller-accepted", "--type", "refund_only", "--amount", "24.90"))
    assert "24.90 EUR is to be paid back" in dispute("draft", "kettle").out
    assert [each["kind"] for each in dispute("draft", "kettle", "--list", "--json").json()["kinds"]] == [
        "refund_reminder"
    ]
    assert dispute("draft", "kettle", "decline_cancel").code == 1
