"""What speaks for which reason? Words, answers and numbers of a case, weighed against each other."""

from collections.abc import Iterable, Mapping

from disputecli.core.advice import Why
from disputecli.core.measures import Measured, measured
from disputecli.core.order import Facts, Order, Problem
from disputecli.core.reasons import Fact, ReasonTable
from disputecli.core.symptoms import Book, Signal, signals_of
from disputecli.core.variants import arrived_as_ordered, named_details, ordered_variant, pieces_named, variant_details
from disputecli.core.wording import Token, tokens_of
from disputecli.frozen import dataclass, replace

AS_ORDERED = ("changed_mind", "as_ordered")


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that speaks for a reason, how strongly, and the sentence that says so; `measured` if a number does.

    `start` and `end` are the place of the words that say so, both 0 where something else does.
    """

    reason: str
    detail: str
    weight: float
    why: Why
    measured: bool = False
    start: int = 0
    end: int = 0

    def overlaps(self, other: "Ground") -> bool:
        """Whether the same words say both."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Case:
    """A case as read: the facts, the words with their signals, and the measured numbers."""

    facts: Facts
    tokens: tuple[Token, ...]
    signals: tuple[Signal, ...]
    measured: Measured


def read_case(book: Book, facts: Facts) -> Case:
    """The case with its words read; the item's own words are no complaint."""
    text = facts.problem.text or ""
    tokens = tokens_of(text, book.vocabulary, facts.order.item or "")
    found = signals_of(book, text, tokens, _closed(book, facts.problem))
    return Case(facts, tokens, found, measured(book, facts, tokens, found))


def _closed(book: Book, problem: Problem) -> frozenset[str]:
    """The symptoms that can't be meant, for their reasons are not open to what was received."""
    table = book.reasons
    open_ = table.families[received_words(problem)]
    closed = {
        name
        for name, each in book.symptoms.items()
        if each.reason and table.reasons[each.reason].family not in open_ and name not in table.arrived
    }
    return frozenset(closed | set(table.goods) if problem.received == "no" else closed)


def told(facts: Facts, key: str) -> str:
    """An answer as the data writes it: "true" and "false" for yes and no, "unknown" where there is none."""
    section, name = key.split(".")
    record: Order | Problem = facts.order if section == "order" else facts.problem
    value = getattr(record, name)
    if value is None or value == ():
        return "unknown"
    return str(value).lower() if isinstance(value, bool) else str(value)


def grounds_of(book: Book, case: Case) -> tuple[Ground, ...]:
    """All that speaks for a reason and is not left out by an answer; the guess where nothing does."""
    table, facts = book.reasons, case.facts
    said = [each for each in case.signals if each.reason and not _elsewhere(case, each)]
    strong = {each.reason for each in said if each.weight >= table.weights.affecting}
    words = [_of_signal(table, each) for each in said if strong.isdisjoint(book.symptoms[each.symptom].yields)]
    answers = [_of_fact(each) for each in table.facts if _speaks(each, facts)]
    found = [*answers, *_of_variant(book, case), *_of_numbers(case), *words]
    named = _as_ordered(book, case, _of_symptom(table, facts.problem))
    allowed = [each for each in _as_ordered(book, case, found) if open_reason(book, case, each)]
    return tuple([*named, *allowed] or _guesses(table, facts.problem))


def _speaks(fact: Fact, facts: Facts) -> bool:
    """Whether this answer was given, to what it is asked of."""
    fitting = not fact.received or told(facts, "problem.received") in fact.received
    return bool(fact.weight) and fitting and told(facts, fact.key) in fact.values


def received_words(problem: Problem) -> str:
    """The answer to "Did you receive the item?", "partly" where there is none."""
    return problem.received or "partly"


def _of_signal(table: ReasonTable, signal: Signal) -> Ground:
    label = table.reasons[signal.reason].label
    detail = table.reasons[signal.reason].detail(signal.detail)
    why = table.say["words"]
    text = why.text.format(quote=signal.quote, label=detail.label if detail else label)
    said = Why(text, table.reasons[signal.reason].sources)
    return Ground(signal.reason, signal.detail, signal.weight, said, start=signal.start, end=signal.end)


def _of_numbers(case: Case) -> list[Ground]:
    return [Ground(each.reason, each.detail, each.weight, each.why, measured=True) for each in case.measured.grounds]


def _of_fact(fact: Fact) -> Ground:
    return Ground(fact.reason, fact.detail, fact.weight, Why(fact.text, fact.sources))


def _of_symptom(table: ReasonTable, problem: Problem) -> list[Ground]:
    """The ground of a named problem: a reason's code, or the detail of one."""
    if not problem.symptom:
        return []
    for reason in table.reasons.values():
        detail = reason.detail(problem.symptom)
        if detail or reason.code == problem.symptom:
            why = Why(table.say["symptom"].text.format(label=detail.label if detail else reason.label), reason.sources)
            return [Ground(reason.code, detail.code if detail else "", table.weights.named, why)]
    return []


