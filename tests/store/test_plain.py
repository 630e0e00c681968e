"""Plain TOML read quickly: the same table as tomllib's, or none."""

import tomllib
from datetime import UTC, datetime, timedelta, timezone

import pytest
import tomli_w
from disputecli.store.plain import plain_table
from hypothesis import given
from hypothesis import strategies as st

GOOD = r'''schema_version = 1
# mine
note = "bought for Ana's birthday"

[order]
item = "USB stick 64GB, № 3"
variant = "64 \"GB\" \\ black"
paid = "9.68"
quantity = 2
ordered_at = 2026-01-20
protection_ends_at = 2026-04-05T23:59:59Z

[problem]
keep = false
text = """
it shows "6 GB"
instead of 64"""
evidence = [
    "photo",
    "video, long",
]
small = [
    { at = 2026-03-01, actor = "buyer" },
    { at = 2026-03-01 10:00:00.123456+00:00, final = true, days = 5 },
]
none = []
few = ["a", "b"]

[[events]]
at = 2026-03-01 10:00:00+00:00
event = "opened"

[[events]]
at = 2026-03-02 10:00:00
final = true
'''
SIGNS = "\"\\[]=# \t\n\r\x00\x7f,.-_:+TZ0129aé\u00ad\u2028'{}"
KEYS = st.from_regex(r"[a-zA-Z_][a-zA-Z0-9_]{0,8}", fullmatch=True)
MOMENTS = st.datetimes(min_value=datetime(1, 1, 2)) | st.just(datetime(2026, 3, 1, 10))  # noqa: DTZ001
ZONES = st.sampled_from([None, UTC, timezone(timedelta(hours=-3)), timezone(timedelta(hours=5, minutes=30))])
SCALARS = (
    st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
    | st.integers(0, 10**17)
    | st.booleans()
    | st.dates()
    | st.builds(lambda moment, zone: moment.replace(tzinfo=zone), MOMENTS, ZONES)
)
ROWS = st.dictionaries(KEYS, SCALARS | st.lists(st.text(max_size=8), max_size=3), max_size=5)
TABLES = st.dictionaries(KEYS, SCALARS | ROWS | st.lists(ROWS, min_size=1, max_size=3), max_size=5)

ODD = [
    "a = 01", "a = 0", "a = 00", "a = 1_000", "a = +1", "a = -1", "a = 0x1f", "a = 1.5", "a = inf", "a = 1e3",
    "a = 99999999999999999999", "a = 2026-02-30", "a = 2026-13-01", "a = 0000-01-01", "a = 2026-W01-1",
    "a = 2026-01-01T24:00:00", "a = 2026-01-01T24:00:00Z", "a = 2026-01-01T23:59:60Z",
    "a = 2026-01-01 10:00:00+24:00", "a = 2026-01-01 10:00:00-00:00", "a = 2026-01-01T10:00:00+0000",
    "a = 2026-01-01t10:00:00z", "a = 10:00:00", "a = 2026-01-01T10:00", "a = ２", "a = 1²", "a = ''", "a = 'b'",
    'a = "b" # c', 'a = "b"c', 'a = ""b"', "a = True", 'a = """', 'a = """"""', 'a = """b"""', 'a = """\nb""""',
    'a = """\nb"""""', 'a = """\nb""" # c', 'a = """\n"""', 'a = """\n""\n"""', "a = [", "a = [ ]", 'a = [["b"]]',
    'a = """\nb"""c"""',
    'a = ["b", 1]', 'a = ["b", "c",]', 'a = ["b,c", "d, e"]', 'a = [\n    "b"\n]', 'a = [\n    "b",\n    "c"\n]',
    'a = [\n    "b", # c\n]', "a = [\n\n]", "a = {}", "a = [\n    { b = 1, b = 2 },\n]",
    'a = [\n    { b = "c, d" },\n]', "a = [\n    { },\n]", "a = [\n    {  },\n]", "a = [\n    { b = [] },\n]",
    'a = "\\""', 'a = "\\\\"', 'a = "\\"', 'a = "b\\nc"', 'a = """\nb\\\nc"""', 'a = """\nb\\""""', "a.b = 1",
    '"a" = 1', "1 = 1", "a-b = 1", "é = 1", " a = 1", "a = 1 ", "a  = 1", "a=1", "= 1", "a =", "a = ", "[a]\n[a]",
    "[[a]]\n[a]", "[a]\n[[a]]", "a = 1\n[a]", "a = []\n[[a]]", "[a.b]", "[ a ]", "[a] # b", "[a", "[[a]",
    "[[a]]\n[[a]]\nb = 1", "[a]\nb = 1\nb = 2", "[]", "[[]]", "# a", "#", "a = 1\n# b\n", "\n\n", "[a]\r\nb = 1",
]  # fmt: skip


def typed(value):
    """The value with the type of each part, so that 1 is not True and a day is no instant."""
    if isinstance(value, dict):
        return {name: typed(each) for name, each in value.items()}
    return [typed(each) for each in value] if isinstance(value, list) else (type(value), str(value))


def check(text):
    """Whether it is read here; where it is, tomllib says the same."""
    found = plain_table(text)
    if found is not None:
        assert typed(found) == typed(tomllib.loads(text))
    return found is not None


def test_what_this_program_writes_is_plain():
    assert check(GOOD)
    assert check(tomli_w.dumps(tomllib.loads(GOOD), multiline_strings=True))


@given(TABLES, st.booleans())
def test_a_table_that_was_written_is_read_the_same(table, several_lines):
    text = tomli_w.dumps(table, multiline_strings=several_lines).replace("\r\n", "\n")
    check(text)


@pytest.mark.parametrize("end", range(len(GOOD)))
def test_a_text_cut_short_is_never_more_than_tomllib_reads(end):
    check(GOOD[:end])


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_put_in_or_changed_is_read_the_same(sign):
    for at in range(len(GOOD)):
        check(f"{GOOD[:at]}{sign}{GOOD[at:]}")
        check(f"{GOOD[:at]}{sign}{GOOD[at + 1 :]}")


@pytest.mark.parametrize("at", range(GOOD.count("\n") + 1))
def test_a_line_doubled_left_out_or_moved_is_read_the_same(at):
    lines = GOOD.split("\n")
    check("\n".join([*lines[:at], lines[at], *lines[at:]]))
    check("\n".join([*lines[:at], *lines[at + 1 :]]))
    check("\n".join([*lines[:at], *lines[at + 1 :], lines[at]]))


@pytest.mark.parametrize("line", ODD)
def test_odd_lines_are_read_the_same_or_left_to_tomllib(line):
    check(line)
    check(f"{line}\n")
