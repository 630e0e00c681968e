"""`dispute log` and `observe`: what is kept, what follows, what is refused, and what is said before it is too late."""

import tomllib

import pytest

LAMP = ["new", "--item", "lamp", "--received", "yes", "--text", "the glass is cracked", "--paid", "17.40",
        "--currency", "USD", "--received-at", "2026-03-01", "--protection-ends-at", "2026-04-20"]  # fmt: skip


@pytest.fixture
def lamp(dispute, home):
    """A dispute that is not opened yet; its table, read anew on every call."""
    dispute(*LAMP)

    def table(folder="open"):
        return tomllib.loads((home / "ledger" / folder / "lamp.toml").read_text())

    return table


def said(screen):
    """The words of a screen, however its lines are broken."""
    return " ".join(screen.split())


def standing(dispute):
    return dispute("show", "lamp", "--json").json()


def test_opening_starts_the_clocks(dispute, lamp):
    done = dispute("log", "lamp", "opened")
    assert done.code == 0
    assert "Sun 15 Mar 12:00" in done.out
    event = lamp()["events"][0]
    assert (event["event"], event["actor"], event["at"].isoformat()) == ("opened", "buyer", "2026-03-10T12:00:00+00:00")
    now = standing(dispute)
    assert (now["stage"], now["status"], now["next"]["kind"]) == ("negotiation", "awaiting_seller", "prepare_by")
    due = {each["kind"]: each["due_by"] for each in now["deadlines"]}
    assert due["seller_response_due"] == "2026-03-15T12:00:00+00:00"
    assert due["platform_steps_in"] == "2026-03-17T12:00:00+00:00"
    assert due["prepare_by"] == "2026-03-16T12:00:00+00:00"


def test_an_edit_gives_the_seller_five_new_days_and_says_so(dispute, lamp):
    dispute("log", "lamp", "opened", "--when", "2026-03-08 12:00")
    done = dispute("log", "lamp", "modified", "--amount", "9.00")
    assert "5 new days" in done.err
    due = {each["kind"]: each["due_by"] for each in standing(dispute)["deadlines"]}
    assert due["seller_response_due"] == "2026-03-15T12:00:00+00:00"
    assert due["prepare_by"] == "2026-03-14T12:00:00+00:00"
    assert lamp()["claim"]["amount"] == "9.00"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        pytest.param("log lamp modified", 1, "only while it is negotiated", id="before its cause"),
        pytest.param("log lamp opened --when 2026-03-12", 1, "in the future", id="in the future"),
        pytest.param("log lamp oppened", 2, "Did you mean opened", id="misspelt"),
        pytest.param("log lamp decided", 2, "Did you mean platform-decided?", id="a word of its name"),
        pytest.param("log lamp opened --amount 3EUR", 2, "is not USD", id="another currency"),
        pytest.param("log lamp", 2, "EVENT is missing", id="no terminal to ask"),
        pytest.param("log lmap opened", 1, "lamp", id="unknown id names the near one"),
        pytest.param("log lamp opened --type refund", 2, "refund_only", id="unknown claim type"),
        pytest.param("log lamp opened --amount 1,2,3", 2, "not an amount", id="no amount"),
        pytest.param("log lamp opened --amount 18", 1, "more than", id="above what was paid"),
        pytest.param("log lamp opened --days 0", 2, "--days", id="no days"),
        pytest.param("log lmp opened", 1, "Did you mean lamp?", id="a letter less"),
        pytest.param("log", 2, "EVENT is missing", id="the only dispute is meant"),
        pytest.param("observe", 2, "Like: dispute observe lamp ", id="which deadline"),
        pytest.param("observe lamp", 2, "These run: ", id="which of its deadlines"),
        pytest.param("observe lamp open_by", 2, "WHEN is missing", id="no moment"),
        pytest.param("observe lamp answer_due 2d", 1, "does not run", id="a deadline that does not run"),
        pytest.param("observe lamp nonsense 2d", 2, "not one deadline", id="no such deadline"),
        pytest.param("observe lamp open_by soon", 2, "neither a countdown nor a date", id="no countdown"),
    ],
)
def test_what_is_refused_changes_nothing(dispute, lamp, words, code, says):
    before = lamp()
    done = dispute(*words.split())
    assert done.code == code
    assert says in done.err
    assert lamp() == before


@pytest.mark.parametrize("words", [["log"], ["observe"]])
def test_without_an_id_the_open_ones_are_named(dispute, lamp, words):
    dispute(*LAMP)
    done = dispute(*words)
    assert done.code == 2
    assert "Name one: lamp, lamp-2" in done.err


