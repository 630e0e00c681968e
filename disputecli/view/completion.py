"""How does a shell complete `dispute`? One static script for each shell: its template, filled from the commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from disputecli.frozen import dataclass
from disputecli.view.encoding import fitted

IDS, FILES, FOLDERS, TEXT = "@ids", "@files", "@folders", "@text"
Row = tuple[str, str]


@dataclass(frozen=True)
class Value:
    """What can stand in one place: words with their help, and IDS, FILES, FOLDERS or TEXT among them."""

    metavar: str
    rows: tuple[Row, ...]

    @property
    def words(self) -> frozenset[str]:
        """The words alone."""
        return frozenset(word for word, _ in self.rows)


@dataclass(frozen=True)
class Option:
    """One option under all its names; `value` is None where it takes none."""

    names: tuple[str, ...]
    help: str
    value: Value | None = None
    repeats: bool = False


@dataclass(frozen=True)
class Command:
    """One command, the program itself under the name ""; `rest` is what every further argument is."""

    name: str
    options: tuple[Option, ...] = ()
    places: tuple[Value, ...] = ()
    rest: Value | None = None


def plain(text: str) -> str:
    """The text as help for a script: one line of ASCII, which no locale and no PowerShell can read otherwise."""
    return fitted(" ".join(text.split()), "ascii")


def script(shell: str, template: str, commands: Iterable[Command]) -> str:
    """The completion script of one of SHELLS: its template, filled for the program and its commands."""
    filled = template
    for mark, lines in SHELLS[shell](tuple(commands)).items():
        line = next(each for each in template.splitlines() if each.strip() == f"# <{mark}>")
        indent = line[: line.index("#")]
        filled = filled.replace(f"{line}\n", "".join(f"{indent}{each}\n" for each in lines))
    return filled


def _bash(commands: tuple[Command, ...]) -> dict[str, list[str]]:
    arms = [
        f"{_either(places)}) rows={_sh(chr(10).join(_tabbed(*row) for row in rows))} ;;"
        for places, rows in _places(commands)
    ]
    return {"rows": arms}


def _zsh(commands: tuple[Command, ...]) -> dict[str, list[str]]:
    arms = [
        f"{_either(places)}) rows=({' '.join(_sh(_zsh_row(*row)) for row in rows)}) ;;"
        for places, rows in _offered(commands)
    ]
    root, *others = commands
    deeper = [*_zsh_specs(root), _sh("*:: :->words")]
    cases = [f"{_sh(each.name)}) _arguments -s -S : {_folded(_zsh_specs(each))} && ret=0 ;;" for each in others]
    return {"rows": arms, "program": [f"_arguments -C -S : {_folded(deeper)} && ret=0"], "commands": cases}


def _folded(specs: Iterable[str]) -> str:
    return " ".join(f"\\\n      {spec}" for spec in specs)


def _zsh_row(word: str, says: str) -> str:
    named, told = (each.replace("\\", "\\\\") for each in (word, says))
    escaped = named.replace(":", "\\:")
    return f"{escaped}:{told}" if told else escaped


def _zsh_specs(command: Command) -> Iterator[str]:
    for option in command.options:
        yield from _zsh_option(command.name, option)
    for number, value in enumerate(command.places, 1):
        yield _sh(f"{number}:{_zsh_value(f'{command.name} {number}', value)}")
    if command.rest:
        yield _sh(f"*:{_zsh_value(f'{command.name} +', command.rest)}")


def _zsh_option(command: str, option: Option) -> Iterator[str]:
    several = "*" if option.repeats else f"({' '.join(option.names)})" if option.names[1:] else ""
    says = option.help.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    for name in option.names:
        if option.value is None:
            yield _sh(f"{several}{name}[{says}]")
        else:
            sign = "=" if name.startswith("--") else "+"
            yield _sh(f"{several}{name}{sign}[{says}]:{_zsh_value(f'{command} {name}', option.value)}")


def _zsh_value(place: str, value: Value) -> str:
    """The message and the action of a spec; a blank action offers nothing, a blank before one passes it no options."""
    return (
        f"{value.metavar}: " if TEXT in value.words else f'{value.metavar}: _dispute_offer "{place}" "{value.metavar}"'
    )


def _fish(commands: tuple[Command, ...]) -> dict[str, list[str]]:
    cases: list[str] = []
    for places, rows in _offered(commands):
        lines = [_quoted_fish(_tabbed(*row)) for row in rows if not row[0].startswith("@")]
        printed = [f"    printf '%s\\n' {' '.join(lines)}"] if lines else []
        asked = ["    dispute _ids 2>/dev/null"] if (IDS, "") in rows else []
        if printed or asked:
            cases += [f"case {' '.join(map(_quoted_fish, places))}", *asked, *printed]
    valued = [f"{each.name} {name}" for each in commands for name in _valued(each)]
    return {
        "rows": cases,
        "valued": [f"set -g __dispute_valued {' '.join(map(_quoted_fish, valued))}"],
        "complete": [line for each in commands for line in _fish_command(each)],
    }


def _fish_command(command: Command) -> Iterator[str]:
    at = f"__dispute_at {_quoted_fish(command.name)}"
    for number, value in enumerate(command.places, 1):
        yield _fish_line(f"{at} -eq {number}", _fish_value(f"{command.name} {number}", value))
    if command.rest:
        first = len(command.places) + 1
        yield _fish_line(f"{at} -ge {first}", _fish_value(f"{command.name} +", command.rest))
    for option in command.options:
        for name in option.names:
            named = f" -l {name[2:]}" if name.startswith("--") else f" -s {name[1:]}"
            valued = f" -r{_fish_value(f'{command.name} {name}', option.value)}" if option.value else ""
            yield _fish_line(at, f"{named}{valued} -d {_quoted_fish(option.help)}")


def _fish_line(condition: str, rest: str) -> str:
    return f"complete -c dispute -n {_quoted_fish(condition)}{rest}"


def _fish_value(place: str, value: Value) -> str:
    words = value.words
    files = " -F" if FILES in words else " -f"
    if FOLDERS in words:
        return f"{files} -a '(__fish_complete_directories)'"
    offers = words - {FILES, TEXT}
    printed = _quoted_fish(f"(__dispute_rows {_quoted_fish(place)})")
    return f"{files} -k -a {printed}" if offers else files


def _powershell(commands: tuple[Command, ...]) -> dict[str, list[str]]:
    arms: list[str] = []
    for places, rows in _places(commands):
        arms.append(f"{{ $_ -cin {', '.join(map(_quoted_powershell, places))} }} {{")
        arms += [f"    {_quoted_powershell(f'{word} {says}'.strip())}" for word, says in rows]
        arms.append("}")
    return {"rows": arms}


def _places(commands: tuple[Command, ...]) -> list[tuple[list[str], tuple[Row, ...]]]:
    """What can stand where: rows, each with all the places where they are the same."""
    found: dict[tuple[Row, ...], list[str]] = {}
    for command in commands:
        for place, rows in _rows(command):
            found.setdefault(rows, []).append(f"{command.name} {place}")
    return [(places, rows) for rows, places in found.items()]


def _offered(commands: tuple[Command, ...]) -> list[tuple[list[str], tuple[Row, ...]]]:
    """The same without the options and the free texts, which some shells are told in their own way."""
    bare = [(list(filter(lambda place: place[-2:] != " -", places)), rows) for places, rows in _places(commands)]
    return [(places, rows) for places, rows in bare if places and rows != ((TEXT, ""),)]


def _rows(command: Command) -> Iterator[tuple[str, tuple[Row, ...]]]:
    shown = ((name, option.help) for option in command.options for name in _shown(option))
    yield "-", tuple(shown)
    for number, value in enumerate(command.places, 1):
        yield str(number), value.rows
    if command.rest:
        yield "+", command.rest.rows
    for option in command.options:
        for name in option.names:
            if option.value:
                yield name, option.value.rows


def _shown(option: Option) -> tuple[str, ...]:
    """The long names, or the short ones of an option that has no other."""
    return tuple(name for name in option.names if name.startswith("--")) or option.names


def _valued(command: Command) -> Iterator[str]:
    return (name for option in command.options if option.value for name in option.names)


def _tabbed(word: str, says: str) -> str:
    return f"{word}\t{says}" if says else word


def _either(places: Iterable[str]) -> str:
    return " | ".join(map(_sh, places))


def _sh(text: str) -> str:
    """The text as one word of bash or zsh."""
    return "'" + text.replace("'", "'\\''") + "'"


def _quoted_fish(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _quoted_powershell(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


SHELLS: Mapping[str, Callable[[tuple[Command, ...]], dict[str, list[str]]]] = {
    "bash": _bash,
    "zsh": _zsh,
    "fish": _fish,
    "powershell": _powershell,
}
