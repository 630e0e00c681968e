"""What does the buyer know? The order, the problem and the wish: facts as given, None where unknown."""

from collections.abc import Mapping
from decimal import Decimal

from disputecli.core.time import When
from disputecli.frozen import dataclass, field, fields

YES_NO_PARTLY = ("yes", "no", "partly")
USABLE = ("yes", "partly", "no")
EXTENTS = ("full", "partial")
TRACKING = (
    "never_moved", "moving", "stalled", "delivered", "delivered_elsewhere", "returned", "customs",
    "wrong_address", "unknown",
)  # fmt: skip
PAYMENT_METHODS = ("card", "paypal", "klarna", "bank", "wallet", "other")
PROFILES = ("general", "br", "kr", "eu")
EVIDENCE_KINDS = (
    "photo", "video", "unboxing_video", "package_photo", "label_photo", "measurement", "listing_screenshot",
    "order_screenshot", "chat_screenshot", "tracking_screenshot", "carrier_letter", "customs_paper", "test_result",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Order:
    """One line of an order, as the order page shows it; amounts in `currency`, dates as `When`."""

    order_id: str | None = None
    item: str | None = None
    variant: str | None = None
    quantity: int | None = None
    seller: str | None = None
    paid: Decimal | None = None
    currency: str | None = None
    payment_method: str | None = None
    country: str | None = None
    profile: str | None = None
    ordered_at: When | None = None
    paid_at: When | None = None
    shipped_at: When | None = None
    delivery_days: int | None = None
    protection_ends_at: When | None = None
    received_at: When | None = None
    confirmed_at: When | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, in the buyer's words and in answers to questions; sizes in centimetres."""

    received: str | None = None
    tracking: str | None = None
    text: str | None = None
    symptom: str | None = None
    usable: str | None = None
    package_damaged: bool | None = None
    matches_order: bool | None = None
    received_variant: str | None = None
    pieces_ordered: int | None = None
    pieces_received: int | None = None
    size_ordered_cm: Decimal | None = None
    size_received_cm: Decimal | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What the buyer would like: None where the advice decides; money in the order's currency."""

    extent: str | None = None
    amount: Decimal | None = None
    keep_item: bool | None = None
    local_return: bool | None = None
    return_cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of a case before a dispute is opened."""

    order: Order = field(default_factory=Order)
    problem: Problem = field(default_factory=Problem)
    wish: Wish = field(default_factory=Wish)


@dataclass(frozen=True, slots=True)
class Field:
    """One key of the answers: its section and name, the kind of value, and the allowed words of a choice."""

    section: str
    name: str
    kind: str
    choices: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The key as users write it, such as `order.item`."""
        return f"{self.section}.{self.name}"

    @property
    def flag(self) -> str:
        """The command-line option that sets it, such as `--item`."""
        return f"--{self.name.replace('_', '-')}"


_KINDS: dict[str, str] = {
    "text": "text",
    "quantity": "count", "paid": "price", "delivery_days": "count", "usable": "choice", "package_damaged": "yesno",
    "matches_order": "yesno", "pieces_ordered": "count", "pieces_received": "number", "size_ordered_cm": "length",
    "size_received_cm": "length", "evidence": "choices", "amount": "amount", "keep_item": "yesno",
    "local_return": "yesno", "return_cost": "amount", "payment_method": "choice", "country": "country",
    "currency": "currency", "profile": "choice", "received": "choice", "tracking": "choice", "extent": "choice",
    "symptom": "symptom", "ordered_at": "past", "paid_at": "past", "shipped_at": "past", "received_at": "past",
    "confirmed_at": "past", "protection_ends_at": "when",
}  # fmt: skip
_CHOICES: dict[str, tuple[str, ...]] = {
    "payment_method": PAYMENT_METHODS, "profile": PROFILES, "received": YES_NO_PARTLY, "tracking": TRACKING,
    "usable": USABLE, "extent": EXTENTS, "evidence": EVIDENCE_KINDS,
}  # fmt: skip
SECTIONS = {"order": Order, "problem": Problem, "wish": Wish}
FIELDS: dict[str, Field] = {
    found.key: found
    for section, record in SECTIONS.items()
    for each in fields(record)
    for found in (Field(section, each.name, _KINDS.get(each.name, "line"), _CHOICES.get(each.name, ())),)
}
NEEDED = ("order.item", "problem.received")


def profile_of(order: Order, profiles: Mapping[str, str]) -> str:
    """The rule profile: as given, else by the country through `profiles` (country -> profile), else `general`."""
    return order.profile or profiles.get((order.country or "").upper(), "general")
