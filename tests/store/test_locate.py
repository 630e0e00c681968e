"""Where each key of a TOML text stands."""

import tomllib
from datetime import date, datetime

import pytest
from disputecli.store.locate import has_comment, locate
from hypothesis import example, given
from hypothesis import strategies as st

NAMES = st.text(st.sampled_from("ab1-_. \"'#=[]é\\\n"), max_size=4)
SCALARS = st.sampled_from(
    [
        "1",
        "-2.5e3",
        "true",
        "2026-03-02 09:00:00Z",
        "2026-03-02",
        '"# no comment"',
        "'[no] \\'",
        '"\\"q\\\\"',
        '"""\nx = 1\n[y]\n"""',
        '""""q"""""',
        "'''\n# '' x''''",
        '"""a\\"""\\\n  b"""',
        '""',
        "''",
    ]
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3))
TABLES = st.dictionaries(NAMES, VALUES, max_size=4)


class Writer:
    """Writes a table as TOML in a style drawn at random, and knows where it put what."""

    def __init__(self, draw):
        self.draw = draw
        self.text = ""
        self.found = {}

    def choose(self, *options):
        return self.draw(st.sampled_from(options))

    def put(self, text):
        self.text += text

    def note(self, path, *, again=False):
        last = self.text.rpartition("\n")[2]
        place = (self.text.count("\n") + 1, len(last) + 1)
        self.found[path] = place if again else self.found.get(path, place)

    def name(self, path):
        self.note(path)
        name = path[-1]
        bare = name and all(letter in "ab1-_" for letter in name)
        if bare and self.choose(True, False):
            self.put(name)
        elif "'" not in name and "\n" not in name and self.choose(True, False):
            self.put(f"'{name}'")
        else:
            self.put(
                '"' + name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("é", "\\u00e9") + '"'
            )

    def names(self, path, parts):
        for number, part in enumerate(parts):
            self.put(self.choose(".", " . ") if number else "")
            path = (*path, part)
            self.name(path)
        return path

    def gap(self):
        self.put(self.choose("", " ", "\n", " # ] = '\n", "\t\n\n"))

    def value(self, path, value):
        if isinstance(value, str):
            self.put(value)
        elif isinstance(value, list):
            self.array(path, value)
        else:
            self.inline(path, value)

    def array(self, path, items):
        self.put("[")
        for number, item in enumerate(items):
            self.gap()
            self.note((*path, number), again=True)
            self.value((*path, number), item)
            self.gap()
            self.put("," if number < len(items) - 1 else self.choose("", ","))
        self.gap()
        self.put("]")

    def inline(self, path, table):
        self.put(self.choose("{", "{ "))
        for number, (name, value) in enumerate(table.items()):
            self.put(", " if number else "")
            self.pair(path, (name,), value)
        self.put(self.choose("}", " }"))

    def pair(self, path, parts, value):
        if isinstance(value, dict) and len(value) == 1 and self.choose(True, False):
            (name, inner) = next(iter(value.items()))
            self.pair(path, (*parts, name), inner)
            return
        full = self.names(path, list(parts))
        self.put(self.choose("=", " = ", "\t= "))
        self.value(full, value)

    def table(self, path, header, table):
        later = []
        for name, value in table.items():
            tables = isinstance(value, list) and value and all(isinstance(each, dict) for each in value)
            if (isinstance(value, dict) or tables) and self.choose(True, False):
                later.append((name, value))
            else:
                self.put(self.choose("", " ", "# [x]\n", "\n"))
                self.pair(path, (name,), value)
                self.put(self.choose("\n", " # = 1\n", "\r\n"))
        for name, value in later:
            self.below(path, (*header, name), name, value)

    def below(self, path, header, name, value):
        if isinstance(value, dict):
            self.headline("[", path, header, None)
            self.table((*path, name), header, value)
            return
        for number, each in enumerate(value):
            self.headline("[[", path, header, number)
            self.table((*path, name, number), header, each)

    def headline(self, bracket, path, header, number):
        self.put(self.choose("", "  "))
        if number is not None:
            self.note((*path, header[-1], number))
        self.put(bracket + self.choose("", " "))
        walked = ()
        for step in path:
            walked = (*walked, step)
            if isinstance(step, str):
                self.name(walked)
                self.put(".")
        self.name((*path, header[-1]))
        self.put(self.choose("", " ") + bracket.replace("[", "]") + self.choose("\n", " # x\n"))


@st.composite
def written(draw):
    writer = Writer(draw)
    writer.table((), (), draw(TABLES))
    return writer.text, writer.found


def paths(value, path=()):
    if path:
        yield path
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from paths(inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from paths(inner, (*path, number))


@given(written())
def test_every_path_is_where_it_was_put(case):
    text, found = case
    table = tomllib.loads(text)
    assert locate(text) == found
    assert set(found) == set(paths(table))


LEDGER = """\
# mine
schema_version = 1
[order]
item = "a # b"
"odd key" = 1
[[events]]
at = 2026-03-02
[[events]]
at = 2026-03-03
  [events.more]
  why = [ "x",
    "y" ]
[claim.extra]
"""


def test_a_ledgers_places():
    assert locate(LEDGER) == {
        ("schema_version",): (2, 1),
        ("order",): (3, 2),
        ("order", "item"): (4, 1),
        ("order", "odd key"): (5, 1),
        ("events",): (6, 3),
        ("events", 0): (6, 1),
        ("events", 0, "at"): (7, 1),
        ("events", 1): (8, 1),
        ("events", 1, "at"): (9, 1),
        ("events", 1, "more"): (10, 11),
        ("events", 1, "more", "why"): (11, 3),
        ("events", 1, "more", "why", 0): (11, 11),
        ("events", 1, "more", "why", 1): (12, 5),
        ("claim",): (13, 2),
        ("claim", "extra"): (13, 8),
    }
    assert isinstance(tomllib.loads(LEDGER)["events"][0]["at"], date)
    assert not isinstance(tomllib.loads(LEDGER)["events"][0]["at"], datetime)


@example('"\\1"')
@given(st.text(st.sampled_from("a=1[]{}\"'#,.\n\\ "), max_size=30))
def test_broken_text_ends_the_search_without_failing(text):
    assert all(line >= 1 and column >= 1 for line, column in locate(text).values())
    has_comment(text)


def test_what_precedes_a_fault_is_found():
    assert locate("a = 1\nb = [ ' ]\nc = 2\n") == {("a",): (1, 1), ("b",): (2, 1), ("b", 0): (2, 7)}


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("a = 1 # x", True),
        ("# x\na = 1", True),
        ("a = [ # x\n1]", True),
        ('a = """\n#"""\n#', True),
        ('a = "# x"', False),
        ("a = '# x'", False),
        ('a = """\n# x\n"""', False),
        ("a = '''\n# x\n'''", False),
        ('a = "\\"# x"', False),
        ('"a#" = 1', False),
        ("a = 1", False),
    ],
)
def test_a_comment_is_no_sign_in_a_text(text, there):
    assert has_comment(text) is there
