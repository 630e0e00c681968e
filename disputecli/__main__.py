"""The entry of `dispute` and `python -m disputecli`: the hot paths first, then the whole app."""

import gc
import os
import sys

_ID_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-"
BROKEN_PIPE = 1


def main() -> None:
    """Run one command and exit with its code."""
    gc.set_threshold(100_000)  # a run is short: looking for rings of garbage takes 3 % of it and finds none
    code = answer(sys.argv[1:])
    if "threading" in sys.modules or not (_flushed() or code):
        sys.exit(code)
    os._exit(code)  # all is written; taking a hundred modules down again would cost half a start of Python


def _flushed() -> bool:
    """Whether all that was said has gone out; where it could not and nothing told so, Python does at its end."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return False
    return True


def answer(arguments: list[str]) -> int:
    """Put out what was asked for and return the exit code."""
    hot = _hot(arguments)
    if hot is None:
        return _run(arguments)
    try:
        sys.stdout.write(hot[0])
        sys.stdout.flush()
    except BrokenPipeError:
        _close_stdout()
        return BROKEN_PIPE
    except OSError:  # a full disk, say: it comes again there, and is told
        code = _run(arguments)
        _close_stdout()
        return code
    return hot[1]


def _run(arguments: list[str]) -> int:
    from disputecli.cli import run

    return run(arguments)


def _close_stdout() -> None:
    """Let what could not be written go nowhere, for Python would try it once more and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _hot(arguments: list[str]) -> tuple[str, int] | None:
    """The text and the exit code where they are at hand, for what prompts, cron and Tab ask."""
    if arguments == ["--version"]:
        from disputecli import __version__

        return f"dispute {__version__}\n", 0
    if arguments == ["_ids"]:
        return "".join(f"{id_}\n" for id_ in _open_ids()), 0
    from disputecli.store.snapshot import drawn

    return drawn(arguments)


def _open_ids() -> list[str]:
    """The ids of the open disputes for a shell to complete, by the names of their files; [] where there are none."""
    from disputecli.store.snapshot import folders

    try:
        names = os.listdir(os.path.join(folders()[0] or _ledger(), "open"))  # noqa: PTH118, PTH208  # pathlib is slow
    except (OSError, ValueError):
        return []
    ids = (name.removesuffix(".toml") for name in names if name.endswith(".toml"))
    return sorted(id_ for id_ in ids if id_[:1] not in {"", "-"} and not id_.strip(_ID_LETTERS))


def _ledger() -> str:
    """The ledger's folder where it takes more than the environment to know it; OSError where nothing names one."""
    from disputecli.errors import UserProblem
    from disputecli.store.paths import places

    try:
        return str(places(os.environ).ledger)
    except UserProblem as problem:
        raise FileNotFoundError(problem.sentence) from problem


if __name__ == "__main__":
    main()
