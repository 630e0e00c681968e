"""How is a case told? One question at a time, back and forth, then all answers to look over and change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from disputecli.core.advice import Suggestion
from disputecli.core.codec import Reading
from disputecli.core.interview import (
    Option,
    Progress,
    Question,
    answered,
    extra_questions,
    known,
    next_question,
    pruned,
    question_of,
    record,
    rewound,
)
from disputecli.core.order import Facts
from disputecli.core.plausible import impossible
from disputecli.core.text import one_line
from disputecli.errors import Fault, UserProblem
from disputecli.wizard.prompter import BACK, Prompter, Sign
from disputecli.wizard.value import Raw, Understood, present, refuse_new_faults, said, typed, understood

Questions = tuple[Question, ...]
GO_ON, ADD = "go on", "add"
SHORT = 60  # characters of an answer in the list


@dataclass(frozen=True)
class Means:
    """What an interview needs from outside: the advice on facts, how to read and keep answers, a currency's digits."""

    suggest: Callable[[Facts], Suggestion | None]
    reading: Reading
    save: Callable[[Progress], None]
    digits: Mapping[str, int] = field(default_factory=dict)


def run_interview(prompter: Prompter, questions: Questions, progress: Progress, means: Means) -> Facts:
    """The facts after the interview, looked over by the buyer; KeyboardInterrupt where it was left.

    `progress` starts with what is known already. Each answer is handed to `means.save`. Without a question to ask
    there is nothing to look over.
    """
    talk = _Talk(prompter, questions, means)
    if talk.upcoming(progress) is None and not progress.asked:
        return progress.facts
    prompter.tell(prompter.keys)
    while True:
        question = talk.upcoming(progress)
        after = talk.put(progress, question) if question else talk.review(progress)
        if after is None:
            return progress.facts
        progress = after


@dataclass
class _Talk:
    """An interview that runs: what was typed so far is offered again after going back."""

    prompter: Prompter
    questions: Questions
    means: Means
    drafts: dict[str, Raw] = field(default_factory=dict)
    warned: bool = False

    def upcoming(self, progress: Progress) -> Question | None:
        """The next question, None when enough is known."""
        return next_question(self.questions, progress.facts, progress.asked, self._hint(progress.facts))

    def put(self, progress: Progress, question: Question) -> Progress:
        """The progress after a question: answered, or one step back."""
        return self._answered(progress, question, self.drafts.get(question.key, "")) or self._back(progress)

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

    def _changed(self, progress: Progress, question: Question) -> Progress:
        """The progress with one answer changed, without those that mean nothing any more."""
        present_answer = typed(question, progress.facts, self.means.reading.zone)
        return self._answered(progress, question, present_answer) or progress

    def _answered(self, progress: Progress, question: Question, default: Raw) -> Progress | None:
        """The progress with an answer, kept; None where the buyer went back instead."""
        value = self.prompter.ask(question, default, lambda raw: self._check(progress, question, raw))
        if value is BACK:
            return None
        self.drafts.pop(question.key, None)
        after = pruned(self.questions, record(progress, question, None if isinstance(value, Sign) else value))
        self._keep(after)
        return after

    def _back(self, progress: Progress) -> Progress:
        """The progress before the last answer, which is offered again."""
        if not progress.asked:
            self.prompter.tell("This is the first question.")
            return progress
        last = question_of(self.questions, progress.facts, progress.asked[-1])
        self.drafts[last.key] = typed(last, progress.facts, self.means.reading.zone)
        before = rewound(progress)
        self._keep(before)
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
