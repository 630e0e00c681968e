"""What does the man page say? The commands as the app knows them, and the words that stand beside them."""

from __future__ import annotations

import typer

from disputecli.store.shipped import shipped_table
from disputecli.type_names import Any
from disputecli.view.manual import Entry, Manual, Row, manual_page


def manual(app: typer.Typer, groups: dict[str, tuple[str, ...]], version: str) -> str:
    """The source of the man page of an app, with its commands in groups."""
    root = typer.main.get_command(app)
    context = typer.Context(root, info_name="dispute")
    words = shipped_table("manual.toml")
    listed = tuple(
        (title, tuple(_entry(root.get_command(context, name), context, name) for name in names))  # type: ignore[attr-defined]
        for title, names in groups.items()
    )
    program = Entry("dispute COMMAND [OPTIONS] [ARGUMENTS]", root.help or "", _options(root, context))
    tables = (tuple((row["name"], row["says"]) for row in words[key]) for key in ("environment", "status"))
    return manual_page(Manual(words["name"], version, program, listed, *tables))


def _entry(command: Any, parent: typer.Context, name: str) -> Entry:
    context = typer.Context(command, info_name=name, parent=parent)
    usage = " ".join(["dispute", name, *command.collect_usage_pieces(context)])
    return Entry(usage, command.help or "", _options(command, context))


def _options(command: Any, context: typer.Context) -> tuple[Row, ...]:
    """The names of each option, or the metavar of an argument, and its help."""
    records = (each.get_help_record(context) for each in command.get_params(context) if not getattr(each, "hidden", 0))
    return tuple((str(name), str(says)) for name, says in filter(None, records))
