"""Plain lines: widths, wrapping, columns."""

import subprocess
import sys

import pytest
from disputecli.view.lines import Span, beside, cells, cut, painted, wrapped
from rich.cells import cell_len

TEXTS = ("", "plain", "é ü ß", "Ω and Ж", "漢字", "👨\u200d👩\u200d👧", "e\u0301", "→ … “x”", "🇧🇷")


@pytest.mark.parametrize("text", TEXTS)
def test_cells_are_those_of_rich(text):
    assert cells(text) == cell_len(text)


@pytest.mark.parametrize("width", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("text", ["usb-stick-64gb", "漢字漢字漢字", "👨\u200d👩\u200d👧👨\u200d👩\u200d👧x"])
def test_cut_text_fits(text, width):
    assert cells(cut(text, width)) <= width
    assert cells(cut(text, width, "...")) <= width


def test_cut_shows_that_something_is_missing():
    assert cut("usb-stick-64gb", 9) == "usb-stic…"
    assert cut("usb-stick", 9) == "usb-stick"


@pytest.mark.parametrize("width", [1, 2, 4, 10])
def test_wrapped_lines_fit_and_lose_nothing(width):
    text = "Upload all evidence; then 漢字漢字 averyveryverylongword x"
    lines = ["".join(span.text for span in line) for line in wrapped([Span(text)], width)]
    assert all(cells(line) <= max(width, 2) for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_styles_stay_with_their_words():
    lines = wrapped([Span("Your move:", "bold"), Span("open it now")], 12)
    assert lines == [(Span("Your move:", "bold"),), (Span("open it now"),)]
    assert wrapped([Span("a", "bold"), Span("b")], 12) == [(Span("a", "bold"), Span(" b"))]


def test_columns_stand_beside_each_other():
    lines = beside([[(Span("漢"),)], [(Span("b"),), (Span("c"),)]], (4, 2))
    assert painted(lines, colour=False) == "漢    b\n      c\n"


def test_drawing_the_status_does_not_load_rich():
    modules = "disputecli.view.status, disputecli.view.console, disputecli.view.json"
    code = f"import sys, {modules}; print('rich' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
