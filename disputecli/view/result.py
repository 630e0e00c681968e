"""What came out of `dispute new`? Verdict, reason, claim, dates, evidence, the message and the steps, on one screen."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.text import Text

from disputecli.core.advice import Choice, Claim, Rival
from disputecli.core.assess import Assessment, Gap
from disputecli.core.deadlines import Deadline
from disputecli.core.messages import Letter
from disputecli.core.order import FIELDS
from disputecli.core.policy import Rules
from disputecli.core.step import end_of, urgency
from disputecli.frozen import dataclass
from disputecli.view.scene import URGENCY_STYLES, Scene, line, moment, span, whole
from disputecli.view.sections import (
    Section,
    checked,
    dated,
    framed,
    headed,
    indented,
    known_how,
    listed,
    money,
    numbered,
    pairs,
    reasons_why,
    said,
)  # fmt: skip
from disputecli.view.words import Verdict, label

FIRST = {"too_early": "open_from", "wait": "in_transit_block"}


@dataclass(frozen=True, slots=True)
class Result:
    """What `dispute new` found: the advice, the message, the steps on the site, and the id (None on a dry run).

    `weak` says, a line each, what the check found in the message.
    """

    assessment: Assessment
    letter: Letter | None = None
    steps: tuple[str, ...] = ()
    id: str | None = None
    weak: tuple[str, ...] = ()


def result(found: Result, rules: Rules, scene: Scene, *, plain: bool = False) -> RenderableType:
    """The whole result in headed sections; plain: without boxes and lines, the message unbroken."""
    known = found.assessment
    sections: list[Section] = []
    if known.reason:
        sections.append(("Reason on the form", _reason(known.reason, known.rivals, scene)))
    if known.claim:
        sections.append(("What to ask for", _claim(known.claim, scene)))
    if dates := _ahead([known.withdraw] if known.withdraw else known.deadlines, scene):
        sections.append(("Dates", dated(dates, rules, scene, lambda each: known_how(each, scene))))
    if known.evidence:
        sections.append(("Evidence to collect", checked(known.evidence, scene)))
    if known.cautions:
        sections.append(("Careful", listed((said(each.text, each.sources, scene) for each in known.cautions), "!")))
    if known.gaps:
        sections.append(("Not known", _gaps(known.gaps, scene)))
    sections += _to_do(found, scene, plain=plain)
    return Group(_verdict(known, scene, plain=plain), *headed(sections, plain=plain))


def _ahead(deadlines: Iterable[Deadline], scene: Scene) -> list[Deadline]:
    """The deadlines without the waits that are over: that a dispute could be opened since is no date any more."""
    return [
        each
        for each in deadlines
        if each.due_by or each.act_by or each.latest or each.earliest is None or each.earliest > scene.now
    ]


def plain_result(found: Result, rules: Rules, scene: Scene) -> str:
    """The result as plain text, for a pipe or a screen reader: no boxes, no colour, the message as it is."""
    console = Console(
        file=StringIO(), width=scene.width, color_system=None, markup=False, emoji=False, highlight=False,
        legacy_windows=False, _environ={},
    )  # fmt: skip
    with console.capture() as capture:
        console.print(result(found, rules, scene, plain=True), crop=False)
    return "".join(f"{row.rstrip()}\n" for row in capture.get().splitlines())


def _verdict(known: Assessment, scene: Scene, *, plain: bool) -> RenderableType:
    verdict = scene.words.verdicts.get("withdraw" if known.withdraw else known.verdict, Verdict(known.verdict, ""))
    rows = []
    if limit := _decisive(known):
        rows.append(_date(limit, known, scene))
    if known.reason:
        rows.append(("Reason", Text(_entry(known.reason, scene), "bold")))
    if known.claim:
        rows.append(("Ask for", Text(_asked(known.claim, scene), "bold")))
    why = said(known.verdict_why.text, known.verdict_why.sources, scene)
    body = Group(why, Text(""), pairs(rows)) if rows else why
    headline = line(verdict.headline, scene)
    return framed(headline.upper() if plain else headline, body, verdict.colour, plain=plain)


def _decisive(known: Assessment) -> Deadline | None:
    """The deadline that the verdict speaks of."""
    kind = FIRST.get(known.verdict, "open_by")
    fits = (each for each in known.deadlines if each.kind == kind and end_of(each))
    return next(fits, None) if known.verdict != "no_ground" else None


def _date(limit: Deadline, known: Assessment, scene: Scene) -> tuple[str, Text]:
    """The one date to remember, with the time left until it."""
    ink = URGENCY_STYLES[urgency(limit, scene.now)]
    if known.verdict in FIRST and limit.earliest:
        return "Opens", Text(_until(limit.earliest, scene), "bold yellow")
    end = limit.due_by or limit.act_by or scene.now
    safe = known.safe_by or limit.act_by or end
    if end <= scene.now:
        return "Ended", Text(_until(end, scene), ink)
    if safe <= scene.now:
        return "Act by", Text(f"now; the last moment is {_until(end, scene)}", ink)
    return "Act by", Text(_until(safe, scene), ink)


def _until(when: datetime, scene: Scene) -> str:
    left = when - scene.now
    return f"{moment(when, scene)} ({'in ' if left > timedelta(0) else ''}{span(left)})"


def _entry(reason: Choice, scene: Scene) -> str:
    """The entry of the form, without the question that every path begins with."""
    return line(" > ".join(reason.path[1:]) or reason.label, scene)


def _reason(reason: Choice, rivals: Iterable[Rival], scene: Scene) -> RenderableType:
    path = Text(" > ".join(line(step, scene) for step in reason.path), "bold")
    others = [_rival(each, scene) for each in rivals]
    parts = [indented(path), reasons_why(reason.why, scene)]
    if others:
        parts += [indented(Text("Other reasons, nearest first, and what each would need:", "dim")), listed(others)]
    return Group(*parts)


def _rival(rival: Rival, scene: Scene) -> Text:
    name = line((rival.detail or rival.code).replace("_", " "), scene)
    return Text.assemble((name, "bold"), f": {line(rival.would_need, scene)}")


def _asked(claim: Claim, scene: Scene) -> str:
    amount = money(claim.amount, claim.currency)
    asked = f"{label(scene.words.types, claim.type)}, {label(scene.words.extents, claim.extent)}"
    return line(f"{asked}: {amount}" if amount else asked, scene)


def _claim(claim: Claim, scene: Scene) -> RenderableType:
    most = f"   (you paid {money(claim.max_amount, claim.currency)})" if claim.max_amount is not None else ""
    head = Text.assemble((_asked(claim, scene), "bold"), (line(most, scene) and f" {line(most, scene)}", "dim"))
    return Group(indented(head), reasons_why(claim.why, scene))


def _gaps(gaps: Iterable[Gap], scene: Scene) -> RenderableType:
    return listed(Text.assemble(line(gap.leaves, scene), (f" ({line(_flag(gap.key), scene)})", "dim")) for gap in gaps)


def _flag(key: str) -> str:
    return FIELDS[key].flag if key in FIELDS else key


def _to_do(found: Result, scene: Scene, *, plain: bool) -> Iterable[Section]:
    """The message without anything at the start of its lines, and what to do with it."""
    if found.letter:
        text = Text(whole(found.letter.text, scene), overflow="ignore" if plain else "fold")
        copy = Text(f"To copy it: dispute draft {line(found.id, scene)} --copy", "dim") if found.id else None
        weak = listed((Text(line(each, scene)) for each in found.weak), "!")
        below = [*([Text(""), weak] if found.weak else []), *([Text(""), copy] if copy else [])]
        yield "Message to paste", Group(text, *below)
    if found.steps:
        yield "On the site", numbered([Text(_copyable(line(step, scene))) for step in found.steps])


def _copyable(step: str) -> str:
    """The step with a command at its end on a line of its own, where no other words break it."""
    return step.replace(": `dispute ", ":\n`dispute ")
