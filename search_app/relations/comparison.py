"""Two documents side by side: their articles or sections aligned by content, differences marked by word.

A unit is an article (第三条 with its items), or a numbered section, or a paragraph, whichever the text is built of; a
table's row is a unit of its own. Units are paired by how alike they are, never by number alone; what the pairs share
is measured in characters (normalised Indel similarity).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

from indexer.analysis import squeezed
from indexer.models import Document

PairKind = Literal["same", "changed", "only_a", "only_b"]
Cut = Callable[[str], Sequence[str]]

ALIKE = 0.45
"""Least similarity of two units that are one in two versions; below it they are two matters."""

_BRIEF = 12
"""Characters below which a unit must be nearly the same to be paired: 附则, 第一章."""

_BRIEF_ALIKE = 0.75
_NUMERAL = r"[一二三四五六七八九十百零〇\d]+"
_ARTICLE = re.compile(rf"\s*第{_NUMERAL}条(?:之{_NUMERAL})?")
_SECTIONS = (
    re.compile(r"\s*(?:[一二三四五六七八九十百]+、|[（(][一二三四五六七八九十百]+[）)])"),
    re.compile(r"\s*\d{1,2}[.．、](?!\d)"),
)
"""一、 and （一） alike begin a section, whichever the text is built of; else 1."""
_CHAPTER = re.compile(rf"\s*第{_NUMERAL}[编章节]")
_LEAST_ARTICLES = 3
_WORD = re.compile(r"[A-Za-z]+|\d+|[\u4e00-\u9fff]|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Unit:
    """An article, section, paragraph or table row; ``label`` is its number (第三条) or "", ``line`` in its source."""

    label: str
    text: str
    line: int
    is_row: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a unit's text; ``changed`` where the other side has something else."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two units that are one matter, or one alone; ``share`` of their text is common, 0 to 1."""

    kind: PairKind
    share: float
    a: Unit | None
    b: Unit | None
    a_pieces: tuple[Piece, ...] = ()
    b_pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """All pairs in the order of ``a``, each unit of ``b`` alone after the one it follows; ``share`` over all text."""

    a: Document
    b: Document
    pairs: tuple[Pair, ...]
    share: float

    def count(self, kind: PairKind) -> int:
        return sum(pair.kind == kind for pair in self.pairs)


def compare_texts(a: Document, b: Document, cut: Cut | None = None) -> Comparison:
    """``a`` and ``b`` unit by unit; ``cut`` gives a text's words (default: characters), which join to it."""
    units_a, units_b = units(a), units(b)
    partners = _partners(units_a, units_b)
    pairs = tuple(_pairs(units_a, units_b, partners, cut or _characters))
    return Comparison(a, b, pairs, _share(pairs))


def units(document: Document) -> tuple[Unit, ...]:
    """What a document is compared by, in order; nothing of its text is left out."""
    paragraphs = document.text.content.split("\n")
    begins = _beginning(paragraphs)
    found: list[Unit] = []
    at = 0
    for text in paragraphs:
        line = document.text.line_at(at)
        at += len(text) + 1
        if not text.strip():
            continue
        mark = begins(text)
        if "\t" in text:
            found.append(Unit("", text, line, is_row=True))
        elif mark is None and found and found[-1].label and not found[-1].is_row and not _CHAPTER.match(text):
            last = found[-1]
            found[-1] = Unit(last.label, f"{last.text}\n{text}", last.line)
        else:
            found.append(Unit(mark or "", text, line))
    return tuple(found)


def _beginning(paragraphs: Sequence[str]) -> Callable[[str], str | None]:
    """How a unit of this text is told: by 第…条, by its numbering, or every paragraph alone."""
    for pattern in (_ARTICLE, *_SECTIONS):
        if sum(bool(pattern.match(text)) for text in paragraphs) >= _LEAST_ARTICLES:
            return lambda text: found.group().strip() if (found := pattern.match(text)) else None
    return lambda text: None


