"""Did the ordered variant arrive? The order's variant against the label of what came, or against the buyer's words."""

from collections.abc import Sequence

from disputecli.core.wording import NUMBER, Token, Vocabulary, tokens_of

_INSTEAD = ("instead", "than", "not")
_KINDS = (("<colour>", "wrong_colour"), ("<size_word>", "wrong_size"), ("<plug>", "wrong_model"))


def arrived_as_ordered(
    vocabulary: Vocabulary, ordered: str | None, received: str | None, said: Sequence[Token]
) -> bool | None:
    """True where what came is the ordered variant, False where it is another one, None where that is not known."""
    if not ordered:
        return None
    variant = _words(ordered, vocabulary)
    if received:
        came = _words(received, vocabulary)
        return came <= variant or variant <= came
    came, wished = _came_and_wished(said)
    came, wished = came - wished, wished - came
    if not came and not wished:
        return None
    if wished & variant:
        return False if not came & variant else None
    return True if came & variant else None


def variant_details(
    vocabulary: Vocabulary, ordered: str | None, received: str | None, said: Sequence[Token]
) -> str:
    """The detail of a mismatch that the differing words name: colour, size or plug, else the model."""
    tokens = tokens_of(f"{ordered or ''}\n{received or ''}", vocabulary)
    ordered_words = _words(ordered or "", vocabulary)
    received_words = _words(received or "", vocabulary)
    differing = [token for token in (*tokens, *said) if token.word in ordered_words ^ received_words]
    for key, detail in _KINDS:
        if any(key in token.keys for token in differing):
            return detail
    return "wrong_model"


def _words(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The words of a variant that are worth comparing, spelled in one way."""
    return frozenset(_spelled(token.word) for token in tokens_of(text, vocabulary))


def _spelled(word: str) -> str:
    return {"gray": "grey", "golden": "gold"}.get(word, word)


def _came_and_wished(said: Sequence[Token]) -> tuple[frozenset[str], frozenset[str]]:
    """The telling words (colours, sizes, plugs, numbers) of what came, and those of what was wished for."""
    came, wished = set(), set()
    wishing = False
    clause = -1
    for token in said:
        if token.clause != clause or "<sent>" in token.keys or token.word in ("got", "received", "came", "arrived"):
            wishing = False
        clause = token.clause
        if "<wanted>" in token.keys or token.word in _INSTEAD:
            wishing = True
        elif _telling(token):
            (wished if wishing else came).add(_spelled(token.word))
    return frozenset(came), frozenset(wished)


def _telling(token: Token) -> bool:
    return NUMBER in token.keys or not token.keys.isdisjoint(key for key, _ in _KINDS)
