"""The entry of `dispute` and `python -m disputecli`: the hot paths first, then the whole app."""

import sys


def main() -> None:
    """Run one command and exit with its code."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from disputecli import __version__

        sys.stdout.write(f"dispute {__version__}\n")
        return
    if arguments == ["_ids"]:
        from disputecli.store.offered import offered

        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # whatever the locale can't carry
        sys.stdout.write("".join(f"{id_}\t{item}".rstrip() + "\n" for id_, item in offered()))
        return
    from disputecli.store.snapshot import drawn

    picture = drawn(arguments)
    if picture is not None:
        sys.stdout.write(picture)
        return
    from disputecli.cli import run

    sys.exit(run(arguments))


if __name__ == "__main__":
    main()
