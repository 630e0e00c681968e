"""How does a screen look in a picture? For the README."""

from io import StringIO

from rich.console import Console, RenderableType
from rich.terminal_theme import MONOKAI


def svg(renderable: RenderableType, title: str, width: int) -> str:
    """The screen as an SVG picture, the same for the same screen."""
    console = Console(
        record=True,
        file=StringIO(),
        width=width,
        force_terminal=True,
        color_system="truecolor",
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
    console.print(renderable)
    picture = console.export_svg(title=title, theme=MONOKAI, unique_id="dispute")
    return picture.replace("<text ", '<text xml:space="preserve" ')  # some viewers drop the spaces of a column else
