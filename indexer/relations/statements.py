"""What one document states: about itself (施行, 有效期) and about others, before anybody is looked up.

The values are small and hold no text but the quoted sentences, so a whole collection's fit on disk as lines.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from operator import itemgetter
from typing import Any, Literal, get_args

Kind = Literal[
    "cites",
    "based_on",
    "repeals",
    "repeals_partly",
    "amends",
    "extends",
    "continues",
    "lapses",
    "forwards",
    "corrects",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
VALIDITY_KINDS = frozenset({"repeals", "repeals_partly", "amends", "extends", "continues", "lapses"})
"""The kinds that change what is in force."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Another document as a text speaks of it.

    At least one of ``number`` (normal form) and ``title`` is there. ``paragraph`` is 0-based in the text, -1
    for the title, ``line`` the 1-based source line. ``on`` is the day the sentence gives for its effect, None
    where it gives none; ``until`` the last day of a stated term, ``until_raw`` as printed, ``months`` a term
    that is counted. ``listed`` tells that it is a row of a clean-up list.
    """

    kind: Kind
    number: str | None
    title: str | None
    sentence: str
    paragraph: int
    line: int
    confidence: float
    registration_number: str | None = None
    on: str | None = None
    until: str | None = None
    until_raw: str | None = None
    months: int | None = None
    listed: bool = False

    @property
    def label(self) -> str:
        """How people name it: the number, else the title."""
        return self.number or self.title or ""


@dataclass(frozen=True, slots=True)
class OwnTerm:
    """What a document says of its own force: it takes ``effect`` on that day, or ``expires`` after it."""

    kind: Literal["effective", "expires"]
    on: str
    sentence: str
    line: int


@dataclass(frozen=True, slots=True)
class Head:
    """What a document is known by when others name it."""

    id: str
    number: str | None
    title: str
    instrument_title: str | None
    issuer: str | None
    registration_number: str | None
    province: str | None
    city: str | None
    district: str | None
    written_on: str | None
    dated_on: str | None
    file: str | None
    has_validity: bool = True


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """``values`` of a document's MinHash, as hex digits, eight each, and the ``size`` of its text without what varies
    (see near_duplicates)."""

    values: str
    size: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """To whom a document is nearly the same: ``group`` is the id of the first of its likes.

    ``print`` is the id of the first print of the very document, its own where it is the first or only one.
    """

    group: str
    print: str


@dataclass(frozen=True, slots=True)
class Statements:
    """All of one document: ``dated_on`` of its head is the day from which what it declares counts."""

    head: Head
    terms: tuple[OwnTerm, ...] = ()
    mentions: tuple[Mention, ...] = ()
    fingerprint: Fingerprint | None = None

    def to_line(self) -> str:
        """One line of JSON, without the line break."""
        stored = {
            "head": _plain(self.head),
            "terms": [_plain(term) for term in self.terms],
            "mentions": [_plain(mention) for mention in self.mentions],
            "fingerprint": self.fingerprint and asdict(self.fingerprint),
        }
        return json.dumps(stored, ensure_ascii=False, separators=(",", ":"))


def from_line(line: str) -> Statements:
    """The statements that ``to_line`` wrote. Raises ValueError, KeyError or TypeError for a damaged line."""
    stored = json.loads(line)
    return Statements(
        _made(Head, stored["head"]),
        tuple(_made(OwnTerm, one) for one in stored["terms"]),
        tuple(_made(Mention, one) for one in stored["mentions"]),
        Fingerprint(**stored["fingerprint"]) if stored["fingerprint"] else None,
    )


_NAMES = {kind: tuple(field.name for field in fields(kind)) for kind in (Head, OwnTerm, Mention)}


_VALUES = {kind: itemgetter(*names) for kind, names in _NAMES.items()}


def _plain(value: Head | OwnTerm | Mention) -> dict[str, Any]:
    """``asdict`` of what holds no other dataclass, without its copies."""
    return {name: getattr(value, name) for name in _NAMES[type(value)]}


def _made(kind: Any, values: dict[str, Any]) -> Any:
    return kind(*_VALUES[kind](values))
