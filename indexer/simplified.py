"""Lines as the layout and the fields are read from: simplified characters, half-width digits and letters, and
digits where OCR read signs that look like them.

One character for one, so that a text made of such lines can be given its source's own characters back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from dictionaries import Dictionaries
from indexer.layout import MISREAD, Line, mended
from indexer.models import Text

_SHORT = 80
"""Characters of a line that may be a field of its own; mendings in running text change no field."""
_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()}


def simplified(lines: Iterable[Line], dictionaries: Dictionaries) -> tuple[Line, ...]:
    """The lines with every traditional or full-width character as its plain one; others are the same objects."""
    table = _table(dictionaries)
    return tuple(_plain(line, table) for line in lines)


def as_printed(text: Text, lines: Sequence[Line]) -> Text:
    """A text of simplified lines with the characters of ``lines``, those of the file (line n at n - 1)."""
    printed = list(text.content)
    for start, number in text.runs:
        piece = lines[number - 1].text
        at = start + (text.content[start : start + 1] == " " and piece[:1] != " ")
        printed[at : at + len(piece)] = piece
    return Text("".join(printed), text.runs)


def mendings(lines: Sequence[Line], plain: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """For each short line in which digits were mended its number and a sentence that says so."""
    for printed, read in zip(lines, plain, strict=True):
        pairs = zip(printed.text, read.text, strict=True)
        short = read is not printed and len(read.text) <= _SHORT
        if short and any(old in MISREAD and old != new for old, new in pairs):
            yield read.number, f"第{read.number}行：“{printed.text}”按“{read.text}”读"


def _plain(line: Line, table: Mapping[int, str]) -> Line:
    text = mended(line.text.translate(table))
    return line if text == line.text else replace(line, text=text)


@lru_cache(maxsize=4)
def _table(dictionaries: Dictionaries) -> Mapping[int, str]:
    return str.maketrans({**dictionaries.traditional, **_WIDE})
