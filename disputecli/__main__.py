"""The entry of `dispute` and `python -m disputecli`: the hot paths first, then the whole app."""

import sys

_ID_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-"


def main() -> None:
    """Run one command and exit with its code."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from disputecli import __version__

        sys.stdout.write(f"dispute {__version__}\n")
        return
    if arguments == ["_ids"]:
        sys.stdout.write("".join(f"{id_}\n" for id_ in _open_ids()))
        return
    from disputecli.store.snapshot import drawn

    picture = drawn(arguments)
    if picture is not None:
        sys.stdout.write(picture)
        return
    from disputecli.cli import run

    sys.exit(run(arguments))


def _open_ids() -> list[str]:
    """The ids of the open disputes for a shell to complete, by the names of their files; [] where there are none."""
    import os

    from disputecli.store.snapshot import folders

    try:
        names = os.listdir(os.path.join(folders()[0] or _ledger(), "open"))  # noqa: PTH118, PTH208  # pathlib is slow
    except (OSError, ValueError):
        return []
    ids = (name.removesuffix(".toml") for name in names if name.endswith(".toml"))
    return sorted(id_ for id_ in ids if id_[:1] not in {"", "-"} and not id_.strip(_ID_LETTERS))


def _ledger() -> str:
    """The ledger's folder where it takes more than the environment to know it; OSError where nothing names one."""
    import os

    from disputecli.errors import UserProblem
    from disputecli.store.paths import places

    try:
        return str(places(os.environ).ledger)
    except UserProblem as problem:
        raise FileNotFoundError(problem.sentence) from problem


if __name__ == "__main__":
    main()
