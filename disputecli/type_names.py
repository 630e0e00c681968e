"""Which names of `typing` does a command need while it runs? None but the notes of options, so it is not loaded.

`typing` brings `re`, `enum` and more: a third of a start of Python. Type checkers read its own names here instead.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Annotated, Any, Literal, TextIO, TypeVar, cast

    __all__ = ["TYPE_CHECKING", "Annotated", "Any", "Literal", "TextIO", "TypeVar", "cast"]
else:
    Any = TextIO = object

    class Literal:
        """Some values as a type."""

        def __class_getitem__(cls, _):
            """What stands for it while the program runs."""
            return str

    class Annotated:
        """A type with notes, which `app` turns into typing's own."""

        def __class_getitem__(cls, given):
            """The type and its notes, where typing keeps them."""
            noted = cls()
            noted.__origin__, *noted.__metadata__ = given
            return noted

    def TypeVar(name, *_, **__):
        """A type that is not known yet."""
        return name

    def cast(_, value):
        """The value, of the type that it is known to have."""
        return value
