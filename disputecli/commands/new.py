"""`dispute new`: from an order that went wrong to a reason, a claim, the dates, the message, and a kept dispute."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from disputecli.commands import options
from disputecli.commands.answers import read_answers, refuse_missing, with_answer_options
from disputecli.commands.options import Option
from disputecli.errors import UsageProblem
from disputecli.frozen import dataclass, replace
from disputecli.type_names import TYPE_CHECKING, Annotated, Any

if TYPE_CHECKING:
    from disputecli.commands.ledger import Ledger
    from disputecli.core.assess import Assessment
    from disputecli.core.messages import Letter
    from disputecli.core.order import Facts
    from disputecli.store.records import Record

SaveAnswers = Annotated[str | None, Option("--save-answers", metavar="FILE", help="Keep the answers as TOML.")]
DryRun = Annotated[bool, Option("--dry-run", help="Decide and show; write nothing.")]
Resume = Annotated[bool, Option("--resume", help="Go on with an interrupted interview.")]
Discard = Annotated[bool, Option("--discard", help="Forget an interrupted interview.")]


@dataclass(frozen=True)
class Manner:
    """How this run talks: in JSON, without questions, on plain lines, without colour; and when it is."""

    as_json: bool
    no_input: bool
    plain: bool
    no_color: bool
    now: datetime


@with_answer_options
def new(
    *,
    answers_file: options.AnswersFile = None,
    save_answers: SaveAnswers = None,
    dry_run: DryRun = False,
    resume: Resume = False,
    discard: Discard = False,
    as_json: options.Json = False,
    no_input: options.NoInput = False,
    plain: options.Plain = False,
    no_color: options.NoColor = False,
    at: options.At = None,
    **answers: Any,
) -> int:
    """Find reason, claim, dates and message for an order gone wrong.

    \b
    dispute new                          answer a few questions
    dispute new --item "USB stick 64GB" --received yes --text "shows 6 GB"
    dispute new --answers order.toml --dry-run --json
    """
    from disputecli.commands.clock import now as clock
    from disputecli.commands.ledger import read, reading

    manner = Manner(as_json, no_input, plain, no_color, clock(at))
    facts = read_answers(answers_file, answers, reading(manner.now))
    if _asks(manner, answers_file, facts):
        from disputecli.commands.interview import Wish, interview

        return interview(facts, manner, Wish(resume, discard, dry_run, save_answers))
    if _only_discards(facts, resume=resume, discard=discard):
        return 0
    refuse_missing(facts)
    ledger = read(manner.now)
    found, letter = decide(facts, ledger, manner.now)
    if save_answers:
        keep_answers(facts, save_answers)
    record = None if dry_run or found.reason is None else keep(found, ledger, manner.now)
    show(found, letter, record.id if record else None, manner)
    return 0


def _asks(manner: Manner, answers_file: str | None, facts: Facts) -> bool:
    """True where questions can be asked and something that is needed may be missing."""
    from disputecli.core.plausible import missing
    from disputecli.wizard.prompter import can_ask

    if manner.no_input or manner.as_json or answers_file == "-" or not can_ask(sys.stdin, sys.stdout):
        return False
    return answers_file is None or bool(missing(facts))


def _only_discards(facts: Facts, *, resume: bool, discard: bool) -> bool:
    """Forget the interrupted interview if wanted, and whether nothing else was; UsageProblem for `--resume`."""
    from disputecli.core.order import Facts as AnyFacts

    if resume:
        raise UsageProblem(
            "--resume goes on with questions, and there is no terminal to ask in.",
            "Run it in a terminal, or give the answers as options: --item, --received, --text.",
        )
    if discard:
        from disputecli.commands.resume import discard_only
        from disputecli.commands.screen import tell

        tell(discard_only())
    return discard and facts == AnyFacts()


def decide(facts: Facts, ledger: Ledger, now: datetime) -> tuple[Assessment, Letter | None]:
    """The advice on the facts and the text for the form, with the buyer's own count of recent disputes."""
    from disputecli.commands.case import advice, opening_letter
    from disputecli.commands.checked import own_cautions
    from disputecli.commands.ledger import opened_lately

    found = advice(facts, now, opened_lately([each.dispute for each in ledger.kept], now))
    found = replace(found, cautions=(*own_cautions(facts), *found.cautions))
    return found, opening_letter(found)


def keep(
    found: Assessment, ledger: Ledger, now: datetime, *, opened_at: datetime | None = None, text: str | None = None
) -> Record:
    """The dispute as it was added to the ledger; with its message and the `opened` event if it was opened already."""
    from disputecli.core.dispute import Event, Message
    from disputecli.core.record import event_row, message_row, new_table, with_row
    from disputecli.store.ledger import add_record, new_id, taken_ids
    from disputecli.store.lock import locked

    table = new_table(found.facts, found.reason, found.claim)
    if opened_at:
        table = with_row(table, "events", event_row(Event(opened_at.replace(microsecond=0), "buyer", "opened")))
    if opened_at and text:
        table = with_row(table, "messages", message_row(Message(now, "open", text)))
    with locked(ledger.places, command="new"):
        id_ = new_id(found.facts.order.item or "", taken_ids(ledger.places))
        return add_record(ledger.places, id_, table, now=now, command="new")


def keep_answers(facts: Facts, file: str) -> None:
    """Write the answers to a new TOML file; UserProblem if it exists."""
    from disputecli.core.codec import facts_table
    from disputecli.store.save import write_file
    from disputecli.store.toml import dump_table

    write_file(Path(file), dump_table(facts_table(facts)), expected=None)


def show(found: Assessment, letter: Letter | None, id_: str | None, manner: Manner) -> None:
    """Put the result where it belongs: JSON, panels, or plain text for a pipe."""
    from disputecli.commands.case import form_steps
    from disputecli.commands.checked import findings_of, told
    from disputecli.commands.screen import draw, put, put_json, scene
    from disputecli.store import books

    steps = form_steps(found, id_)
    findings = findings_of(letter.text, found.facts, letter.kind) if letter else ()
    if manner.as_json:
        from disputecli.view.json import new_json

        put_json(new_json(found, letter, id_, manner.now, steps, findings))
        return
    from disputecli.view.result import Result, plain_result, result

    whole, where = Result(found, letter, steps, id_, tuple(told(findings))), scene(manner.now)
    if manner.plain or not sys.stdout.isatty():
        put(plain_result(whole, books.rules(), where))
    else:
        draw(result(whole, books.rules(), where), no_color=manner.no_color)