def test_force_records_the_impossible(dispute, lamp):
    assert dispute("log", "lamp", "modified", "--force").code == 0
    assert lamp()["events"][0]["event"] == "modified"


@pytest.fixture
def offered(dispute, lamp):
    dispute("log", "lamp", "opened", "--when", "2026-03-06")
    dispute(
        "log", "lamp", "seller-countered", "--type", "return_and_refund", "--amount", "3.00", "--when", "2026-03-08"
    )
    return lamp


def test_a_poor_offer_is_said_loudly(dispute, lamp):
    dispute("log", "lamp", "opened", "--when", "2026-03-06")
    done = dispute("log", "lamp", "seller-countered", "--type", "return_and_refund", "--amount", "3.00")
    assert "you claim 17.40 USD" in done.err
    assert "gives up 14.40 USD" in done.err
    assert "switched from Refund only to Return & Refund" in done.err
    assert "no money at all" in dispute("log", "lamp", "seller-countered", "--amount", "0.00").err


@pytest.mark.parametrize(
    ("amount", "type_", "says"),
    [
        pytest.param("17.40", "refund_only", "all that you claim", id="all"),
        pytest.param("17.39", "refund_only", "make your own", id="a cent less"),
        pytest.param("17.40", "return_and_refund", "make your own", id="against a return"),
    ],
)
def test_an_offer_of_all_that_is_claimed_is_not_to_be_rejected(dispute, lamp, amount, type_, says):
    dispute("log", "lamp", "opened", "--when", "2026-03-06")
    dispute("log", "lamp", "seller-countered", "--amount", amount, "--type", type_)
    assert says in standing(dispute)["next"]["action"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param([], 2, id="no yes"),
        pytest.param(["--yes"], 2, id="no amount typed back"),
        pytest.param(["--yes", "--amount", "17.40"], 1, id="another amount"),
        pytest.param(["--yes", "--amount", "3"], 0, id="the very amount"),
    ],
)
def test_an_acceptance_wants_a_yes_and_the_amount(dispute, offered, words, code):
    done = dispute("log", "lamp", "accepted", *words)
    assert done.code == code
    assert "can't go back" in done.err
    assert ("accepted" in [event["event"] for event in offered()["events"]]) == (code == 0)


def test_a_bare_day_comes_behind_what_was_logged_of_that_day(dispute, lamp):
    dispute("log", "lamp", "opened", "--when", "2026-03-06")
    dispute("log", "lamp", "seller-countered", "--amount", "3 USD", "--when", "2026-03-10 09:00")
    done = dispute("log", "lamp", "accepted", "--yes", "--amount", "$3", "--when", "Mar 10")
    assert done.code == 0, done.err
    assert [each["event"] for each in lamp()["events"]] == ["opened", "seller-countered", "accepted"]
    assert standing(dispute)["stage"] == "refund"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param("opened --when 2026-03-04", "“Dispute opened” is recorded for Fri 6 Mar 2026", id="opened twice"),
        pytest.param(
            "cancelled --yes --when 2026-03-07", "“Seller made an offer” is recorded for Sun 8 Mar", id="over"
        ),
        pytest.param("note --text x --when 2020-01-01", "before the order of Thu 1 Jan 2026", id="before the order"),
    ],
)
def test_what_does_not_fit_to_what_is_recorded_is_refused(dispute, words, says):
    dispute(*LAMP, "--ordered-at", "2026-01-01")
    dispute("log", "lamp", "opened", "--when", "2026-03-06")
    dispute("log", "lamp", "seller-countered", "--amount", "3.00", "--when", "2026-03-08")
    done = dispute("log", "lamp", *words.split())
    assert done.code == 1
    assert says in done.err
    assert dispute("log", "lamp", *words.split(), "--force").code == 0


def test_an_accepted_return_has_to_be_shipped_in_ten_days(dispute, offered):
    dispute("log", "lamp", "accepted", "--yes", "--amount", "3.00")
    now = standing(dispute)
    assert (now["stage"], now["status"]) == ("return", "awaiting_return_shipment")
    assert now["next"]["due_by"] == "2026-03-20T12:00:00+00:00"


def test_a_cancel_says_what_it_costs_and_until_when_it_can_be_opened_again(dispute, offered):
    done = dispute("log", "lamp", "cancelled")
    assert done.code == 2
    assert "Treat it as final" in done.err
    assert "opened again until Tue 5 May 2026" in done.err
    assert dispute("log", "lamp", "cancelled", "--yes").code == 0
    assert standing(dispute)["outcome"] == "cancelled_by_buyer"
    assert dispute("log", "lamp", "opened").code == 0
    assert standing(dispute)["stage"] == "negotiation"


