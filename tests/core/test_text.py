import pytest
from disputecli.core.text import cleaned, one_line, quoted, refused, shown
from hypothesis import given
from hypothesis import strategies as st

REFUSED = ["\x00", "\x1b", "\x07", "\x0b", "\x7f", "\x85", "\x9b", "\u202e", "\u2066", "\u200f", "\u061c", "\ud800"]


@pytest.mark.parametrize("character", REFUSED, ids=[f"U+{ord(each):04X}" for each in REFUSED])
def test_a_hidden_character_is_named(character):
    assert f"U+{ord(character):04X}" in (refused(f"a{character}b") or "")


FINE = ["", "a b", "a\tb", "a\nb", "a\r\nb", "[bold]", "日本", "🙂", "naïve", "a\u200db", "x" * 100_000]


@pytest.mark.parametrize("text", FINE, ids=[repr(each[:10]) for each in FINE])
def test_what_is_no_hidden_character(text):
    assert refused(text) is None


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        pytest.param("\x1b[31mred\x1b[0m", "red", id="colour"),
        pytest.param("\x1b]0;title\x07text", "text", id="title"),
        pytest.param("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link", id="link"),
        pytest.param("\x1b]0;never ended\nI will refund", "0;never ended\nI will refund", id="no end hides nothing"),
        pytest.param("a\r\nb\rc", "a\nb\nc", id="line ends"),
        pytest.param("a\u202eb\u200bc\ufeff", "abc", id="bidi and invisible"),
        pytest.param("a\x00b\x1b", "ab", id="control"),
        pytest.param("tab\tstays", "tab\tstays", id="tab"),
        pytest.param("", "", id="empty"),
    ],
)
def test_cleaned(text, plain):
    assert cleaned(text) == plain


def test_shown_makes_it_visible():
    assert shown("a\x1b[31m\u202eb") == "a\\u{1b}[31m\\u{202e}b"
    assert shown("[bold]\n") == "[bold]\n"


@pytest.mark.parametrize(
    ("text", "limit", "line"),
    [
        pytest.param("  a \n b\t c ", None, "a b c", id="spaces"),
        pytest.param("abcdef", 6, "abcdef", id="fits"),
        pytest.param("abcdefg", 6, "abcde…", id="cut"),
        pytest.param("abcd efg", 6, "abcd…", id="no space before the dots"),
    ],
)
def test_one_line(text, limit, line):
    assert one_line(text, limit) == line


ODD = {"int": 0, "none": None, "table": {"a": [1]}, "long": "x" * 100_000, "escape": "\x1b", "huge": [1 << 20_000]}


@pytest.mark.parametrize("kind", ODD)
def test_quoted_never_fails(kind):
    text = quoted(ODD[kind])
    assert len(text) <= 60
    assert refused(text) is None


@given(st.text())
def test_what_is_put_out_is_clean(text):
    assert refused(shown(text)) is None
    assert refused(cleaned(text)) is None
    assert "\n" not in one_line(text)
    assert cleaned(cleaned(text)) == cleaned(text)
