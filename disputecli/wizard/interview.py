"""How is a case told? One question at a time, back and forth, then all answers to look over and change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from disputecli.core.advice import Suggestion
from disputecli.core.interview import (
    Progress,
    answered,
    current_question,
    extra_questions,
    known,
    pruned,
    question_of,
    record,
    revised,
    rewound,
)
from disputecli.core.order import Facts
from disputecli.core.plausible import impossible
from disputecli.core.questions import Option, Question
from disputecli.core.text import one_line
from disputecli.core.values import Reading
from disputecli.errors import Fault, UserProblem
from disputecli.wizard.prompter import BACK, UNSENT, Prompter, Sign, Stopped
from disputecli.wizard.value import Raw, Understood, present, refuse_new_faults, said, typed, understood

Questions = tuple[Question, ...]
GO_ON, ADD = "go on", "add"
SHORT = 60  # characters of an answer in the list


@dataclass(frozen=True)
class Precedent:
    """An earlier dispute whose answers are offered again, and the words that name it."""

    facts: Facts
    name: str


@dataclass(frozen=True)
class Means:
    """What an interview needs from outside: the advice on facts, how to read and keep answers, a currency's digits.

    `precedent` is the earlier dispute to offer answers from, if there is one.
    """

    suggest: Callable[[Facts], Suggestion | None]
    reading: Reading
    save: Callable[[Progress], None]
    digits: Mapping[str, int] = field(default_factory=dict)
    precedent: Callable[[Facts], Precedent | None] = lambda _: None


def run_interview(prompter: Prompter, questions: Questions, progress: Progress, means: Means) -> Progress:
    """The interview at its end, looked over by the buyer; KeyboardInterrupt or Stopped where it was left.

    `progress` starts with what is known already. Each answer is handed to `means.save`. Without a question to ask
    there is nothing to look over.
    """
    talk = _Talk(prompter, questions, means)
    if talk.upcoming(progress) is None and not progress.asked:
        return progress
    prompter.tell(prompter.keys)
    while True:
        question = talk.upcoming(progress)
        after = talk.put(progress, question) if question else talk.review(progress)
        if after is None:
            return progress
        progress = after


@dataclass
class _Talk:
    """An interview that runs; an answer that another one has made meaningless is offered where it is asked again."""

    prompter: Prompter
    questions: Questions
    means: Means
    dropped: dict[str, Raw] = field(default_factory=dict)
    warned: bool = False

    def upcoming(self, progress: Progress) -> Question | None:
        """The next question, None when enough is known."""
        return current_question(self.questions, progress, self._hint(progress.facts))

    def put(self, progress: Progress, question: Question) -> Progress:
        """The progress after a question: answered, or one step back."""
        raw, note = self._offered(progress, question)
        return self._answered(progress, question, raw, note) or self._back(progress)

    def review(self, progress: Progress) -> Progress | None:
        """The progress after the list of answers was shown; None where all is right."""
        listed = answered(self.questions, progress)
        extras = extra_questions(self.questions, progress.facts, progress.asked, self._hint(progress.facts))
        more = [Option(ADD, "Add something else")] if extras else []
        lines = [Option(each.key, self._line(each, progress.facts)) for each in listed]
        chosen = self.prompter.choose(
            "Are your answers right? Choose one to change it.",
            [Option(GO_ON, "All right, go on"), *lines, *more],
        )
        if chosen == GO_ON:
            return None
        if chosen is BACK:
            return self._back(progress)
        question = self._extra(extras) if chosen == ADD else question_of(self.questions, progress.facts, str(chosen))
        return self._changed(progress, question) if question else progress

    def _hint(self, facts: Facts) -> Suggestion | None:
        """The advice as far as the case is told; nothing can be advised before it is said whether it came."""
        return self.means.suggest(facts) if facts.problem.received else None

    def _extra(self, extras: Questions) -> Question | None:
        chosen = self.prompter.choose("What do you want to add?", [Option(each.key, each.label) for each in extras])
        return next((each for each in extras if each.key == chosen), None)

    def _offered(self, progress: Progress, question: Question) -> tuple[Raw, str]:
        """What stands in the question already, and where it comes from."""
        zone = self.means.reading.zone
        if question.key == progress.draft[0]:
            return progress.draft[1], UNSENT
        if known(progress.facts, question.key) or question.key in self.dropped:
            return typed(question, progress.facts, zone) or self.dropped.get(question.key, ""), ""
        before = self.means.precedent(progress.facts) if question.usual and question.key not in progress.asked else None
        raw = typed(question, before.facts, zone) if before else ""
        return raw, f"As in {before.name}; change it if it is another now." if before and raw else ""

    def _changed(self, progress: Progress, question: Question) -> Progress:
        """The progress with one answer changed, without those that mean nothing any more."""
        present_answer = typed(question, progress.facts, self.means.reading.zone)
        return self._answered(progress, question, present_answer) or progress

    def _answered(self, progress: Progress, question: Question, default: Raw, note: str = "") -> Progress | None:
        """The progress with an answer, kept; None where the buyer went back instead."""
        try:
            value = self.prompter.ask(question, default, lambda raw: self._check(progress, question, raw), note)
        except (KeyboardInterrupt, Stopped):
            self._keep_unsent(progress, question)
            raise
        if value is BACK:
            if self.prompter.unsent not in {"", default}:
                self.dropped[question.key] = one_line(self.prompter.unsent)
            return None
        told = replace(progress, draft=("", ""))
        after = revised(self.questions, told, question, None if isinstance(value, Sign) else value, self._hint)
        self.dropped.pop(question.key, None)
        self._remember_dropped(progress, after)
        self._keep(after)
        return after

    def _remember_dropped(self, before: Progress, after: Progress) -> None:
        for key in set(before.asked) - set(after.asked):
            question = question_of(self.questions, before.facts, key)
            self.dropped[key] = typed(question, before.facts, self.means.reading.zone)

    def _keep_unsent(self, progress: Progress, question: Question) -> None:
        """Keep the words that stood in the question unsent too."""
        unsent = one_line(self.prompter.unsent)
        if unsent and unsent != typed(question, progress.facts, self.means.reading.zone):
            self._keep(replace(progress, draft=(question.key, unsent)))

    def _back(self, progress: Progress) -> Progress:
        """The progress at the question before, whose answer is offered again; all others are kept."""
        before = rewound(progress)
        if before == progress:
            self.prompter.tell("This is the first question.")
        return before

    def _check(self, progress: Progress, question: Question, raw: Raw) -> Understood:
        """What an answer means; UserProblem where it can't be read or can't be true."""
        found = understood(question, raw, progress.facts, self.means.reading)
        before, after = (pruned(self.questions, record(progress, question, each)) for each in (None, found.value))
        refuse_new_faults(self.questions, before.facts, after.facts, self._impossible)
        return found

    def _impossible(self, facts: Facts) -> list[Fault]:
        return impossible(facts, self.means.reading.now, self.means.reading.zone, self.means.digits)

    def _line(self, question: Question, facts: Facts) -> str:
        words = said(question, present(question, facts), self.means.reading.zone)
        return f"{question.label}: {one_line(words, SHORT) if known(facts, question.key) else question.empty}"

    def _keep(self, progress: Progress) -> None:
        """Keep the answers; where that fails, say so once and go on."""
        try:
            self.means.save(progress)
        except UserProblem as problem:
            if not self.warned:
                self.prompter.tell(f"Your answers can't be kept for later: {problem.sentence}")
            self.warned = True
