"""What documents are known by: numbers, dates, places, as a text holds them and as people type them.

Offsets are half-open and 0-based in the text that was given; dates are ISO strings, impossible ones None. Each name is
loaded when it is first asked for: a query needs no places, a build no typed numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.doors import lazy

if TYPE_CHECKING:
    from indexer.identifiers.agency_codes import codes_of
    from indexer.identifiers.dates import FoundDate, chinese_number, find_dates, parse_date
    from indexer.identifiers.misread_codes import borne_code
    from indexer.identifiers.number_queries import (
        FoundNumberQuery,
        NumberPattern,
        find_number_queries,
        parse_number_query,
    )
    from indexer.identifiers.number_series import FoundNumber
    from indexer.identifiers.numbers import certain_codes, faulty_examples, find_numbers, parse_number
    from indexer.identifiers.place_history import PlaceHistory, Succession, history_of
    from indexer.identifiers.places import NOWHERE, Place, Places
    from indexer.identifiers.registration_numbers import find_registration_numbers

__all__ = [
    "NOWHERE",
    "FoundDate",
    "FoundNumber",
    "FoundNumberQuery",
    "NumberPattern",
    "Place",
    "PlaceHistory",
    "Places",
    "Succession",
    "borne_code",
    "certain_codes",
    "chinese_number",
    "codes_of",
    "faulty_examples",
    "find_dates",
    "find_number_queries",
    "find_numbers",
    "find_registration_numbers",
    "history_of",
    "parse_date",
    "parse_number",
    "parse_number_query",
]

__getattr__ = lazy(
    __name__,
    {
        "agency_codes": ("codes_of",),
        "dates": ("FoundDate", "chinese_number", "find_dates", "parse_date"),
        "misread_codes": ("borne_code",),
        "number_queries": ("FoundNumberQuery", "NumberPattern", "find_number_queries", "parse_number_query"),
        "number_series": ("FoundNumber",),
        "numbers": ("certain_codes", "faulty_examples", "find_numbers", "parse_number"),
        "place_history": ("PlaceHistory", "Succession", "history_of"),
        "places": ("NOWHERE", "Place", "Places"),
        "registration_numbers": ("find_registration_numbers",),
    },
)
