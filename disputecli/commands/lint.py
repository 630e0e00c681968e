"""`dispute lint`: what an outgoing text should not say."""

from __future__ import annotations

import sys
from pathlib import Path

from disputecli.commands import options
from disputecli.commands.options import STDIN, Argument, Option
from disputecli.errors import UsageProblem, UserProblem
from disputecli.frozen import replace
from disputecli.type_names import TYPE_CHECKING, Annotated

if TYPE_CHECKING:
    from datetime import datetime

    from disputecli.core.dispute import Dispute
    from disputecli.core.findings import Finding, LintBook
    from disputecli.core.order import Facts

FOUND = 1
PAUSE = 0.3  # seconds within which a terminal hands over the next line of a paste

File = Annotated[str | None, Argument(metavar="[FILE]", help="The text to check; - for stdin.")]
Id = Annotated[str | None, Option("--id", metavar="ID", help="Hold it against the facts of this dispute.")]
Kind = Annotated[str | None, Option("--kind", metavar="KIND", help="The kind of message: some may be longer.")]


def lint(
    file: File = None,
    *,
    id_: Id = None,
    answers: options.AnswersFile = None,
    kind: Kind = None,
    at: options.At = None,
    as_json: options.Json = False,
    no_input: options.NoInput = False,
    no_color: options.NoColor = False,
) -> int:
    """Check a text before you send it: rude, vague, threats, contradictions.

    \b
    dispute lint message.txt
    dispute draft kettle | dispute lint - --id kettle
    dispute lint message.txt --answers order.toml --json
    """
    from disputecli.commands.clock import now as clock
    from disputecli.core.lint import check
    from disputecli.store import books

    moment, book = clock(at), books.lint_book()
    facts = _facts(id_, answers, file, moment)
    _refuse_unknown(kind)
    text = read_message(file, "Paste your text", no_input=no_input or as_json)
    if not text.strip() and not as_json:
        raise UserProblem("There is no text to check.", "Name a FILE with the text, or - to read it from stdin.")
    found = check(book, text, facts, kind)
    _show(book, text, found, moment, as_json=as_json, no_color=no_color)
    if found and not as_json:
        _offer_draft(id_)
    return FOUND if found else 0


def _offer_draft(id_: str | None) -> None:
    """Say on stderr where a text without these faults comes from."""
    from disputecli.commands.screen import tell
    from disputecli.core.text import one_line

    tell(f"A polite text with the facts of your dispute: dispute draft {one_line(id_ or 'ID')}")


def read_message(file: str | None, wanted: str, *, no_input: bool) -> str:
    """The text of a file, of stdin, or pasted into the terminal; UsageProblem where there is none of these."""
    if file is None and sys.stdin.isatty():
        if no_input:
            raise UsageProblem("The text is missing.", "Name a FILE, or - to read it from stdin.")
        return _pasted(wanted)
    return _decoded(_bytes(file))


def _pasted(wanted: str) -> str:
    """Lines up to Ctrl-D, or to an empty one behind which nothing comes: pasted messages have empty lines inside."""
    from disputecli.commands.screen import tell

    tell(f"{wanted}; an empty line or Ctrl-D ends it.")
    lines: list[str] = []
    while line := sys.stdin.readline():
        if not line.strip() and lines and not _more_comes():
            break
        if line.strip() or lines:
            lines.append(line)
    return "".join(lines).rstrip("\n")


def _more_comes() -> bool:
    """Whether the rest of a paste is on its way; what was not read here, the shell would run as commands."""
    import select

    try:
        return bool(select.select([sys.stdin], [], [], PAUSE)[0])
    except (OSError, ValueError):  # no select on this system's terminals
        return False


def _bytes(file: str | None) -> bytes:
    from disputecli.store.stamp import LIMIT, read_stamped

    if file is None or file == STDIN:
        return sys.stdin.buffer.read(LIMIT)
    return read_stamped(Path(file), file)[0]


def _decoded(data: bytes) -> str:
    """The text of a file: UTF-16 where it says so, else UTF-8, with a sign where a byte is neither."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if wide else "utf-8-sig", "replace")


def _refuse_unknown(kind: str | None) -> None:
    from disputecli.store import books

    kinds = books.templates().kinds if kind else {}
    if kind and kind not in kinds:
        raise UsageProblem(f"“{kind}” is not a kind of message.", f"The kinds are: {', '.join(kinds)}.")


def _facts(id_: str | None, answers: str | None, file: str | None, now: datetime) -> Facts | None:
    """The facts that the text is held against: of a dispute, with its evidence, or of an answers file."""
    if id_ and answers:
        raise UsageProblem("--id and --answers exclude each other.", "Give one of them.")
    if answers == STDIN and file in (None, STDIN):
        raise UsageProblem("The text and the answers can't both come from stdin.", "Name a file for one of them.")
    from disputecli.commands.ledger import find, read, reading

    if answers:
        from disputecli.commands.answers import read_answers

        return read_answers(answers, {}, reading(now))
    return facts_of(find(read(now, wanted=id_), id_).dispute) if id_ else None


def facts_of(dispute: Dispute) -> Facts:
    """The facts of a dispute as they stand now, with its claim and all of its evidence."""
    from disputecli.core.dispute import current_facts

    facts = current_facts(dispute)
    kinds = (*facts.problem.evidence, *(each.kind for each in dispute.evidence if each.kind))
    wish = replace(facts.wish, amount=dispute.claim.amount or facts.wish.amount)
    received = "yes" if facts.order.received_at and facts.problem.received == "no" else facts.problem.received
    return replace(facts, problem=replace(facts.problem, evidence=kinds, received=received), wish=wish)


def _show(
    book: LintBook, text: str, found: tuple[Finding, ...], now: datetime, *, as_json: bool, no_color: bool
) -> None:
    from disputecli.commands.screen import in_colour, put, put_json, scene, tell
    from disputecli.view.lines import painted
    from disputecli.view.lint import finding_lines, findings_json, gravest_first

    if as_json:
        put_json(findings_json(found))
    elif found:
        put(painted(finding_lines(text, gravest_first(found, book.blocks), scene(now)), colour=in_colour(no_color)))
    else:
        tell("Nothing found.")
    if len(text) > book.read_at_most:
        tell(f"Only the first {book.read_at_most} characters were read.")
