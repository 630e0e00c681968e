"""What was given on the command line? The plain cases read here, for loading typer takes five starts of Python.

Whatever is not plain (help, a misspelt option, a missing word, a number out of range) is None here, and typer reads it
anew: its refusals are the only ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from disputecli.commands.options import Argument, Option
from disputecli.frozen import MISSING, dataclass
from disputecli.type_names import Any

Command = Callable[..., Any]
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a command takes: the name it is passed by, its type, its default (MISSING: needed) and how it is given."""

    name: str
    type_: Any
    default: Any
    how: Any


class NotPlainError(Exception):
    """Words that typer has to read."""


def parameters(command: Command) -> tuple[Parameter, ...]:
    """All that a command takes: what its signature spells out, then `command.more` where it has that."""
    code = command.__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    first = code.co_argcount - len(command.__defaults__ or ())
    defaults = {
        **dict(zip(names[first:], command.__defaults__ or (), strict=False)),
        **(command.__kwdefaults__ or {}),
    }
    own = (_parameter(command, name, defaults.get(name, MISSING)) for name in names)
    return (*own, *getattr(command, "more", ()))


def given(command: Command, words: Sequence[str]) -> dict[str, Any] | None:
    """The values to call a command with; None where typer has to say what is meant or what is wrong."""
    known = parameters(command)
    if not all(isinstance(each.how, Option | Argument) for each in known):
        return None
    try:
        values, places = _read(_spelt(known), iter(words))
        return _defaults(known) | values | _placed([each for each in known if isinstance(each.how, Argument)], places)
    except NotPlainError:
        return None


def _parameter(command: Command, name: str, default: Any) -> Parameter:
    annotation = command.__annotations__[name]
    if isinstance(annotation, str):
        annotation = eval(annotation, command.__globals__)  # noqa: S307  # our own annotation, as inspect would do
    how = getattr(annotation, "__metadata__", (None,))[0]
    return Parameter(name, getattr(annotation, "__origin__", annotation), default, how)


def _spelt(known: Sequence[Parameter]) -> dict[str, tuple[Parameter, bool]]:
    """Every spelling of an option: what it sets, and whether to true."""
    found = {}
    for each in known:
        for name in each.how.names if isinstance(each.how, Option) else ():
            yes, _, no = name.partition("/")
            found[yes] = (each, True)
            if no:
                found[no] = (each, False)
    return found


def _defaults(known: Sequence[Parameter]) -> dict[str, Any]:
    return {each.name: each.default for each in known if isinstance(each.how, Option)}


def _read(spelt: dict[str, tuple[Parameter, bool]], words: Iterator[str]) -> tuple[dict[str, Any], list[str]]:
    """The options' values, the last one counting, and the words that go by their place."""
    values: dict[str, Any] = {}
    places: list[str] = []
    for word in words:
        if word == "--":
            places += words
        elif word == "-" or not word.startswith("-"):
            places.append(word)
        else:
            _set(values, spelt, word, words)
    return values, places


def _set(values: dict[str, Any], spelt: dict[str, tuple[Parameter, bool]], word: str, words: Iterator[str]) -> None:
    name, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
    if name not in spelt:
        raise NotPlainError
    option, yes = spelt[name]
    if option.type_ in (bool, bool | None):
        if equals:
            raise NotPlainError
        values[option.name] = yes
        return
    text = value if equals else next(words, None)
    if text is None:
        raise NotPlainError
    if option.type_ == list[str] | None:
        values.setdefault(option.name, []).append(text)
    else:
        values[option.name] = _number(text, option.how.settings) if option.type_ == int | None else text


def _number(text: str, settings: dict[str, Any]) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise NotPlainError
    if not settings.get("min", 0) <= int(text) <= settings.get("max", int(text)):
        raise NotPlainError
    return int(text)


def _placed(known: Sequence[Parameter], places: list[str]) -> dict[str, Any]:
    """The arguments' values: one word each, and the last one takes the rest if it is a list."""
    values: dict[str, Any] = {}
    rest = list(places)
    for each in known:
        if not rest and each.default is MISSING:
            raise NotPlainError
        if not rest:
            values[each.name] = each.default
        elif each.type_ in (list[str], list[str] | None):
            values[each.name], rest = rest, []
        else:
            values[each.name] = rest.pop(0)
    if rest:
        raise NotPlainError
    return values
