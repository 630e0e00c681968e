"""What is wrong in a broken TOML text, in words for the person who typed it."""

import re

from disputecli.errors import Fault

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_LINE_END = r"Illegal character '\n'"
_AGAIN = re.compile(r"Cannot (?:overwrite|declare|mutate)|Duplicate inline table key")
_CURLY = re.compile("[\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb]")
_BACKSLASH = re.compile(r'"[^"]*\\')
_DATE = re.compile(r"=\s*(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([/.])\d{1,2}\1\d{2,4})")
_LONG = re.compile(r"[\d_]{4300,}")
_COMMA = re.compile(r"=\s*\d+,\d+\s*(?:#.*)?$")
_ZEROS = re.compile(r"=\s*[+-]?0\d")
_SWITCH = re.compile(r"=\s*(?:true|false|yes|no)\b", re.IGNORECASE)
_WORD = re.compile(r"=\s*[^\s\"'\[\]{}#=\d+-]")
_NOTHING = re.compile(r"=\s*(?:#.*)?$")


def syntax_fault(problem: ValueError, text: str, name: str) -> Fault:
    """Return what a parser's refusal means: file, line, column and one plain hint."""
    message = str(problem)
    place = _PLACE.search(message)
    if place is None:  # a number of more than 4300 digits
        long = _LONG.search(text)
        where = text.count("\n", 0, long.start()) + 1 if long else None
        return Fault(name, "a number is too long", "Put quotes round a long number.", where)
    words = message[: place.start()]
    lines = text.split("\n")
    if place.group(1) is None:
        return Fault(
            name, f"{_plain(words)} (at the end of the file)", _end_hint(words), len(lines), len(lines[-1]) + 1
        )
    number, column = int(place.group(1)), int(place.group(2))
    line = lines[number - 1]
    if _AGAIN.match(words):
        return _given_before(words, line, name, number)
    return Fault(name, _plain(words), _hint(words, line), number, column)


def _given_before(words: str, line: str, name: str, number: int) -> Fault:
    """Return the fault of a name that stands there twice; the parser notes where its value ends."""
    inline = re.search(r"inline table key '(.*)'$", words)
    key = inline.group(1) if inline else line.split("=", maxsplit=1)[0].strip()
    column = len(line) - len(line.lstrip()) + 1
    return Fault(name, f"{key} was given before", "Keep one of the two.", number, column)


def _plain(words: str) -> str:
    """Return the parser's words without characters that show nothing."""
    return "the closing quote is missing" if words == _LINE_END else words[0].lower() + words[1:]


def _end_hint(words: str) -> str:
    """Return what to do about a text that ends too early."""
    return 'Close the text with """, as it began.' if "string" in words else "The end of the file seems to be missing."


def _hint(words: str, line: str) -> str:
    """Return what to type instead, or nothing where that can't be told."""
    if "\\x00" in words or "\0" in line:
        return "Part of the file is lost; take the last version from the backups."
    if _CURLY.search(line):
        return "Use straight quotes: \" or '."
    if _BACKSLASH.search(line):
        return r"Put a Windows path in single quotes: 'C:\Users\me\photo.jpg'."
    if words == _LINE_END:
        return 'Close the quote at the end of the line; for several lines begin and end with """.'
    return next((hint for pattern, hint in _VALUES if pattern.search(line)), _statement_hint(words))


def _statement_hint(words: str) -> str:
    """Return what a whole line should look like, where the line is none."""
    return next((hint for start, hint in _STATEMENTS if words.startswith(start)), "")


_STATEMENTS = (
    ("Expected '='", "Write one setting a line: name = value; a name of letters, digits, - and _."),
    ("Invalid statement", "Write one setting a line: name = value; a name of letters, digits, - and _."),
    ("Expected newline", "Write one setting a line, and text between two double quotes."),
    ("Expected ']'", "Close the table's name with ]."),
    ("Unclosed array", "Put a comma between two items of a list, and ] at its end."),
    ("Unclosed inline table", "Write a table in one line: { name = value, other = value }."),
    ("Invalid initial", "Write a name of letters, digits, - and _; other names in quotes."),
)
_VALUES = (
    (_DATE, "Write a date as 2026-03-02, a moment as 2026-03-02T09:00:00Z."),
    (_COMMA, 'Write an amount in quotes: "9.68".'),
    (_ZEROS, "Put quotes round a number that begins with 0."),
    (_SWITCH, "Write true or false in small letters; put quotes round any other word."),
    (_NOTHING, 'Write a value after the =, or leave the line out; an empty text is "".'),
    (_WORD, 'Put quotes round text: name = "text".'),
)
