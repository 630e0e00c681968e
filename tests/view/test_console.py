"""Where the picture goes: colour or none, and streams that can't carry every character."""

from io import BytesIO, StringIO, TextIOWrapper

import pytest
from disputecli.view.console import colourful, console, encoding_of, write
from disputecli.view.encoding import fitted
from disputecli.view.export_svg import svg
from disputecli.view.result import result
from disputecli.view.sections import drawn
from disputecli.view.show import show
from disputecli.view.status import head_lines, row_lines
from rich.text import Text
from tests.view.conftest import status_text

HARD = "→ ✓ … “x” – × · 漢字 \ud800 é"


class Terminal(StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("environ", "no_color", "expected"),
    [
        pytest.param({"TERM": "xterm"}, False, True, id="terminal"),
        pytest.param({"TERM": "xterm", "NO_COLOR": "1"}, False, False, id="NO_COLOR"),
        pytest.param({"TERM": "xterm", "NO_COLOR": ""}, False, True, id="NO_COLOR-empty"),
        pytest.param({"TERM": "xterm"}, True, False, id="--no-color"),
        pytest.param({"TERM": "dumb"}, False, False, id="dumb"),
        pytest.param({"TERM": "dumb", "FORCE_COLOR": "1"}, False, False, id="dumb-and-forced"),
        pytest.param({"OS": "Windows_NT"}, False, False, id="old-Windows-console"),
        pytest.param({"OS": "Windows_NT", "WT_SESSION": "x"}, False, True, id="Windows-Terminal"),
    ],
)
def test_colour_on_a_terminal(environ, no_color, expected):
    assert colourful(Terminal(), environ, no_color) is expected


def test_no_colour_in_a_pipe_unless_forced():
    assert not colourful(StringIO(), {"TERM": "xterm"}, no_color=False)
    assert colourful(StringIO(), {"TERM": "xterm", "FORCE_COLOR": "1"}, no_color=False)


@pytest.mark.parametrize("environ", [{"TERM": "dumb"}, {"NO_COLOR": "1"}], ids=["dumb", "NO_COLOR"])
def test_without_colour_not_a_single_escape_and_the_given_width(environ):
    stream = Terminal()
    console(stream, environ, no_color=False, width=50).print(Text("x" * 60, "bold red"))
    assert stream.getvalue() == f"{'x' * 50}\n{'x' * 10}\n"


def test_nothing_is_read_as_markup_emoji_or_number():
    stream = Terminal()
    console(stream, {"TERM": "xterm"}, no_color=False, width=80).print("[bold]x[/] [/nope] :bomb: 42")
    assert stream.getvalue() == "[bold]x[/] [/nope] :bomb: 42\n"


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp437", "latin-1", "utf-8", "no-such-code"])
def test_fitted_text_can_be_written(encoding):
    text = fitted(HARD, encoding)
    text.encode("ascii" if encoding == "no-such-code" else encoding)


def test_fitted_text_reads_the_same():
    assert fitted("→ … “x” ✓ é", "cp1252") == "-> … “x” x é"
    assert fitted("→ … “x” – 漢", "ascii") == '-> ... "x" - ?'
    assert fitted(HARD.replace("\ud800", ""), "utf-8") == HARD.replace("\ud800", "")


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp437"])
def test_every_screen_survives_a_narrow_stream(rows, found, shown, rules, scene, encoding):
    raw = BytesIO()
    stream = TextIOWrapper(raw, encoding=encoding, errors="strict", write_through=True)
    seen = scene(80, encoding_of(stream))
    screen = console(stream, {"TERM": "xterm"}, no_color=False, width=80)
    write(status_text(rows, seen), stream)
    screen.print(result(found, rules, seen))
    screen.print(show(shown, rules, seen))
    text = raw.getvalue().decode(encoding)
    assert "Does not work properly" in text
    assert "+--" in text
    assert "─" not in text


def test_a_stream_in_memory_counts_as_utf8():
    assert encoding_of(StringIO()) == "utf-8"


def test_picture_is_the_same_for_the_same_screen(rows, scene):
    lines = [*head_lines(scene()), *(line for row in rows for line in row_lines(row, scene()))]
    picture = svg(drawn(lines), "dispute status", 80)
    assert picture.startswith("<svg")
    assert "usb-charger" in picture
    assert picture == svg(drawn(lines), "dispute status", 80)
