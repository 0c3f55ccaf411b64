"""By which rules releases are merged: what the release schemas say beside the rules for objects and lists.

The library would fetch a schema for this, and nothing is fetched while data is read. Lists of objects are
merged by the objects' ids, save those named here, which a later release replaces as a whole. The facts are
those of the schemas 1.0.3 and 1.1.5 and of the extensions for lots, bids, owners and contract suppliers.
"""

from __future__ import annotations

from typing import Any

Rules = dict[tuple[str, ...], str]

_OMITTED = ("id", "date", "tag")
_STAGES = ("tender", "awards", "contracts")
_ORGANISATIONS = (
    "buyer", "tender/procuringEntity", "tender/tenderers", "awards/suppliers", "parties", "contracts/suppliers",
    "bids/details/tenderers", "parties/shareholders/shareholder", "parties/memberOf",
    "contracts/implementation/transactions/payer", "contracts/implementation/transactions/payee",
)  # fmt: skip
_WHOLE = (
    *(f"{stage}/amendment/changes" for stage in _STAGES),
    *(f"{stage}/amendments/changes" for stage in _STAGES),
    *(f"{stage}/items/additionalClassifications" for stage in _STAGES),
    *(f"{organisation}/additionalIdentifiers" for organisation in _ORGANISATIONS),
    "parties/roles", "tender/submissionMethod", "tender/additionalProcurementCategories",
    "relatedProcesses/relationship", "contracts/relatedProcesses/relationship",
    "tender/lots/identifiers", "tender/lots/additionalClassifications", "bids/details/identifiers",
)  # fmt: skip
#: In 1.0 organisations have no ids, so these lists are replaced as a whole.
_WHOLE_1_0 = ("awards/suppliers", "tender/tenderers")

_LISTS = frozenset(
    ("parties", "awards", "contracts", "suppliers", "tenderers", "items", "lots", "amendments", "documents", "bids/details")
)  # fmt: skip
_OBJECTS = frozenset(("tender", "planning", "buyer", "procuringEntity", "value", "budget", "bids"))


def rules_of(releases: list[dict[str, Any]]) -> Rules:
    """The rules for releases of one process: of 1.0 where none of them has the parties of 1.1."""
    whole = _WHOLE if any("parties" in release for release in releases) else (*_WHOLE, *_WHOLE_1_0)
    rules: Rules = {(name,): "omitWhenMerged" for name in _OMITTED}
    return rules | {tuple(path.split("/")): "wholeListMerge" for path in whole}


def tidy(value: Any, name: str = "") -> Any:
    """A release in which what should be a list or an object is one, so that no two releases differ in that."""
    if name in _LISTS and isinstance(value, dict):
        value = [value]
    if isinstance(value, list):
        items = [inner for item in value for inner in (item if isinstance(item, list) else [item])]
        if name in _OBJECTS and len(items) == 1 and isinstance(items[0], dict):
            return tidy(items[0], name)
        return [tidy(item) for item in items]
    if isinstance(value, dict):
        inside = "bids/" if name == "bids" else ""
        return {key: tidy(item, f"{inside}{key}") for key, item in value.items()}
    return {"name": value} if name in ("buyer", "procuringEntity") and isinstance(value, str) else value


def alike(releases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Releases, oldest first, without the values that are of another shape than in a newer one.

    A text here and an object there cannot be merged; what is newer would replace the older value anyway.
    """
    shapes: dict[tuple[str, ...], str] = {}
    return [_alike(release, (), shapes) for release in reversed(releases)][::-1]


def _alike(value: Any, path: tuple[str, ...], shapes: dict[tuple[str, ...], str]) -> Any:
    if isinstance(value, list):
        return [_alike(item, path, shapes) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {}
    for name, item in value.items():
        inside, shape = (*path, name), _shape(item)
        if not shape or shapes.setdefault(inside, shape) == shape:
            kept[name] = _alike(item, inside, shapes)
    return kept


def _shape(value: Any) -> str:
    if value is None or value == [] or value == {}:
        return ""
    if isinstance(value, list):
        return "objects" if all(isinstance(item, dict) for item in value) else "value"
    return "object" if isinstance(value, dict) else "value"
