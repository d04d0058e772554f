"""Issuers whose name OCR damaged: read as the organ that the issue names elsewhere, with a warning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dictionaries import Dictionaries
from indexer.evidence import Rule, evidence, with_evidence
from indexer.identifiers import NOWHERE, Place
from indexer.issues import Candidate, Layout
from indexer.metadata.describe import Reader
from indexer.models import Document

_LONG_NAME, _SHORT_NAME = 6, 3
"""Characters of a name of which one may be misread; of one that needs a look-alike."""


def with_issuers(layout: Layout, origins: Sequence[Place], reader: Reader) -> tuple[Layout, list[str | None]]:
    """The layout with issuers that OCR damaged mended where the issue tells, and for each part what was printed."""
    places = reader.places
    named = [part.head.issuer for part in layout.parts if part.head.issuer]
    gazettes = {part.gazette.title for part in layout.parts if part.gazette and part.gazette.title}
    stems = [title.removesuffix("公报") for title in gazettes]
    known = [name for name in (*stems, *named) if places.locate(name) != NOWHERE]
    parts, printed = [], []
    for part, where in zip(layout.parts, origins, strict=True):
        issuer = part.head.issuer
        unknown = issuer is not None and places.locate(issuer) == NOWHERE
        right = _mended(issuer, known, where, reader.dictionaries) if issuer and unknown else None
        parts.append(replace(part, head=_issued_by(part.head, right)) if right else part)
        printed.append(issuer if right else None)
    return replace(layout, parts=tuple(parts)), printed


def _issued_by(head: Candidate, issuer: str) -> Candidate:
    """The head with its issuer's right name, in the title, too."""
    assert head.issuer is not None
    named = head.title.startswith(head.issuer)
    title = issuer + head.title[len(head.issuer) :] if named else head.title
    return replace(head, issuer=issuer, title=title)


def told_of_issuer(document: Document, printed: str | None) -> Document:
    """With a word, and less confidence, where the issuer is not the one that its title seems to name."""
    if printed is None or document.issuer is None:
        return document
    told = f"发文机关“{printed}”疑有误认，按“{document.issuer}”收录"
    lines = {each.field: each.line for each in document.evidence}
    proofs = [evidence(each, lines.get(each), Rule.MENDED_NAME) for each in ("issuer", "title")]
    return replace(
        document,
        warnings=(*document.warnings, told),
        evidence=with_evidence(document.evidence, *proofs),
    )


def _mended(issuer: str, stems: Sequence[str], place: Place, dictionaries: Dictionaries) -> str | None:
    """The issuer with the name that the issue bears elsewhere, where OCR damaged its own: 祥去县人民政府.

    ``stems`` are names of organs that exist; without one the place's own name tells, if the character is a
    look-alike. None where nothing is to be mended.
    """
    for stem in stems:
        wrong = _differing(issuer[: len(stem)], stem)
        if len(stem) >= _LONG_NAME and len(wrong) == 1 and issuer[len(stem) - 2 : len(stem)] == stem[-2:]:
            return stem + issuer[len(stem) :]
    for name in filter(None, (place.district, place.city, place.province)):
        wrong = _differing(issuer[: len(name)], name)
        if len(wrong) == 1 and len(name) >= _SHORT_NAME and wrong[0] < len(name) - 1:
            at = wrong[0]
            if issuer[at] in dictionaries.lookalikes.get(name[at], ""):
                return name + issuer[len(name) :]
    return None


def _differing(printed: str, name: str) -> list[int]:
    """Where two names of one length differ; every place where their lengths do."""
    if len(printed) != len(name):
        return list(range(len(name)))
    return [at for at, (a, b) in enumerate(zip(printed, name, strict=True)) if a != b]
