"""The command line: which commands there are, and how a failure becomes a sentence, a hint and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Annotated, Any, TextIO

import typer
from typer.core import TyperGroup

from disputecli.errors import Faults, UserProblem

INTERRUPTED, BROKEN_PIPE = 130, 1
GROUPS = {
    "The main job": ("new", "status", "draft"),
    "Life of a dispute": ("show", "log", "observe", "reply", "evidence", "edit", "undo"),
    "Words and rules": ("lint", "rules"),
    "The ledger": ("check", "import", "export", "path", "demo"),
    "Shell": ("completion",),
}


class Grouped(TyperGroup):
    """The app with its commands in groups, the main job first."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of all commands, group by group."""
        del ctx
        return [name for names in GROUPS.values() for name in names if name in self.commands]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the groups of commands into the help."""
        limit = formatter.width - 6 - max(len(name) for name in self.list_commands(ctx))
        for title, names in GROUPS.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            with formatter.section(title):
                formatter.write_dl([(name, each.get_short_help_str(limit)) for name, each in commands if each])


OWN_OPTIONS = {"demo": {"allow_interspersed_args": False, "ignore_unknown_options": True}}


def app_of(names: Iterable[str]) -> typer.Typer:
    """The app with these commands; a run needs one, and the others' imports would cost it time."""
    app = typer.Typer(
        name="dispute",
        cls=Grouped,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for name in names:
        word = "import_" if name == "import" else name
        command = getattr(import_module(f"disputecli.commands.{word}"), word)
        app.command(name, context_settings=OWN_OPTIONS.get(name))(command)
    app.callback(invoke_without_command=True)(dispute)
    return app


def whole_app() -> typer.Typer:
    """The app with all commands, for the help, the completions and a misspelt name."""
    return app_of(name for names in GROUPS.values() for name in names)


def _wanted(arguments: Sequence[str]) -> typer.Typer:
    name = next((word for word in arguments if not word.startswith("-")), "")
    known = any(name in names for names in GROUPS.values())
    return app_of([name]) if known and name != "completion" else whole_app()


def _version(wanted: bool) -> None:
    if wanted:
        from disputecli import __version__

        typer.echo(f"dispute {__version__}")
        raise typer.Exit


def dispute(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Get your money back for an AliExpress order that never came or came wrong.

    \b
    dispute new        answer a few questions: reason, claim, dates, message
    dispute status     what is due, most urgent first
    dispute draft ID   the message to paste
    """
    del version
    if ctx.invoked_subcommand is None:
        from disputecli.commands.status import show_status

        raise typer.Exit(show_status())


def run(arguments: Sequence[str]) -> int:
    """The exit code of one command: 0 done, 1 the user's problem, 2 wrong usage, 130 interrupted."""
    os.umask(0o077)
    _open_stdin()
    try:
        code = _wanted(arguments)(args=list(arguments), prog_name="dispute", standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as problem:
        return _tell(problem.format_message(), _usage_hint(problem), problem.exit_code)
    except UserProblem as problem:
        return _tell_saved(_tell_all(problem))
    except (KeyboardInterrupt, EOFError, typer.Abort):
        return _tell("", "", INTERRUPTED)
    except BrokenPipeError:
        _drop_unwritten()
        return BROKEN_PIPE
    except Exception as fault:  # noqa: BLE001  # the last net: nobody is shown a traceback
        return _tell_saved(_tell(*_broken(fault), 1))
    return code if isinstance(code, int) else 0


def _open_stdin() -> None:
    """Give a program whose input was closed an empty one."""
    stdin: TextIO | None = sys.stdin
    if stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115  # open to the end, as the real one


def _usage_hint(problem: typer.TyperException) -> str:
    context = getattr(problem, "ctx", None)
    return f"See: {context.command_path} --help" if context is not None else ""


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
    _drop_unwritten()
    name = os.fsdecode(problem.filename) if isinstance(problem.filename, str | bytes) else "A file or the screen"
    why = problem.strerror or str(problem)
    return f"{name} can't be used: {why}", "Free some space or allow access there, and try again."


def _drop_unwritten() -> None:
    """Let go of a result that stdout does not take, or Python fails on it once more when it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
    for line in lines:
        sys.stderr.write(f"{_printable(line)}\n")
    return code


def _printable(line: str) -> str:
    from disputecli.core.text import one_line

    encoding = sys.stderr.encoding or "ascii"
    indent = line[: len(line) - len(line.lstrip())]
    return indent + one_line(line, 400).encode(encoding, "replace").decode(encoding)
