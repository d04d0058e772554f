"""What a match may ask for: a tree of conditions, free of any engine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """Documents whose ``field`` holds ``token`` (an analysed token, or a keyword field's whole value)."""

    field: str
    token: str


@dataclass(frozen=True, slots=True)
class Substring:
    """Documents in which ``folded`` (already folded, at least one character) stands in the title or one
    paragraph.
    """

    folded: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Documents whose ``field`` holds a token that begins with ``prefix``; at most ``limit`` tokens are
    tried.
    """

    field: str
    prefix: str
    limit: int = 200


@dataclass(frozen=True, slots=True)
class And:
    """Documents that every clause matches."""

    clauses: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Documents that a clause matches."""

    clauses: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Documents that the clause does not match."""

    clause: Query


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Documents whose matched clauses weigh at least ``minimum`` together (a weighted should-match)."""

    clauses: tuple[tuple[Query, float], ...]
    minimum: float


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No document."""


Query = Term | Substring | Prefix | And | Or | Not | AtLeast | Everything | Nothing
