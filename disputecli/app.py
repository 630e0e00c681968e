"""What does typer make of the commands? The app for the help, the completions and whatever is not plainly given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from inspect import Parameter, Signature
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from disputecli.commands import given
from disputecli.commands.options import Argument, Option
from disputecli.errors import UserProblem
from disputecli.frozen import MISSING

Command = Callable[..., Any]
Groups = Mapping[str, Iterable[str]]
OWN_OPTIONS = {"demo": {"allow_interspersed_args": False, "ignore_unknown_options": True}}


def app_of(commands: Mapping[str, Command], groups: Groups, *, outlined: bool = False) -> typer.Typer:
    """The app with these commands by name, listed by group in its help; without their options if only outlined."""
    app = typer.Typer(
        name="dispute",
        cls=_grouped(groups),
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for name, command in commands.items():
        app.command(name, context_settings=OWN_OPTIONS.get(name))(
            _outlined(command) if outlined else _declared(command)
        )
    app.callback(invoke_without_command=True)(dispute)
    return app


def called(app: typer.Typer, arguments: Sequence[str]) -> int:
    """The exit code of one command as typer calls it; what typer refuses is a UserProblem."""
    try:
        code = app(args=list(arguments), prog_name="dispute", standalone_mode=False)
    except typer.TyperException as problem:
        context = getattr(problem, "ctx", None)
        hint = f"See: {context.command_path} --help" if context is not None else ""
        raise UserProblem(problem.format_message(), hint, exit_code=problem.exit_code) from problem
    return code if isinstance(code, int) else 0


def _outlined(command: Command) -> Command:
    """What the list of commands shows of a command: what it is for."""

    def call() -> None:
        """Stand for the command in the list."""

    call.__doc__ = command.__doc__
    return call


def _declared(command: Command) -> Command:
    """The command with its options and arguments in typer's own words."""
    signature = Signature([_parameter(each) for each in given.parameters(command)])

    def call(**values: Any) -> Any:
        return command(**values)

    call.__doc__, call.__name__ = command.__doc__, command.__name__
    call.__annotations__ = {each.name: each.annotation for each in signature.parameters.values()}
    call.__signature__ = signature  # type: ignore[attr-defined]  # a function may carry its own
    return call


def _parameter(known: given.Parameter) -> Parameter:
    how = known.how
    if isinstance(how, Option):
        how = typer.Option(*how.names, **how.settings)
    elif isinstance(how, Argument):
        how = typer.Argument(**how.settings)
    default = Parameter.empty if known.default is MISSING else known.default
    annotation: Any = Annotated[known.type_, how] if how else known.type_  # typer's own, and its context, stay
    return Parameter(known.name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _grouped(groups: Groups) -> type[TyperGroup]:
    class Grouped(TyperGroup):
        """The app with its commands in groups, the main job first."""

        def list_commands(self, ctx: Any) -> list[str]:
            """The names of all commands, group by group."""
            del ctx
            return [name for names in groups.values() for name in names if name in self.commands]

        def format_commands(self, ctx: Any, formatter: Any) -> None:
            """Write the groups of commands into the help."""
            limit = formatter.width - 6 - max(len(name) for name in self.list_commands(ctx))
            for title, names in groups.items():
                commands = [(name, self.get_command(ctx, name)) for name in names]
                with formatter.section(title):
                    formatter.write_dl([(name, each.get_short_help_str(limit)) for name, each in commands if each])

    return Grouped


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
