"""What does a key do at a question in a terminal? What questionary lacks, for one of its prompts.

`<`, Esc and Ctrl-B go back, `?` explains, Ctrl-D and `kill -INT` stop, letters find a line of a list, a paste of
several lines stays one answer, and SIGTERM and SIGHUP restore the terminal first.
"""

import asyncio
import re
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from prompt_toolkit.application import Application
from prompt_toolkit.filters import Condition, to_filter
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.selection import SelectionState
from questionary.prompts.common import Choice, InquirerControl

from disputecli.core.names import lettered
from disputecli.wizard.prompter import BACK, BACK_KEY, HELP, HELP_KEY, STOP_SIGNALS, Stopped
from disputecli.wizard.value import Raw

ESCAPE_WAIT = 0.05  # seconds until Esc alone is no arrow key's beginning
_TICK_ALL = ("a", "i")  # questionary's keys to tick all and to turn all over, which nobody is told of
_BREAKS = re.compile(r"[ \t]*[\r\n\t]+[ \t]*")


def prepare(app: Application[object], *, ticks: bool = False, helped: bool = False) -> None:
    """Give a prompt our keys and leave the screen without it at its end; `ticks`: a list of boxes.

    `helped`: it is put anew behind `?`, so an Enter as its first key is the one that questions for a text need there.
    """
    app.ttimeoutlen = ESCAPE_WAIT
    app.erase_when_done = True
    _shape_list(app)
    app.key_bindings = merge_key_bindings([each for each in (app.key_bindings, _keys(app, ticks=ticks)) if each])
    if helped and is_list(app):
        app.key_bindings = merge_key_bindings([app.key_bindings, _first_enter(app)])


def standing(app: Application[object], *, ticks: bool = False) -> Raw:
    """What stands in a prompt: the words typed so far, the value that is pointed at, or those that are ticked."""
    listed = _list_in(app)
    if listed is None:
        return app.current_buffer.text
    if ticks:
        return tuple(map(str, listed.selected_options))
    value = listed.get_pointed_at().value
    return value if isinstance(value, str) else ""


def select_all(app: Application[object]) -> None:
    """Select the words that stand in a prompt, as a form does: typing replaces them, an arrow key edits them."""
    buffer = app.current_buffer
    if buffer.text:
        buffer.selection_state = SelectionState(0)
        buffer.selection_state.enter_shift_mode()


def is_list(app: Application[object]) -> bool:
    """Whether one chooses there, and types nothing."""
    return _list_in(app) is not None


@contextmanager
def signals_kept() -> Iterator[None]:
    """Put the handlers back that the event loop replaces."""
    before = {number: signal.getsignal(number) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            if handler is not None:
                signal.signal(number, handler)


def end_on_signals(app: Application[object]) -> None:
    """End the prompt, and so restore the terminal, when the system asks the program to end."""
    loop = asyncio.get_running_loop()
    for number in STOP_SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # started with nohup
            with suppress(NotImplementedError, RuntimeError):  # Windows
                loop.add_signal_handler(number, _end, app, number)


def _end(app: Application[object], number: int) -> None:
    with suppress(Exception):  # it is ending already
        app.exit(exception=Stopped(number))


def _list_in(app: Application[object]) -> InquirerControl | None:
    contents = (each.content for each in app.layout.find_all_windows())
    return next((each for each in contents if isinstance(each, InquirerControl)), None)


def _shape_list(app: Application[object]) -> None:
    """Let long choices go on in the next line instead of being cut, and the search stand right below the list."""
    for window in app.layout.find_all_windows():
        if isinstance(window.content, InquirerControl):
            window.wrap_lines = window.dont_extend_height = to_filter(True)
            window.get_line_prefix = lambda _, folded: "     " if folded else ""


def _keys(app: Application[object], *, ticks: bool) -> KeyBindings:
    keys = KeyBindings()

    def bind(names: Sequence[Keys | str], act: Callable[[KeyPressEvent], None]) -> None:
        for name in names:
            keys.add(name, eager=True)(act)

    bind([Keys.Escape, Keys.ControlB], lambda event: event.app.exit(result=BACK))
    bind([Keys.ControlC, Keys.ControlD, Keys.SIGINT], lambda event: event.app.exit(exception=KeyboardInterrupt))
    listed = _list_in(app)
    if listed is None:
        bind([Keys.BracketedPaste], _paste)
        bind([Keys.ControlU], lambda event: event.current_buffer.reset())
        return keys
    bind([BACK_KEY], lambda event: event.app.exit(result=BACK))
    bind([HELP_KEY], lambda event: event.app.exit(result=HELP))
    bind([Keys.Home, Keys.PageUp], lambda _: _point(listed, 0))
    bind([Keys.End, Keys.PageDown], lambda _: _point(listed, -1))
    if ticks:
        so_far: list[str] = []
        bind(_TICK_ALL, lambda event: _find(listed, so_far, event))
        keys.add(Keys.Any)(lambda event: _find(listed, so_far, event))
    else:
        lines = list(listed.choices)
        keys.add(Keys.Any)(lambda event: _search(listed, lines, event))  # eager, it'd take the terminal's own answers
        bind([Keys.Backspace, Keys.ControlU], lambda event: _search_less(listed, lines, event))
    return keys


def _first_enter(app: Application[object]) -> KeyBindings:
    """Enter does nothing where it is the first key."""
    pressed: list[object] = []
    app.key_processor.after_key_press += pressed.append
    keys = KeyBindings()
    keys.add(Keys.Enter, eager=True, filter=Condition(lambda: not pressed))(lambda _: None)
    return keys


def _point(choices: InquirerControl, index: int) -> None:
    choices.pointed_at = index % choices.choice_count


def _find(choices: InquirerControl, so_far: list[str], event: KeyPressEvent) -> None:
    """Point at the line that the letters mean, those typed `so_far` and this one, else this one alone; tick nothing."""
    lines = [str(each.title) for each in choices.choices]
    for letters in ([*so_far, event.data], [event.data]) if event.data.isprintable() else ():
        found, best = lettered("".join(letters), lines)
        if found:
            so_far[:], choices.pointed_at = letters, found[best]
            return
    event.app.output.bell()


def _search(choices: InquirerControl, lines: Sequence[Choice], event: KeyPressEvent) -> None:
    """Show the lines with the letters typed so far and point at the best; letters of none are not taken."""
    if not event.data.isprintable():
        return
    if not _narrow(choices, lines, f"{choices.search_filter or ''}{event.data}"):
        event.app.output.bell()


def _search_less(choices: InquirerControl, lines: Sequence[Choice], event: KeyPressEvent) -> None:
    """Take the last letter back, or with Ctrl-U all of them, and stay at the line."""
    pointed = choices.get_pointed_at()
    only_last = event.key_sequence[0].key == Keys.Backspace
    _narrow(choices, lines, (choices.search_filter or "")[:-1] if only_last else "")
    choices.pointed_at = choices.choices.index(pointed)


def _narrow(choices: InquirerControl, lines: Sequence[Choice], letters: str) -> bool:
    """Leave those of the lines that the letters find, and say whether there are any."""
    found, best = lettered(letters, [str(each.title) for each in lines])
    if found:
        choices.search_filter, choices.pointed_at = letters or None, best
        choices.choices = [lines[place] for place in found]
    return bool(found)


def _paste(event: KeyPressEvent) -> None:
    """Take a paste of several lines as one line: Enter in it would answer the next questions too."""
    event.current_buffer.insert_text(_BREAKS.sub(" ", event.data))
