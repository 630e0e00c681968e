"""Runs the interview alone in a terminal, without a ledger, and prints the facts: usage FILE [plain] [resume]."""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from disputecli.core.advice import Choice, Claim, Suggestion
from disputecli.core.codec import facts_table
from disputecli.core.interview import Progress
from disputecli.core.order import Facts
from disputecli.core.questions import read_questions
from disputecli.core.values import Reading
from disputecli.errors import UserProblem
from disputecli.store.shipped import shipped_table
from disputecli.wizard.checkpoint import read_checkpoint, save_checkpoint
from disputecli.wizard.interview import Means, run_interview
from disputecli.wizard.prompter import can_ask, prompter_for

KINDS = (
    ("colour", "description_mismatch", "wrong_colour", "not_as_described"),
    ("broken", "damaged", None, "not_as_described"),
    ("work", "quality_problem", "does_not_work", "not_as_described"),
    ("pieces", "quantity_shortage", "fewer_pieces", "not_as_described"),
)


def suggest(facts):
    problem = facts.problem
    words = f"{problem.text or ''} {problem.symptom or ''}"
    kind = next((each for each in KINDS if each[0] in words), None)
    if problem.received == "no":
        kind = ("", "in_transit_overdue", None, "not_received")
    if kind is None:
        return Suggestion(None, None, (), None)
    apart = "problem.package_damaged" if kind[1] == "damaged" and problem.package_damaged is None else None
    reason = Choice(kind[1], kind[2], kind[3], "", (), (), ())
    return Suggestion(reason, None, (), Claim("refund_only", "full", None, None, None, ()), (), apart)


def main():
    path = Path(sys.argv[1])
    codes = shipped_table("codes.toml")
    digits = {code: int(name[-1]) for name, found in codes["currencies"].items() for code in found}
    questions = read_questions(shipped_table("questions.toml"))
    symptoms = {option.value for each in questions if each.key == "problem.symptom" for option in each.choices}
    zone = ZoneInfo("Europe/Warsaw")
    now = datetime(2026, 3, 20, 12, tzinfo=UTC)
    reading = Reading(now, zone, symptoms, digits, codes["countries"]["codes"])
    start = read_checkpoint(path, reading).progress if "resume" in sys.argv else Progress(Facts())
    means = Means(suggest, reading, lambda progress: save_checkpoint(path, progress), digits)
    if not can_ask(sys.stdin, sys.stdout):
        sys.exit(2)
    try:
        facts = run_interview(prompter_for(os.environ, plain="plain" in sys.argv), questions, start, means).facts
    except KeyboardInterrupt:
        sys.stdout.write("STOPPED\n")
        sys.exit(130)
    except UserProblem as problem:
        sys.stderr.write(f"ENDED {problem.hint}\n")
        sys.exit(problem.exit_code)
    sys.stdout.write(f"FACTS {json.dumps(facts_table(facts), default=str)}\n")


if __name__ == "__main__":
    main()
