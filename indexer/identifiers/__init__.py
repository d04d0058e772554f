"""What documents are known by: numbers, dates, places, as a text holds them and as people type them.

Offsets are half-open and 0-based in the text that was given; dates are ISO strings, impossible ones None. Each name is
loaded when it is first asked for: a query needs no places, a build no typed numbers.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

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

_HOMES = {
    "FoundDate": "dates",
    "FoundNumber": "number_series",
    "FoundNumberQuery": "number_queries",
    "NOWHERE": "places",
    "NumberPattern": "number_queries",
    "Place": "places",
    "PlaceHistory": "place_history",
    "Places": "places",
    "Succession": "place_history",
    "borne_code": "misread_codes",
    "certain_codes": "numbers",
    "chinese_number": "dates",
    "codes_of": "agency_codes",
    "faulty_examples": "numbers",
    "find_dates": "dates",
    "find_number_queries": "number_queries",
    "find_numbers": "numbers",
    "find_registration_numbers": "registration_numbers",
    "history_of": "place_history",
    "parse_date": "dates",
    "parse_number": "numbers",
    "parse_number_query": "number_queries",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
