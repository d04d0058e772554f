"""A value that was read from a document, with the place and the rule that prove it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from indexer.evidence import FieldEvidence, Rule, evidence

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A ``value`` read from ``line`` of the file (None: from no one line) by ``rule``."""

    value: T
    line: int | None
    rule: Rule


def value_of(found: Found[T] | None) -> T | None:
    """What was found, None where nothing was."""
    return None if found is None else found.value


def evidence_of(fields: Mapping[str, Found[Any] | None]) -> Iterator[FieldEvidence]:
    """The evidence of each field that something was found for."""
    for name, found in fields.items():
        if found is not None and found.value is not None:
            yield evidence(name, found.line, found.rule)