def test_a_cancel_after_the_protection_is_said_loudly(dispute, offered):
    late = {"DISPUTE_NOW": "2026-04-25T12:00:00+00:00"}
    assert "protection ended" in dispute("log", "lamp", "cancelled", **late).err


def test_where_no_appeal_is_possible_none_is_spoken_of_and_days_have_their_dates(dispute, offered):
    dispute("log", "lamp", "accepted", "--amount", "3.00", "--yes")
    dispute("log", "lamp", "return-shipped")
    done = dispute("log", "lamp", "return-received")
    assert "Look at the Payment tab from 15 Mar on; no money by 25 Mar: ask AliExpress support" in said(done.out)
    for words in (["status"], ["draft", "lamp", "--list"]):
        assert "appeal" not in dispute(*words).out, words
    now = standing(dispute)
    assert now["next"]["action"] in said(done.out)
    assert "appeal" not in str(now["site"])
    late = dispute("status", "--json", "--at", "2026-03-26").json()["disputes"][0]["next"]
    assert late["action"] == "Ask AliExpress support where the refund is."


def test_while_an_appeal_is_possible_its_last_day_is_named(dispute, lamp):
    dispute("log", "lamp", "opened")
    done = dispute("log", "lamp", "platform-decided", "--type", "refund_only", "--amount", "9.00")
    assert "no sign of the money: appeal, by 17 Mar at the latest" in said(done.out)
    assert "possible, until 17 March 2026" in dispute("draft", "lamp", "--list").out
    for words in (["status"], ["draft", "lamp", "--list"]):
        assert "appeal" not in dispute(*words, DISPUTE_NOW="2026-03-18T12:00:00+00:00").out, words


def test_no_extension_is_offered_once_the_protection_is_over(dispute, lamp):
    assert "extend_protection" in dispute("draft", "lamp", "--list").out
    assert "extend_protection" not in dispute("draft", "lamp", "--list", "--at", "2026-04-21").out


@pytest.mark.parametrize(
    ("events", "now", "left", "late"),
    [
        pytest.param([], "2026-05-06", "Read the limit on the order page", "opened", id="never opened"),
        pytest.param([["opened"]], "2026-03-17", "Look at the dispute page", "", id="nothing uploaded"),
        pytest.param(
            [["opened"], ["evidence-requested"]], "2026-03-14", "upload it at once if it still lets you",
            "evidence-added", id="evidence not sent",
        ),
        pytest.param(
            [["opened"], ["platform-proposed", "--amount", "9"]], "2026-03-15", "answer at once if it still lets you",
            "", id="proposal not answered",
        ),
        pytest.param(
            [["opened"], ["seller-accepted", "--type", "return_and_refund"]], "2026-03-21",
            "before you ship", "return-shipped", id="return not shipped",
        ),
    ],
)  # fmt: skip
def test_what_has_passed_says_what_can_still_be_done(dispute, lamp, events, now, left, late):
    for words in events:
        assert dispute("log", "lamp", *words).code == 0
    clock = {"DISPUTE_NOW": f"{now}T12:00:00+00:00"}
    step = dispute("show", "lamp", "--json", **clock).json()["next"]
    assert step["urgency"] == "overdue"
    assert left in step["action"]
    assert "look at the site now" in dispute("status", "--short", **clock).out
    if late:
        assert "2026" in dispute("log", "lamp", late, **clock).err


def test_a_refusal_that_can_no_longer_be_appealed_says_who_else_can_help(dispute, lamp):
    dispute("log", "lamp", "opened")
    dispute("log", "lamp", "platform-decided", "--outcome", "refused")
    late = {"DISPUTE_NOW": "2026-03-18T12:00:00+00:00"}
    for words in (["status"], ["show", "lamp"], ["log", "lamp", "note"]):
        assert "appeal is over. Ask PayPal" in said(dispute(*words, **late).out), words
    assert dispute("log", "lamp", "closed", "--yes", **late).code == 0


def test_what_is_in_time_is_not_called_late(dispute, lamp):
    late = {"DISPUTE_NOW": "2026-04-21T12:00:00+00:00"}
    step = dispute("show", "lamp", "--json", **late).json()["next"]
    assert "the buyer protection has ended" in step["action"]
    assert "last day" not in dispute("log", "lamp", "opened", **late).err


def test_the_next_step_after_a_decision_is_the_return_with_the_last_day_to_appeal(dispute, lamp):
    dispute("log", "lamp", "opened")
    done = dispute("log", "lamp", "platform-decided", "--type", "return_and_refund", "--amount", "17.40")
    assert "Ship the item with tracking" in said(done.out)
    assert "appeal, by 17 Mar at the latest" in said(done.out)


