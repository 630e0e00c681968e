"""The entry of `dispute` and `python -m disputecli`: the hot paths first, then the whole app."""

import gc
import os
import sys

BROKEN_PIPE = 1


def main() -> None:
    """Run one command and exit with its code."""
    _open_closed()
    gc.set_threshold(100_000)  # a run is short: looking for rings of garbage takes 3 % of it and finds none
    code = answer(sys.argv[1:])
    if "threading" in sys.modules or not (_flushed() or code):
        sys.exit(code)
    os._exit(code)  # all is written; taking a hundred modules down again would cost half a start of Python


def _open_closed() -> None:
    """Give a program that was started with a closed stream, as by a daemon, an empty one."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115  # open to the end


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
        _drop_unwritten()
        return BROKEN_PIPE
    except OSError:  # a full disk, say: it comes again there, and is told
        code = _run(arguments)
        _drop_unwritten()
        return code
    return hot[1]


def _run(arguments: list[str]) -> int:
    from disputecli.cli import run

    return run(arguments)


def _drop_unwritten() -> None:
    from disputecli.cli import drop_unwritten

    drop_unwritten(sys.stdout)


def _hot(arguments: list[str]) -> tuple[str, int] | None:
    """The text and the exit code where they are at hand, for what prompts, cron and Tab ask."""
    if arguments == ["--version"]:
        from disputecli import __version__

        return f"dispute {__version__}\n", 0
    if arguments == ["_ids"]:
        from disputecli.store.offered import offered

        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # whatever the locale can't carry
        return "".join(f"{id_}\t{item}".rstrip() + "\n" for id_, item in offered()), 0
    from disputecli.store.snapshot import drawn

    return drawn(arguments)


if __name__ == "__main__":
    main()