def _of_variant(book: Book, case: Case) -> list[Ground]:
    """What the variants say: another one than the ordered one arrived, or the same one by its label.

    Nothing where they name other numbers of pieces: those are counted.
    """
    order, problem = case.facts.order, case.facts.problem
    same = arrived_as_ordered(book.vocabulary, order.variant, problem.received_variant, case.tokens)
    if same and problem.received_variant:
        why = _said(book, "as_ordered", ordered=order.variant)
        return [Ground(*AS_ORDERED, book.reasons.weights.same, why)]
    pieces = [pieces_named(book.vocabulary, name) for name in (order.variant, problem.received_variant)]
    if same is not False or (all(pieces) and pieces[0] != pieces[1]):
        return []
    detail = variant_details(book.vocabulary, order.variant, problem.received_variant, case.tokens)
    if problem.received_variant:
        why = _said(book, "variant", ordered=order.variant, got=problem.received_variant)
        return [Ground("description_mismatch", detail, book.reasons.weights.told, why)]
    why = _said(book, "variant_said", ordered=order.variant)
    return [Ground("description_mismatch", detail, book.reasons.weights.guessed, why)]


def _as_ordered(book: Book, case: Case, grounds: Iterable[Ground]) -> list[Ground]:
    """The grounds, where the ordered variant arrived: a complaint of the variant is no ground for a dispute then."""
    problem, order = case.facts.problem, case.facts.order
    variant = ordered_variant(book.vocabulary, order.variant, case.tokens)
    same = arrived_as_ordered(book.vocabulary, variant, problem.received_variant, case.tokens)
    if problem.matches_order is False or not (problem.matches_order if same is None else same):
        return list(grounds)
    why = _said(book, "as_ordered", ordered=variant or order.item or "")
    told_so = bool(problem.received_variant or problem.matches_order)
    refuted = _refuted_details(book, case)
    return [
        replace(each, reason=AS_ORDERED[0], detail=AS_ORDERED[1], why=why)
        if each.reason == "description_mismatch" and each.detail in refuted and not (each.measured and told_so)
        else each
        for each in grounds
    ]


def _refuted_details(book: Book, case: Case) -> frozenset[str]:
    """The complaints that the ordered variant refutes: all of the variant where an answer says that it came."""
    problem = case.facts.problem
    if problem.matches_order:
        return frozenset((*book.reasons.variant_details, ""))
    if problem.received_variant:
        return frozenset(book.reasons.variant_details)
    variant = ordered_variant(book.vocabulary, case.facts.order.variant, case.tokens)
    return named_details(book.vocabulary, variant, case.tokens)


def _said(book: Book, name: str, **values: object) -> Why:
    why = book.reasons.say[name]
    return Why(why.text.format(**values), why.sources)


def _elsewhere(case: Case, signal: Signal) -> bool:
    """Whether the word only tells how many pieces came or are affected, as the numbers say already."""
    return signal.symptom in case.measured.replaced


def open_reason(book: Book, case: Case, ground: Ground) -> bool:
    """Whether the answers leave this reason open."""
    table, facts = book.reasons, case.facts
    excluded = {each.reason for each in table.excludes if told(facts, each.key) in each.values}
    if ground.reason in excluded:
        return False
    if table.reasons[ground.reason].family in table.families[received_words(facts.problem)]:
        return True
    came = {(each.reason, each.detail) for each in case.signals if each.symptom in table.arrived}
    return (ground.reason, ground.detail) in came and told(facts, "problem.tracking") in ("unknown", "delivered")


def _guesses(table: ReasonTable, problem: Problem) -> list[Ground]:
    received = received_words(problem)
    why = Why(table.say["guess"].text.format(received=table.say[f"received_{received}"].text))
    codes = table.fallback[received]
    return [Ground(code, "", table.weights.guessed / (place + 1), why) for place, code in enumerate(codes)]


def scores(grounds: Iterable[Ground], second: float) -> Mapping[str, float]:
    """How strongly each reason is spoken for, best first: its strongest ground, and a share (`second`) of the next.

    The next one has to be said in other words.
    """
    by_reason: dict[str, list[Ground]] = {}
    for each in grounds:
        by_reason.setdefault(each.reason, []).append(each)
    found = {}
    for reason, all_ in by_reason.items():
        best = max(all_, key=lambda each: each.weight)
        others = [each.weight for each in all_ if each is not best and not each.overlaps(best)]
        found[reason] = best.weight + second * max(others, default=0)
    return dict(sorted(found.items(), key=lambda each: -each[1]))
