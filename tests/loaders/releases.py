"""Releases that we made up, in the shapes and with the dirt of real files."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def release(number: int, *, date: str = "2020-03-01T00:00:00Z", **changes: Any) -> Json:
    """A complete release of an invented process."""
    buyer, winner = f"B{number % 7}", f"S{number % 11}"
    made: Json = {
        "ocid": f"ocds-made01-{number}",
        "id": f"{number}-{date}",
        "date": date,
        "tag": ["award"],
        "initiationType": "tender",
        "parties": [
            {"id": buyer, "name": f"虚构市第{number % 7}信息中心", "roles": ["buyer", "procuringEntity"],
             "contactPoint": {"name": "某人", "telephone": "13800000000", "email": "a@example.org"}},
            {"id": winner, "name": f"虚构{number % 11}号软件有限公司", "roles": ["supplier"],
             "identifier": {"scheme": "XX-REG", "id": f"90000{number % 11:03}"}},
        ],
        "buyer": {"id": buyer, "name": f"虚构市第{number % 7}信息中心"},
        "tender": {"id": "t", "title": f"虚构项目{number}", "procurementMethod": "open", "procurementMethodDetails": "公开招标",
                   "value": {"amount": 1000000 + number, "currency": "CNY"},
                   "tenderPeriod": {"startDate": "2020-01-05T00:00:00Z"}, "lots": [{"id": "1", "title": "一包"}]},
        "awards": [{"id": "a1", "date": "2020-02-10", "status": "active", "value": {"amount": 900000.5 + number, "currency": "CNY"},
                    "suppliers": [{"id": winner, "name": f"虚构{number % 11}号软件有限公司"}], "relatedLots": ["1"]}],
        "contracts": [{"id": "c1", "awardID": "a1", "dateSigned": "2020-02-20",
                       "value": {"amount": 900000.5 + number, "currency": "CNY"},
                       "amendments": [{"id": "m1", "date": "2020-06-01"}]}],
    }  # fmt: skip
    made.update(changes)
    return made


def package(*releases: Any, **changes: Any) -> Json:
    """A release package."""
    return {"uri": "http://example.org/p", "publishedDate": "2020-03-02T00:00:00Z", "version": "1.1",
            "publisher": {"name": "虚构发布者"}, "releases": list(releases), **changes}  # fmt: skip
