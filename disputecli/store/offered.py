"""Which disputes can a shell complete? The ids of the open ones with their items, read faster than TOML is parsed."""

import os

from disputecli.store.snapshot import folders

_ID_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-"
_DESCRIBED = 200  # reading more files would be felt at the key press
_READ, _SHOWN = 4096, 60  # bytes of a file, and characters of an item
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)  # a pipe would be waited for


def offered() -> list[tuple[str, str]]:
    """The ids of the open disputes, each with its item or ""; [] where there are none."""
    try:
        folder = os.path.join(folders()[0] or _ledger(), "open")  # noqa: PTH118  # pathlib is slow
        names = os.listdir(folder)  # noqa: PTH208
    except (OSError, ValueError):
        return []
    ids = (name.removesuffix(".toml") for name in names if name.endswith(".toml"))
    safe = sorted(id_ for id_ in ids if id_[:1] not in {"", "-"} and not id_.strip(_ID_LETTERS))
    items = (_item(f"{folder}{os.sep}{id_}.toml") for id_ in safe[:_DESCRIBED])
    return [*zip(safe, items, strict=False), *((id_, "") for id_ in safe[_DESCRIBED:])]


def _item(path: str) -> str:
    """The item in a dispute's file, on one line without hidden signs; "" where it can't be found."""
    try:
        file = os.open(path, _FLAGS)  # Python's own text files cost several times as much
        try:
            text = os.read(file, _READ).decode("utf-8", "replace").replace("\r\n", "\n")
        finally:
            os.close(file)
    except OSError:
        return ""
    _, found, order = f"\n{text}".partition("\n[order]\n")
    section = f"\n{order}".partition("\n[")[0] if found else ""
    line = next((each for each in section.split("\n") if each.partition("=")[0].strip() == "item"), "")
    value = line.partition("=")[2].strip()
    inside = value[1 : value.rfind(value[:1])] if value[:1] in {'"', "'"} else ""
    item = inside.replace("\\\\", "\0").replace('\\"', '"').replace("\0", "\\") if value[:1] == '"' else inside
    shown = item if item.isprintable() else "".join(sign if sign.isprintable() else " " for sign in item)
    return " ".join(shown.split())[:_SHOWN]


def _ledger() -> str:
    """The ledger's folder where it takes more than the environment to know it; OSError where nothing names one."""
    from disputecli.errors import UserProblem
    from disputecli.store.paths import places

    try:
        return str(places(os.environ).ledger)
    except UserProblem as problem:
        raise FileNotFoundError(problem.sentence) from problem