def test_a_return_on_its_way_has_a_next_step(dispute, offered):
    dispute("log", "lamp", "accepted", "--amount", "3.00", "--yes")
    done = dispute("log", "lamp", "return-shipped")
    assert "Next Wait until the seller has the item: follow its tracking" in said(done.out)
    assert "tracking number in the dispute" in done.err


def test_dates_stand_in_their_order_and_say_what_the_time_left_counts_to(dispute, lamp):
    dispute("log", "lamp", "opened")
    done = dispute("log", "lamp", "note", DISPUTE_NOW="2026-03-16T11:00:00+00:00")
    rows = [row for row in done.out.splitlines() if " end" in row]
    assert [row.split("  ")[0] for row in rows] == ["All evidence and edits are in", "The seller answers",
                                                    "AliExpress steps in"]  # fmt: skip
    assert "act now" in rows[0]
    assert "ends in 1h 0m" in rows[0]
    assert "ended 23h 0m ago" in rows[1]
    assert "by Tue 17 Mar 12:00" in rows[2]


@pytest.mark.parametrize("columns", ["30", "40", "50"])
def test_narrow_dates_are_broken_between_their_words(dispute, lamp, columns):
    done = dispute("log", "lamp", "opened", COLUMNS=columns)
    assert max(map(len, done.out.splitlines())) <= int(columns)
    assert "All evidence and edits are in act by Sun 15 Mar 00:00, ends in 6d 0h" in said(done.out)


def test_a_full_refund_closes_the_dispute_and_moves_its_file(dispute, home, lamp):
    dispute("log", "lamp", "opened", "--when", "2026-03-06")
    dispute("log", "lamp", "seller-accepted", "--when", "2026-03-07")
    assert dispute("log", "lamp", "refund-received", "--amount", "17.40").code == 0
    assert not (home / "ledger/open/lamp.toml").exists()
    assert lamp("closed")["events"][-1]["event"] == "refund-received"
    assert dispute("status", "--json").json()["disputes"] == []
    assert dispute("status", "--all", "--json").json()["disputes"][0]["outcome"] == "refunded_full"


def test_a_seller_words_are_kept_as_a_message_once(dispute, lamp):
    for _ in range(2):
        dispute("log", "lamp", "message-received", "--text", "please \x1b[31mcancel")
    assert [message["text"] for message in lamp()["messages"]] == ["please cancel"]


def test_the_countdown_of_the_site_wins_and_grows_stale(dispute, lamp):
    dispute("log", "lamp", "opened")
    done = dispute("observe", "lamp", "prepare", "4d 3h")
    assert done.code == 0
    assert "earlier" in done.out
    found = next(each for each in standing(dispute)["deadlines"] if each["kind"] == "prepare_by")
    assert (found["due_by"], found["computed_due_by"], found["source"], found["stale"]) == (
        "2026-03-14T15:00:00+00:00", "2026-03-16T12:00:00+00:00", "observed", False,
    )  # fmt: skip
    later = dispute("show", "lamp", "--json", "--at", "2026-03-13T13:00:00+00:00").json()
    assert next(each for each in later["deadlines"] if each["kind"] == "prepare_by")["stale"]
    assert lamp()["observed"][0]["kind"] == "prepare_by"


def test_show_says_what_can_be_done_and_where(dispute, offered):
    now = standing(dispute)
    allowed = {each["event"]: each for each in now["allowed"]}
    assert allowed["rejected"]["ok"]
    assert not allowed["return-shipped"]["ok"]
    assert allowed["return-shipped"]["why"]
    assert now["site"]["sources"]
    text = dispute("show", "lamp").out
    assert "Waiting my response" in text  # what the site calls it
    assert "Answer the seller's offer".upper() in text.upper()
    assert "14.40 USD less" in text


def test_every_change_can_be_taken_back(dispute, files, offered):
    before = {name: data for name, data in files().items() if name.startswith("ledger/")}
    for words in (
        ["log", "lamp", "cancelled", "--yes"],
        ["observe", "lamp", "prepare_by", "1d"],
        ["draft", "lamp", "--save"],
    ):
        dispute(*words)
        dispute("undo", "--yes")
        assert {name: data for name, data in files().items() if name.startswith("ledger/")} == before


@pytest.mark.parametrize("words", ["12d 3h", "12d 3h 10m", "2026-03-22 15:00", "22 Mar 15:00"])
def test_a_countdown_needs_no_quotes(dispute, lamp, words):
    ways = ([words], words.split())
    told = [dispute("observe", "lamp", "protection_ends", *each, "--json").json() for each in ways]
    assert told[0] == told[1]
    assert told[0]["deadline"]["source"] == "observed"
