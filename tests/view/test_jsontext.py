"""JSON as the standard library writes it."""

import json

import pytest
from disputecli.view.jsontext import Ready, written
from hypothesis import given
from hypothesis import strategies as st

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.sampled_from(["é", '"', "\\", "\x7f", "\u2028", "\ud800"]),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.tuples(inside, inside)
        | st.dictionaries(st.text(max_size=5), inside, max_size=3)
    ),
)


@given(VALUES, st.sampled_from(["utf-8", "UTF8", "latin-1", "ascii"]))
def test_it_is_what_the_standard_library_writes(value, encoding):
    expected = json.dumps(value, indent=2, ensure_ascii=not encoding.lower().startswith("utf"))
    assert written(value, encoding) == expected.encode("utf-8", "backslashreplace").decode("utf-8")


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, object(), b"x"])
def test_what_json_does_not_have_is_refused(value):
    with pytest.raises(TypeError):
        written({"a": value}, "utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_what_is_ready_is_put_in_as_it_is(encoding):
    assert (
        written({"a": Ready("\0é\0"), "b": [Ready("[1]")]}, encoding) == '{\n  "a": \0é\0,\n  "b": [\n    [1]\n  ]\n}'
    )
