"""Lines as the layout and the fields are read from: simplified characters, half-width digits and letters, and
digits where OCR read signs that look like them.

One character for one, so that a text made of such lines can be given its source's own characters back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from dictionaries import Dictionaries
from indexer.evidence import doubted
from indexer.layout import MISREAD, Line, any_of, mended
from indexer.models import Document, Text

_SHORT = 80
"""Characters of a line that may be a field of its own; mendings in running text change no field."""
_AROUND = 12
_SHORTEST_ORGAN = 3
"""办公厅: with two characters right the third is told; longer names end in one of these."""
_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()}


def simplified(lines: Iterable[Line], dictionaries: Dictionaries) -> tuple[Line, ...]:
    """The lines with every traditional or full-width character as its plain one; others are the same objects."""
    table, organs = _table(dictionaries), _misread_organs(dictionaries)
    return tuple(_plain(line, table, organs) for line in lines)


def as_printed(text: Text, pieces: Mapping[int, Sequence[tuple[str, str]]]) -> Text:
    """A text of simplified lines with the file's own characters.

    ``pieces`` are, by the number of the file's line, the simplified text of each of its pieces with the printed one.
    """
    printed = list(text.content)
    for start, number in text.runs:
        for plain, own in pieces.get(number, ()):
            at = start + (text.content[start : start + 1] == " " and own[:1] != " ")
            if text.content.startswith(plain, at):
                printed[at : at + len(own)] = own
    return Text("".join(printed), text.runs)


@dataclass(frozen=True, slots=True)
class Mending:
    """One line in which signs were read otherwise than printed; ``short`` lines may be a field of their own."""

    line: int
    note: str
    short: bool


def printed(
    documents: Sequence[Document], lines: Sequence[Line], plain: Sequence[Line], dictionaries: Dictionaries
) -> list[Document]:
    """Documents read from ``plain`` with their source's own characters in the text.

    Every value that was read from a mended line says so: a warning, and less confidence.
    """
    if all(here is there for here, there in zip(plain, lines, strict=True)):
        return list(documents)
    notes = tuple(mendings(lines, plain, dictionaries))
    pieces: dict[int, list[tuple[str, str]]] = {}
    for read, own in zip(plain, lines, strict=True):
        if read is not own:
            pieces.setdefault(own.number, []).append((read.text, own.text))
    return [_printed(each, pieces, notes) for each in documents]


def _printed(
    document: Document, pieces: Mapping[int, Sequence[tuple[str, str]]], notes: Iterable[Mending]
) -> Document:
    source = document.source
    proved = {proof.line for proof in document.evidence}
    own = [
        each
        for each in notes
        if each.line in proved
        or (each.short and source and source.first_line <= each.line <= source.last_line)
    ]
    return replace(
        document,
        text=as_printed(document.text, pieces),
        warnings=(*document.warnings, *(each.note for each in own)),
        evidence=doubted(document.evidence, {each.line for each in own}),
    )


def mendings(lines: Sequence[Line], plain: Sequence[Line], dictionaries: Dictionaries) -> Iterator[Mending]:
    """The lines of which something was read otherwise than printed; another form of the same sign is no mending."""
    table = _table(dictionaries)
    for printed, read in zip(lines, plain, strict=True):
        if read is printed or read.text == (same := printed.text.translate(table)):
            continue
        note = f"第{read.number}行：“{_excerpt(printed, read)}”按“{_excerpt(read, printed)}”读"
        digits = any(old in MISREAD and old != new for old, new in zip(same, read.text, strict=True))
        yield Mending(read.number, note, len(read.text) <= _SHORT and digits)


def _excerpt(shown: Line, other: Line) -> str:
    """The line, or of a long one what stands around the first sign that differs."""
    if len(shown.text) <= _SHORT:
        return shown.text
    at = next(i for i, (a, b) in enumerate(zip(shown.text, other.text, strict=True)) if a != b)
    return shown.text[max(0, at - _AROUND) : at + _AROUND]


def _plain(line: Line, table: Mapping[int, str], organs: _Organs) -> Line:
    text = organs.mended(mended(line.text.translate(table)))
    return line if text == line.text else replace(line, text=text)


@dataclass(frozen=True, slots=True)
class _Organs:
    """Names of organs that OCR misread: ``ends`` of words whose last character is a look-alike (办公打), and what it
    made of the wide blank between two of them (财政局”教育局).
    """

    misread: re.Pattern[str]
    ends: Mapping[str, str]
    quoted: re.Pattern[str]

    def mended(self, text: str) -> str:
        """The short line with the names' own last characters and blanks between names; running text stays."""
        if len(text) > _SHORT:
            return text
        if self.misread.search(text):
            text = self.misread.sub(lambda found: found.group()[:-1] + self.ends[found.group()], text)
        if "”" in text or "“" in text:
            text = self.quoted.sub(lambda found: " " * len(found.group()), text)
        return text


@lru_cache(maxsize=4)
def _misread_organs(dictionaries: Dictionaries) -> _Organs:
    names = {name for name in dictionaries.markers["issuer_suffix"] if len(name) == _SHORTEST_ORGAN}
    ends = {
        name[:-1] + wrong: name[-1] for name in names for wrong in dictionaries.lookalikes.get(name[-1], "")
    }
    suffixes = dictionaries.markers["issuer_suffix"]
    last = "".join(sorted({name[-1] for name in suffixes} | {"委"}))
    quoted = rf"(?<=[{last}])\s?[”“]\s?(?=[\u4e00-\u9fff]{{2,18}}?(?:{any_of(suffixes)}|委)(?:$|关于|[\s”“]))"
    return _Organs(re.compile(any_of(ends.keys() - names)), ends, re.compile(quoted))


@lru_cache(maxsize=4)
def _table(dictionaries: Dictionaries) -> Mapping[int, str]:
    return str.maketrans({**dictionaries.traditional, **_WIDE})
