import tomllib
from pathlib import Path

import pytest
from disputecli.core.evidence import checklist, read_proofs

DATA = Path(__file__).parents[2] / "disputecli" / "data"
PROOFS = read_proofs(tomllib.loads((DATA / "evidence.toml").read_text(encoding="utf-8")))
PICTURES = ["photo", "video", "unboxing_video", "package_photo", "label_photo", "measurement"]


def kinds(family, reason, detail=None):
    return [item.kind for item in checklist(PROOFS, family, reason, detail, ())]


ASKED = [
    ("not_as_described", "damaged", None, {"package_photo", "photo", "unboxing_video", "carrier_letter"}),
    ("not_as_described", "quality_problem", "does_not_work", {"photo", "video"}),
    ("not_as_described", "quality_problem", "stopped_working", {"video"}),
    ("not_as_described", "description_mismatch", "wrong_size", {"measurement", "listing_screenshot", "photo"}),
    ("not_as_described", "description_mismatch", "wrong_specification", {"test_result"}),
    ("not_as_described", "quantity_shortage", "fewer_pieces", {"photo", "label_photo"}),
    ("not_as_described", "quantity_shortage", "empty_parcel", {"photo", "label_photo", "unboxing_video"}),
    ("not_as_described", "missing_parts", None, {"photo", "label_photo"}),
    ("not_as_described", "counterfeit", None, {"photo", "carrier_letter"}),
    ("not_received", "in_transit_overdue", None, {"tracking_screenshot"}),
    ("not_received", "delivered_not_received", None, {"tracking_screenshot", "carrier_letter"}),
    ("not_received", "customs", None, {"customs_paper"}),
]


@pytest.mark.parametrize(("family", "reason", "detail", "wanted"), ASKED, ids=[f"{row[1]} {row[2]}" for row in ASKED])
def test_what_fits_a_reason(family, reason, detail, wanted):
    assert wanted | {"listing_screenshot", "order_screenshot", "chat_screenshot"} <= set(kinds(family, reason, detail))


@pytest.mark.parametrize(("family", "required"), [("not_received", 0), ("not_as_described", 1), ("personal", 1)])
def test_only_received_goods_require_anything(family, required):
    items = checklist(PROOFS, family, "x", None, ())
    assert sum(item.required for item in items) == required
    assert all(item.required for item in items[:required])


@pytest.mark.parametrize("kind", PICTURES)
def test_any_picture_is_the_required_one(kind):
    first = checklist(PROOFS, "not_as_described", "damaged", None, [kind])[0]
    assert (first.required, first.have) == (True, True)


@pytest.mark.parametrize("have", [[], ["chat_screenshot"], ["carrier_letter", "test_result"]])
def test_no_picture_is_missing(have):
    assert checklist(PROOFS, "not_as_described", "damaged", None, have)[0].have is False


def test_what_is_there_is_marked():
    items = checklist(PROOFS, "not_received", "customs", None, ["customs_paper"])
    assert [item.kind for item in items if item.have] == ["customs_paper"]


def test_the_closest_fit_stands_first():
    found = kinds("not_as_described", "description_mismatch", "wrong_size")
    assert found.index("measurement") < found.index("order_screenshot")


def test_a_typo_is_named():
    with pytest.raises(ValueError, match="reson"):
        read_proofs({"proof": [{"kind": "photo", "what": "x", "sources": [], "reson": []}]})
