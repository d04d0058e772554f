"""Numbers whose code OCR misread: read as the code that the issue bears elsewhere, with a warning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dictionaries import Dictionaries
from indexer.evidence import Rule, evidence, with_evidence
from indexer.identifiers import borne_code, codes_of, parse_number
from indexer.models import Document

_SHORTEST = 3
"""Characters of a code that may be misread: two may be anything."""


def mended_numbers(
    documents: Sequence[Document], listed: Iterable[str | None], dictionaries: Dictionaries
) -> tuple[Document, ...]:
    """The documents of one issue, each with its numbers put right and a warning for each that was.

    ``listed`` are the numbers of the contents list. A code counts as borne where agencies.csv knows it or
    two numbers have it; only a code that is neither is taken for misread.
    """
    named = [*listed, *(number for one in documents for number in (one.number, *one.cites))]
    borne = _borne(set(filter(None, named)), dictionaries)
    return tuple(_mended(document, borne, dictionaries) for document in documents)


def _borne(numbers: set[str], dictionaries: Dictionaries) -> frozenset[str]:
    codes = Counter(parsed.agency_code for number in numbers if (parsed := parse_number(number)))
    known = codes_of(dictionaries)
    return frozenset(code for code, count in codes.items() if count > 1 or known.is_known(code))


def _mended(document: Document, borne: frozenset[str], dictionaries: Dictionaries) -> Document:
    numbers = filter(None, (document.number, *document.cites))
    right = {number: other for number in numbers if (other := _as_borne(number, borne, dictionaries))}
    if not right:
        return document
    warnings = tuple(f"文号{number}的代字疑有误认，按{other}收录" for number, other in right.items())
    proofs = document.evidence
    if document.number in right:
        line = next((each.line for each in proofs if each.field == "number"), None)
        proofs = with_evidence(proofs, evidence("number", line, Rule.MISREAD_CODE))
    return replace(
        document,
        evidence=proofs,
        number=right.get(document.number or "", document.number),
        cites=_replaced(document.cites, right),
        repeals=_replaced(document.repeals, right),
        warnings=(*document.warnings, *warnings),
    )


def _as_borne(number: str, borne: frozenset[str], dictionaries: Dictionaries) -> str | None:
    """The number with the code that it is a look-alike of, or None where nothing is to be put right."""
    parsed = parse_number(number)
    if parsed is None or len(parsed.agency_code) < _SHORTEST or parsed.year is None:
        return None
    code = borne_code(parsed.agency_code, borne, dictionaries)
    return str(replace(parsed, agency_code=code)) if code not in (None, parsed.agency_code) else None


def _replaced(numbers: tuple[str, ...], right: dict[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(right.get(number, number) for number in numbers))
