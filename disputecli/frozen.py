"""What is a value here? The frozen dataclass of the standard library, made in a twentieth of the time.

`dataclasses` imports inspect, and writes and compiles six methods for each class: half a millisecond, and a command
loads some eighty classes. Here a class gets ready methods, and its `__init__` is compiled after the first few values.
Type checkers read it as the standard library's, whose functions work on these values too.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing itself would be an import
    from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields, replace

    __all__ = ["MISSING", "FrozenInstanceError", "dataclass", "field", "fields", "replace"]
else:
    from operator import attrgetter

    MISSING = type("Missing", (), {})()
    FEW = 100  # values; compiling costs as much as making these without

    class FrozenInstanceError(AttributeError):
        """A value was to be changed."""

    class Field:
        """One field of a class: its name, its default or what makes one, and whether it counts when compared."""

        init, kw_only = True, False

        def __init__(self, *, default=MISSING, default_factory=MISSING, compare=True):
            self.name, self.type, self.compare = "", None, compare
            self.default, self.default_factory = default, default_factory

        @property
        def _field_type(self):
            """What the standard library's own functions ask a field for."""
            from dataclasses import _FIELD

            return _FIELD

    field = Field

    def dataclass(*, frozen, slots=False):
        """The class as one of frozen values, of the fields that it names itself."""
        if not frozen:
            raise TypeError("only frozen values are made here")
        return lambda named: _made(named, slots=slots)

    def fields(of):
        """The fields of a value or of its class, in order."""
        return tuple(of.__dataclass_fields__.values())

    def replace(value, /, **changes):
        """The value with some of its fields changed; TypeError where it has no such field."""
        if hasattr(value, "__replace__"):
            return value.__replace__(**changes)
        return value.__class__(**{name: getattr(value, name) for name in value.__match_args__} | changes)  # a dataclass

    def _made(named, *, slots):
        annotated = named.__annotations__
        found = {name: _field(named, name, type_) for name, type_ in annotated.items()}
        gone = {"__dict__", "__weakref__", *(found if slots else ())}
        members = _ready(found) | {name: each for name, each in named.__dict__.items() if name not in gone}
        members["__qualname__"] = named.__qualname__
        if slots:
            members["__slots__"] = tuple(found)
        made = type(named)(named.__name__, named.__bases__, members)
        made.__init__, made.__replace__ = _at_first(made), _replaced_at_first(made)
        return made

    def _field(named, name, type_):
        given = named.__dict__.get(name, MISSING)
        known = given if isinstance(given, Field) else Field(default=given)
        known.name, known.type = name, type_
        return known

    def _ready(found):
        """The methods that are the same for all classes but for the names of the fields."""
        compared = attrgetter(*(name for name, each in found.items() if each.compare))

        def __eq__(self, other):
            return compared(self) == compared(other) if other.__class__ is self.__class__ else NotImplemented

        def __hash__(self):
            return hash(compared(self))

        return {
            "__eq__": __eq__, "__hash__": __hash__, "__repr__": _shown, "__setattr__": _refused,
            "__delattr__": _refused, "__match_args__": tuple(found), "__dataclass_fields__": found,
        }  # fmt: skip

    def _shown(self):
        inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{self.__class__.__qualname__}({inside})"

    def _refused(self, name, *_):
        raise FrozenInstanceError(f"{name!r} of a {self.__class__.__name__} can't be changed")

    def _at_first(made):
        """An `__init__` that gets ready when the first value is made: a command makes none of most classes."""

        def __init__(self, /, *values, **given):
            made.__init__ = _for_a_few(made)
            self.__init__(*values, **given)

        return __init__

    def _replaced_at_first(made):
        """A `__replace__` that gets ready when it is first called."""

        def __replace__(self, /, **changes):
            made.__replace__ = _replaced_a_few(made)
            return self.__replace__(**changes)

        return __replace__

    def _for_a_few(made):
        """An `__init__` that is not compiled, for the first values; then, and for wrong arguments, one that is."""
        known, few, puts = made.__dataclass_fields__, FEW, _puts(made)
        names = made.__match_args__
        defaults = {name: each.default for name, each in known.items() if each.default is not MISSING}
        factories = {name: each.default_factory for name, each in known.items() if each.default_factory is not MISSING}

        def __init__(self, /, *values, **given):
            nonlocal few
            few -= 1
            whole = defaults | dict(zip(names, values, strict=False)) | given
            for name, make in factories.items():
                if name not in whole:
                    whole[name] = make()
            twice = len(values) > len(names) or not given.keys().isdisjoint(names[: len(values)])
            if few < 0 or twice or whole.keys() != known.keys():
                made.__init__ = _compiled(made)
                self.__init__(*values, **given)
                return
            for name, put in puts:
                put(self, whole[name])

        return __init__

    def _replaced_a_few(made):
        """A `__replace__` that is not compiled, for the first calls; then, and for wrong names, one that is."""
        known, few, puts, new = made.__dataclass_fields__, FEW, _puts(made), made.__new__

        def __replace__(self, /, **changes):
            nonlocal few
            few -= 1
            if few < 0 or not changes.keys() <= known.keys():
                made.__replace__ = _compiled_replace(made)
                return made.__replace__(self, **changes)
            value = new(made)
            for name, put in puts:
                put(value, changes[name] if name in changes else getattr(self, name))
            return value

        return __replace__

    def _puts(made):
        """Each field's name and what sets it: its slot, where there is one, for by name it is refused."""
        return [(name, _slot(made, name) or _by_name(name)) for name in made.__match_args__]

    def _slot(made, name):
        return getattr(made.__dict__.get(name), "__set__", None)

    def _by_name(name):
        return lambda self, value: object.__setattr__(self, name, value)

    def _compiled_replace(made):
        """The `__replace__` that takes every field from the value or from the changes."""
        known = {"__missing": MISSING, "__new": made.__new__, "__made": made}
        arguments, lines = [], []
        for name, put in _puts(made):
            known[f"__put_{name}"] = put
            arguments.append(f"{name}=__missing")
            lines.append(f" __put_{name}(__value, __self.{name} if {name} is __missing else {name})")
        head = f"def __replace__(__self, /, *, {', '.join(arguments)}):"
        exec("\n".join([head, " __value = __new(__made)", *lines, " return __value"]), known)  # noqa: S102  # names alone
        return known["__replace__"]

    def _compiled(made):
        """The `__init__` that sets every field."""
        known, arguments, lines = {"__missing": MISSING}, ["__self", "/"], []
        for (name, each), (_, put) in zip(made.__dataclass_fields__.items(), _puts(made), strict=True):
            factory = each.default_factory is not MISSING
            default = each.default is not MISSING or factory
            known |= {f"__default_{name}": each.default, f"__make_{name}": each.default_factory, f"__put_{name}": put}
            arguments.append(f"{name}=__default_{name}" if default else name)
            value = f"__make_{name}() if {name} is __missing else {name}" if factory else name
            lines.append(f" __put_{name}(__self, {value})")
        exec("\n".join([f"def __init__({', '.join(arguments)}):", *lines]), known)  # noqa: S102  # names, no values
        known["__init__"].__qualname__ = f"{made.__qualname__}.__init__"
        return known["__init__"]
