"""Did the ordered variant arrive? The order's variant against the label of what came, or against the buyer's words."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from disputecli.core.wording import NUMBER, Token, Vocabulary, number_of, tokens_of

_ARRIVING = ("<sent>", "<came>")
_NUMBERED = ("wrong_size", "wrong_model", "wrong_specification")
_ANY = "<any>"
_BUYING = "<buy>"
_KINDS = (("<colour>", "wrong_colour"), ("<size_word>", "wrong_size"), ("<plug>", "wrong_model"))


def ordered_variant(vocabulary: Vocabulary, ordered: str | None, said: Sequence[Token]) -> str | None:
    """The order's variant; where unknown, what the words name as both ordered and come ("ordered M, M came")."""
    if ordered:
        return ordered
    came, wished = _came_and_wished(said, vocabulary)
    buying = any(_BUYING in token.keys for token in said)
    return " ".join(sorted(came)) if buying and came == wished else None


def arrived_as_ordered(
    vocabulary: Vocabulary, ordered: str | None, received: str | None, said: Sequence[Token]
) -> bool | None:
    """True where what came is the ordered variant, False where it is another one, None where that is not known."""
    if not ordered:
        return None
    variant = _words(ordered, vocabulary)
    if received:
        came = _words(received, vocabulary)
        return came <= variant or variant <= came or _leaves_open(ordered, vocabulary)
    came, wished = _came_and_wished(said, vocabulary)
    if came and came == wished:
        return True if came & variant else None
    came, wished = came - wished, wished - came
    if not came and not wished:
        return None
    if wished & variant:
        return False if not came & variant else None
    return True if came & variant else None


def named_details(vocabulary: Vocabulary, ordered: str | None, said: Sequence[Token]) -> frozenset[str]:
    """The details of a mismatch that the words refute by naming the ordered variant as what came.

    A colour that came as ordered says nothing of the size; a number may be of a size, a model or a specification.
    """
    variant = _words(ordered or "", vocabulary)
    named = [token for token in said if _telling(token) and _spelled(token.word, vocabulary) in variant]
    kinds = {detail for token in named for key, detail in _KINDS if key in token.keys}
    numbers = set(_NUMBERED) if any(NUMBER in token.keys for token in named) else set()
    return frozenset(kinds | numbers)


def variant_details(vocabulary: Vocabulary, ordered: str | None, received: str | None, said: Sequence[Token]) -> str:
    """The detail of a mismatch that the differing words name: colour, size or plug, else the model."""
    tokens = tokens_of(f"{ordered or ''}\n{received or ''}", vocabulary)
    ordered_words = _words(ordered or "", vocabulary)
    received_words = _words(received or "", vocabulary)
    differing = [token for token in (*tokens, *said) if token.word in ordered_words ^ received_words]
    for key, detail in _KINDS:
        if any(key in token.keys for token in differing):
            return detail
    return "wrong_model"


def pieces_named(vocabulary: Vocabulary, variant: str | None) -> Decimal | None:
    """How many pieces a variant names ("4 pairs"), None where it names none, or several numbers of them."""
    tokens = tokens_of(variant or "", vocabulary)
    found = {number_of(one.word, vocabulary) for one, other in pairwise(tokens) if "<piece>" in other.keys}
    return found.pop() if len(found) == 1 else None


def _leaves_open(ordered: str, vocabulary: Vocabulary) -> bool:
    """Whether the order leaves the choice to the seller ("random colour")."""
    return any(_ANY in token.keys for token in tokens_of(ordered, vocabulary))


def _words(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The words of a variant that are worth comparing, spelled in one way."""
    return frozenset(_spelled(token.word, vocabulary) for token in tokens_of(text, vocabulary))


def _spelled(word: str, vocabulary: Vocabulary) -> str:
    return vocabulary.alike.get(word, word)


def _came_and_wished(said: Sequence[Token], vocabulary: Vocabulary) -> tuple[frozenset[str], frozenset[str]]:
    """The telling words (colours, sizes, plugs, numbers) of what came, and those of what was wished for.

    Without a wish only what is said to have come counts: "black one came", not "the black is faded".
    """
    arriving = {token.clause for token in said if not token.keys.isdisjoint(_ARRIVING)}
    came: dict[str, int] = {}
    wished: set[str] = set()
    wishing = False
    clause = -1
    for token, before in zip(said, (None, *said), strict=False):
        if token.clause != clause or not token.keys.isdisjoint(_ARRIVING):
            wishing = False
        clause = token.clause
        if "<wanted>" in token.keys or "<instead>" in token.keys:
            wishing = True
        elif _telling(token):
            of_stated = before is not None and NUMBER in token.keys and "<outof>" in before.keys
            if wishing or of_stated:
                wished.add(_spelled(token.word, vocabulary))
            else:
                came.setdefault(_spelled(token.word, vocabulary), token.clause)
    return frozenset(word for word, place in came.items() if wished or place in arriving), frozenset(wished)


def _telling(token: Token) -> bool:
    return NUMBER in token.keys or not token.keys.isdisjoint(key for key, _ in _KINDS)
