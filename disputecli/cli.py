"""The command line: which commands there are, and how a failure becomes a sentence, a hint and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence

from disputecli.errors import Faults, UserProblem
from disputecli.type_names import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typer

    from disputecli.type_names import TextIO

INTERRUPTED, BROKEN_PIPE = 130, 1
GROUPS = {
    "The main job": ("new", "status", "draft"),
    "Life of a dispute": ("show", "log", "observe", "reply", "evidence", "edit", "undo"),
    "Words and rules": ("lint", "rules"),
    "The ledger": ("check", "import", "export", "path", "demo"),
    "Shell": ("completion",),
}
NAMES = tuple(name for names in GROUPS.values() for name in names)
HELPS = ("--help", "-h")  # in front of all else: the list of commands needs only their names and what they are for
TYPERS_OWN = ("completion", "demo")  # the one asks typer what there is, the other passes on what it does not know


def command_of(name: str) -> Callable[..., Any]:
    """The function behind a command's name."""
    word = "import_" if name == "import" else name
    module = __import__(f"disputecli.commands.{word}", fromlist=[word])  # importlib would do the same for 0.2 ms more
    command: Callable[..., Any] = getattr(module, word)
    return command


def app_of(names: Iterable[str], *, outlined: bool = False) -> typer.Typer:
    """The app of typer with these commands; a run needs one, and the others' imports would cost it time."""
    from disputecli import app

    return app.app_of({name: command_of(name) for name in names}, GROUPS, outlined=outlined)


def whole_app() -> typer.Typer:
    """The app with all commands, for the help, the completions and a misspelt name."""
    return app_of(NAMES)


def run(arguments: Sequence[str]) -> int:
    """The exit code of one command: 0 done, 1 the user's problem, 2 wrong usage, 130 interrupted."""
    os.umask(0o077)
    try:
        code = _called(arguments)
        sys.stdout.flush()
    except UserProblem as problem:
        return _tell_saved(_tell_all(problem))
    except (KeyboardInterrupt, EOFError):
        return _tell_saved(INTERRUPTED)
    except BrokenPipeError:
        drop_unwritten(sys.stdout)
        return _tell_saved(BROKEN_PIPE)
    except Exception as fault:  # noqa: BLE001  # the last net: nobody is shown a traceback
        return _tell_saved(INTERRUPTED if _is_abort(fault) else _tell(*_broken(fault), 1))
    return code


def _called(arguments: Sequence[str]) -> int:
    """The exit code of the command: called at once where its words are plain, else by way of typer."""
    name, *words = arguments or ["status"]
    if name in NAMES and name not in TYPERS_OWN:
        from disputecli.commands.given import given

        command = command_of(name)
        values = given(command, words)
        if values is not None:
            return int(command(**values) or 0)
    from disputecli.app import called

    wanted = next((word for word in arguments if not word.startswith("-")), "")
    if name in HELPS:
        return called(app_of(NAMES, outlined=True), arguments)
    return called(app_of([wanted]) if wanted in NAMES and wanted != "completion" else whole_app(), arguments)


def _is_abort(fault: Exception) -> bool:
    """True where a prompt of typer's was left with Ctrl-C."""
    loaded = sys.modules.get("typer")
    return loaded is not None and isinstance(fault, loaded.Abort)


def _tell_all(problem: UserProblem) -> int:
    if not isinstance(problem, Faults):
        return _tell(problem.sentence, problem.hint, problem.exit_code)
    for fault in problem.faults:
        _tell(str(fault), fault.hint, 1)
    return problem.exit_code


def _broken(problem: Exception) -> tuple[str, str]:
    """What to say of a disk or a folder that refuses, and of a fault of the program."""
    if not isinstance(problem, OSError):
        from disputecli.commands.crash import keep_crash

        return "Something went wrong inside dispute.", keep_crash(problem)
    drop_unwritten(sys.stdout)
    name = os.fsdecode(problem.filename) if isinstance(problem.filename, str | bytes) else "A file or the screen"
    why = problem.strerror or str(problem)
    return f"{name} can't be used: {why}", "Free some space or allow access there, and try again."


def drop_unwritten(stream: TextIO) -> None:
    """Let go of what a stream does not take, or Python fails on it once more when it ends."""
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _tell_saved(code: int) -> int:
    """Say if a command that failed had saved something before, so that nobody repeats it; returns the code."""
    journal = sys.modules.get("disputecli.store.journal")
    try:
        saved = [] if journal is None else journal.saved_by_this_run(os.environ)
    except (OSError, UserProblem):
        saved = []
    if saved:
        _tell("", f"The change of {', '.join(saved)} was saved all the same: don't repeat the command.", code)
    return code


def _tell(sentence: str, hint: str, code: int) -> int:
    """Say on stderr what is the matter and what to do about it; returns the code."""
    lines = [line for line in (f"dispute: {sentence}" if sentence else "", f"  {hint}" if hint else "") if line]
    try:
        for line in lines:
            sys.stderr.write(f"{_wrapped(_printable(line))}\n")
    except OSError:  # whoever read it is gone
        drop_unwritten(sys.stderr)
    return code


def _wrapped(line: str) -> str:
    """The line as several that fit the terminal, broken between words alone; as it is for a log or a pipe."""
    try:
        columns = os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        return line
    if not 0 < columns < len(line):
        return line
    from textwrap import fill

    return fill(line, columns, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def _printable(line: str) -> str:
    from disputecli.core.text import one_line

    encoding = sys.stderr.encoding or "ascii"
    indent = line[: len(line) - len(line.lstrip())]
    return indent + one_line(line, 400).encode(encoding, "replace").decode(encoding)
