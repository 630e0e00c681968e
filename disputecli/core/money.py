"""How much? Amounts as exact decimals, read as people type them and never rounded away from the buyer."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from disputecli.core.text import quoted
from disputecli.errors import UserProblem

PRICE_HINT = "Write it like 9.68 USD or 9,68 EUR."
AMOUNT_HINT = "Write it like 9.68 or 9,68, without the currency."
_PRICE = r"([^\d]*)(\d[\d.,]*)([^\d]*)"
MOST_DIGITS, MOST_DECIMALS = 12, {".": 8, ",": 2}  # in front of the point or comma and behind it


def parse_amount(text: str) -> Decimal:
    """An amount of money, 0 or more; UserProblem for "1,234", "1,2,3", "-1", "NaN" and the like."""
    words = text.strip()
    if not _is_amount(words):
        raise UserProblem(f"“{quoted(text)}” is not an amount.", AMOUNT_HINT)
    return Decimal(words.replace(",", "."))


def parse_price(text: str) -> tuple[Decimal, str]:
    """An amount of money and the sign or name of a currency before or behind it, "" for none; UserProblem else."""
    if _is_amount(text.strip()):
        return parse_amount(text), ""
    import re
    import unicodedata

    found = re.fullmatch(_PRICE, text.strip(), re.ASCII)
    sign = (found[1] + found[3]).strip() if found else ""
    named = any(each.isalpha() or unicodedata.category(each) == "Sc" for each in sign)
    try:
        return parse_amount(found[2] if found and named else text), sign
    except UserProblem as problem:
        raise UserProblem(problem.sentence, PRICE_HINT) from problem


def _is_amount(words: str) -> bool:
    """True for digits, with a point or a comma and decimals or without."""
    mark = "," if "," in words else "."
    whole, found, rest = words.partition(mark)
    decimals = rest.isdigit() and len(rest) <= MOST_DECIMALS[mark] if found else not rest
    return words.isascii() and whole.isdigit() and len(whole) <= MOST_DIGITS and decimals


def rounded(amount: Decimal, digits: int) -> Decimal:
    """The amount in the currency's smallest unit, halves upwards."""
    return amount.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def share(amount: Decimal, part: int, whole: int, digits: int) -> Decimal:
    """`part` of `whole` of an amount, never more than the exact share (a claim must not exceed what was paid)."""
    return (amount * part / whole).quantize(Decimal(1).scaleb(-digits), ROUND_DOWN)