def _partners(a: Sequence[Unit], b: Sequence[Unit]) -> dict[int, int]:
    """Index in ``a`` -> index in ``b`` of the units that are one matter: the likest first, each once.

    Of equally like ones those that stand at like places in their texts.
    """
    texts_a = [_bare(unit) for unit in a]
    texts_b = [_bare(unit) for unit in b]
    rated = sorted(_rated(texts_a, texts_b, a, b), key=lambda each: (-each[0], each[1], each[2], each[3]))
    partners: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in rated:
        if i not in partners and j not in taken:
            partners[i] = j
            taken.add(j)
    return partners


def _rated(
    texts_a: Sequence[str], texts_b: Sequence[str], a: Sequence[Unit], b: Sequence[Unit]
) -> Iterator[tuple[float, float, int, int]]:
    """(similarity, distance of the places, i, j) of every two units that may be one."""
    for i, text in enumerate(texts_a):
        place = i / max(1, len(texts_a))
        for j, other in enumerate(texts_b):
            if a[i].is_row != b[j].is_row:
                continue
            least = _BRIEF_ALIKE if min(len(text), len(other)) < _BRIEF else ALIKE
            alike = Indel.normalized_similarity(text, other, score_cutoff=least)
            if alike >= least and (text or other):
                yield round(alike, 4), round(abs(place - j / max(1, len(texts_b))), 4), i, j


def _bare(unit: Unit) -> str:
    """What is compared: without the number, blanks and marks."""
    return squeezed(unit.text.removeprefix(unit.label).strip())


def _pairs(a: Sequence[Unit], b: Sequence[Unit], partners: dict[int, int], cut: Cut) -> Iterator[Pair]:
    """The pairs in the order of ``a``; what only ``b`` has follows the partner of what stands before it in ``b``."""
    taken = set(partners.values())
    after: dict[int, list[int]] = {}
    anchor = -1
    for j in range(len(b)):
        if j in taken:
            anchor = j
        else:
            after.setdefault(anchor, []).append(j)
    yield from (_alone(b[j], "only_b") for j in after.get(-1, ()))
    for i, unit in enumerate(a):
        partner = partners.get(i)
        if partner is None:
            yield _alone(unit, "only_a")
            continue
        yield _pair(unit, b[partner], cut)
        yield from (_alone(b[j], "only_b") for j in after.get(partner, ()))


def _alone(unit: Unit, kind: Literal["only_a", "only_b"]) -> Pair:
    pieces = (Piece(unit.text, changed=True),)
    return (
        Pair(kind, 0.0, unit, None, pieces) if kind == "only_a" else Pair(kind, 0.0, None, unit, (), pieces)
    )


def _pair(a: Unit, b: Unit, cut: Cut) -> Pair:
    text_a, text_b = _bare(a), _bare(b)
    if text_a == text_b:
        return Pair("same", 1.0, a, b, (Piece(a.text, changed=False),), (Piece(b.text, changed=False),))
    share = round(Indel.normalized_similarity(text_a, text_b), 3)
    return Pair("changed", share, a, b, *_differences(a, b, cut))


def _differences(a: Unit, b: Unit, cut: Cut) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The runs of both texts, by word; a difference of blanks, of marks or of the number is none."""
    words_a, words_b = list(cut(a.text)), list(cut(b.text))
    matcher = difflib.SequenceMatcher(None, words_a, words_b, autojunk=False)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a_start, a_end, b_start, b_end in matcher.get_opcodes():
        text_a, text_b = "".join(words_a[a_start:a_end]), "".join(words_b[b_start:b_end])
        changed = tag != "equal" and squeezed(text_a) != squeezed(text_b)
        _append(left, text_a, changed)
        _append(right, text_b, changed)
    return tuple(left), tuple(right)


def _append(pieces: list[Piece], text: str, changed: bool) -> None:
    if not text:
        return
    if pieces and pieces[-1].changed == changed:
        pieces[-1] = Piece(pieces[-1].text + text, changed)
    else:
        pieces.append(Piece(text, changed))


def _share(pairs: Sequence[Pair]) -> float:
    """The common part of both texts: each pair weighs as many characters as it has."""
    total = common = 0.0
    for pair in pairs:
        size = len(pair.a.text if pair.a else "") + len(pair.b.text if pair.b else "")
        total += size
        common += size * pair.share
    return round(common / total, 3) if total else 0.0


def _characters(text: str) -> list[str]:
    return _WORD.findall(text)
