"""The entry of `dispute` and `python -m disputecli`: the hot paths first, then the whole app."""

import sys


def main() -> None:
    """Run one command and exit with its code."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from disputecli import __version__

        sys.stdout.write(f"dispute {__version__}\n")
        return
    from disputecli.cli import run

    sys.exit(run(arguments))


if __name__ == "__main__":
    main()
