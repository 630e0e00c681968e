"""`dispute completion`: the script with which a shell completes commands, options, their values and ids."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Annotated, Literal

import typer

from disputecli.type_names import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from disputecli.view.completion import Command, Option, Row, Value

Shell = Annotated[
    Literal["bash", "zsh", "fish", "powershell"],
    typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell."),
]
_EITHER = re.compile(r"[\w-]+(\|[\w-]+)+")
_LIST = re.compile(r"\(([\w-]+(?:, [\w-]+)+)\)\.?$|\b((?:[a-z_]+, ){2,}[a-z_]+(?: or [a-z_]+)?)\.?$")


def completion(ctx: typer.Context, shell: Shell) -> None:
    """Print the script that completes commands in your shell.

    \b
    dispute completion bash > ~/.dispute.bash
        then, as a line of ~/.bashrc:       . ~/.dispute.bash
    dispute completion zsh > ~/.dispute.zsh
        then, as the last line of ~/.zshrc: . ~/.dispute.zsh
    dispute completion fish > ~/.config/fish/completions/dispute.fish
    dispute completion powershell > $HOME/dispute.ps1
        then, as a line of $PROFILE:        . $HOME/dispute.ps1
    """
    from disputecli.store.shipped import shipped_text
    from disputecli.view.completion import script

    sys.stdout.write(script(shell, shipped_text(f"completion/{shell}"), commands(ctx.find_root())))


def commands(root: Any) -> Iterator[Command]:
    """The program itself, named "", and each of the commands in its help, in their order, as `root` knows them."""
    from disputecli.view.completion import Command, Value, plain

    app = root.command
    listed = [(name, app.get_command(root, name)) for name in app.list_commands(root)]
    shown = [(name, each) for name, each in listed if each is not None and not each.hidden]
    rows = tuple((name, plain(each.get_short_help_str(200))) for name, each in shown)
    yield Command("", _options(root, ""), (Value("command", rows),))
    for name, each in shown:
        places, rest = _arguments(each, name, rows)
        yield Command(name, _options(typer.Context(each, info_name=name, parent=root), name), places, rest)


def _options(context: Any, command: str) -> tuple[Option, ...]:
    listed = context.command.get_params(context)
    return tuple(_option(each, command) for each in listed if each.param_type_name == "option" and not each.hidden)


def _option(param: Any, command: str) -> Option:
    """The option, its long names first; its help without the words that are completed."""
    from disputecli.view.completion import Option, plain

    value = None if param.is_flag or param.count else _value(param, command)
    words = ", ".join(word for word, _ in value.rows) if value else ""
    return Option(
        names=(*sorted(param.opts, key=lambda name: (not name.startswith("--"), name)), *param.secondary_opts),
        help=plain(param.help or "").replace(f" ({words})", ""),
        value=value,
        repeats=param.multiple or param.count,
    )


def _arguments(command: Any, name: str, listed: tuple[Row, ...]) -> tuple[tuple[Value, ...], Value | None]:
    """What stands at each place and what at all after them; an argument that may be left out lends its place."""
    from disputecli.view.completion import TEXT, Value

    found = [each for each in command.params if each.param_type_name == "argument" and not each.hidden]
    if len(found) == 1 and "] [" in (found[0].metavar or ""):
        return _spelled(found[0].metavar)
    values = [Value("command", listed) if _bare(each) == "COMMAND" else _value(each, name) for each in found]
    for number in range(len(found) - 2, -1, -1):
        own, after = values[number], values[number + 1]
        if not found[number].required and TEXT not in own.words | after.words:
            values[number] = Value(f"{own.metavar} or {after.metavar}", (*own.rows, *after.rows))
    repeats = bool(found) and found[-1].nargs < 0 and _bare(found[-1]) != "COMMAND"
    return (tuple(values[:-1]), values[-1]) if repeats else (tuple(values), None)


def _spelled(metavar: str) -> tuple[tuple[Value, ...], Value | None]:
    """The places of an argument that spells them out: `[ID] [add FILE... | remove N...]`."""
    from disputecli.view.completion import TEXT, Value

    groups = [[way.split() for way in group.split("|")] for group in metavar.strip("[]").split("] [")]
    places = [tuple(filter(None, column)) for ways in groups for column in zip_longest(*ways)]
    values = []
    for words in places:
        rows = [row for word in words for row in (((word, ""),) if word.islower() else _stands_for(word.strip(".")))]
        values.append(Value(" or ".join(words), tuple(rows) or ((TEXT, ""),)))
    return (tuple(values[:-1]), values[-1]) if metavar.endswith("...]") else (tuple(values), None)


def _bare(param: Any) -> str:
    """The metavar without its brackets and dots: `[ID]` is `ID`, `FILE...` is `FILE`."""
    return str(param.metavar or param.name).strip("[]{}().")


def _value(param: Any, command: str) -> Value:
    """What a parameter takes: its choices, those that its metavar or its help lists, or what the metavar stands for."""
    from disputecli.view.completion import TEXT, Value

    metavar = _bare(param)
    choices = getattr(param.type, "choices", None) or _listed(metavar, getattr(param, "help", None) or "")
    rows = tuple((str(each), "") for each in choices) or _stands_for(metavar) or _titled(command, metavar)
    return Value(metavar, rows or _answers(param.opts[0]) or ((TEXT, ""),))


def _listed(metavar: str, says: str) -> list[str]:
    """The words of a metavar like `full|partial`, or of a help that ends in `(full, partial)` or `csv, json or ics`."""
    if _EITHER.fullmatch(metavar):
        return metavar.split("|")
    found = _LIST.search(says)
    return re.split(", | or ", found[1] or found[2]) if found else []


def _stands_for(metavar: str) -> tuple[Row, ...]:
    from disputecli.view.completion import FILES, FOLDERS, IDS

    source = {"ID": IDS, "FILE": FILES, "PATH": FILES, "DIR": FOLDERS}.get(metavar)
    return ((source, ""),) if source else ()


def _titled(command: str, metavar: str) -> tuple[Row, ...]:
    """The names in one of the books, each with its title; () for a text of the user's own."""
    from disputecli.store import books
    from disputecli.view.completion import plain

    found: Mapping[str, Any] = {}
    if metavar == "EVENT":
        found = books.moves()
    elif metavar == "DEADLINE" or (command, metavar) == ("rules", "KIND"):
        found = books.rules().rules
    elif (command, metavar) == ("draft", "KIND"):
        found = books.templates().kinds
    return tuple((word, plain(each.title)) for word, each in found.items())


def _answers(flag: str) -> tuple[Row, ...]:
    """The words of an answer's key that no help has room for, countries with their names."""
    from disputecli.store.books import countries, currency_digits, symptom_words
    from disputecli.store.shipped import shipped_table
    from disputecli.view.completion import plain

    if flag == "--country":
        questions = shipped_table("questions.toml")["question"]
        named = dict(next(each["choices"] for each in questions if each["key"] == "order.country"))
        return tuple((code, plain(named.get(code, ""))) for code in sorted(countries()))
    words = {"--symptom": symptom_words, "--currency": currency_digits}.get(flag)
    return tuple((word, "") for word in sorted(words())) if words else ()
