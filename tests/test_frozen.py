"""The frozen values: what the standard library's dataclass does, they do, without its import."""

import dataclasses
import subprocess
import sys

import pytest
from disputecli import frozen


def made(library):
    """The same classes, once of each library."""

    @library.dataclass(frozen=True, slots=True)
    class Slotted:
        """Named."""

        name: str
        size: int = 3
        parts: list[int] = library.field(default_factory=list)
        aside: str = library.field(default="", compare=False)

        def twice(self):
            return self.size * 2

    @library.dataclass(frozen=True)
    class Open:
        name: str
        size: int | None = None

        def __str__(self):
            return f"<{self.name}>"

    return Slotted, Open


OURS, THEIRS = made(frozen), made(dataclasses)


@pytest.mark.parametrize("kind", [0, 1])
def test_values_are_made_shown_and_compared_alike(kind):
    for values, given in ((("a",), {}), (("a", 5), {}), ((), {"name": "a", "size": 5})) * frozen.FEW:
        ours, theirs = OURS[kind](*values, **given), THEIRS[kind](*values, **given)
        assert repr(ours).split(".")[-1] == repr(theirs).split(".")[-1]
        assert str(ours).split(".")[-1] == str(theirs).split(".")[-1]
        assert ours == OURS[kind](*values, **given)
        assert ours != theirs
        assert ours != OURS[kind]("b")
    assert [each.name for each in frozen.fields(OURS[kind])] == [each.name for each in dataclasses.fields(THEIRS[kind])]


@pytest.mark.parametrize("kind", [0, 1])
@pytest.mark.parametrize(
    ("values", "given"), [((), {}), (("a",), {"colour": 1}), (("a", 1, [], "", 9), {}), (("a",), {"name": "b"})]
)
def test_wrong_arguments_are_refused_in_the_same_words(kind, values, given):
    said = []
    for classes in (OURS, THEIRS, made(frozen)):  # and before anything is compiled
        with pytest.raises(TypeError) as raised:
            classes[kind](*values, **given)
        said.append(str(raised.value))
    assert said[0] == said[1] == said[2]


@pytest.mark.parametrize("kind", [0, 1])
def test_nothing_can_be_changed(kind):
    value = OURS[kind]("a")
    for change in (lambda: setattr(value, "name", "b"), lambda: delattr(value, "name"), lambda: setattr(value, "x", 1)):
        with pytest.raises(AttributeError):
            change()
    assert value.name == "a"


def test_slots_hold_the_fields_and_nothing_else():
    assert not hasattr(OURS[0]("a"), "__dict__")
    assert OURS[0]("a", 4).twice() == 8
    assert OURS[0].__doc__ == "Named."


def test_what_counts_when_compared_counts_for_the_hash():
    kind = OURS[0]
    assert kind("a", aside="x") == kind("a", aside="y")
    assert hash(OURS[1]("a", 1)) == hash(OURS[1]("a", 1))
    assert kind("a").parts is not kind("a").parts


@pytest.mark.parametrize("replace", [frozen.replace, dataclasses.replace])
def test_both_libraries_replace_and_list_the_fields_of_both(replace):
    for kind in (*OURS, *THEIRS):
        changed = replace(kind("a", 5), name="b")
        assert (changed.name, changed.size) == ("b", 5)
        with pytest.raises(TypeError):
            replace(changed, colour=1)
    assert [each.name for each in dataclasses.fields(OURS[0])] == ["name", "size", "parts", "aside"]
    assert [(each.name, each.type) for each in frozen.fields(THEIRS[1])] == [("name", str), ("size", int | None)]
    assert [each.type for each in frozen.fields(OURS[1])] == [str, int | None]


def test_a_value_stays_whole_however_often_it_is_changed():
    @frozen.dataclass(frozen=True, slots=True)
    class Odd:
        value: int = 0
        new: int = 1
        made: int = 2
        self: int = 3
        MISSING: int = 4

    found = Odd()
    for number in range(3 * frozen.FEW):
        found = frozen.replace(found, value=number)
        assert (found.value, found.new, found.made, found.self, found.MISSING) == (number, 1, 2, 3, 4)
    with pytest.raises(TypeError):
        frozen.replace(found, colour=1)


def test_the_slow_library_stays_out():
    code = "import sys; from disputecli.core import dispute, policy, codec; print('dataclasses' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout == "False\n"
