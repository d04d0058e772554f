"""Decoding line by line, for files that are not valid UTF-8 as a whole.

Such a file is GB18030, or UTF-8 with damage, or pieces of both pasted together. Each line is given to the
encoding that reads it with the fewest losses and the most usual characters; a line that says nothing goes
with the others. What is certain is decided by looking at bytes alone, so that a file damaged everywhere takes
no longer than others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from indexer.files.plausibility import plausibility

_UTF8_RUN = re.compile(rb"(?:[\xe3-\xe9\xef][\x80-\xbf][\x80-\xbf]){2,}")
"""Two or more Han characters or CJK marks in UTF-8: rare in GB18030 text, and then implausible when read
so."""

_ASCII = bytes(range(128))
_MOSTLY = 0.8
"""Share of a line's bytes beyond ASCII that runs of UTF-8 make up where it is surely UTF-8, whole or not."""

_SHORT = 12
"""Bytes of a line that may well have been read before."""

_SHORT_LINES = 1 << 14
"""So many of them are remembered."""

_CLOSELY, _LINE_COST = 1 << 20, 16
"""Bytes of lines, and for each line, that are looked at closely: some seconds' work. Where more of a file is neither
the one encoding nor the other it is damaged throughout, and goes by what most of its lines are."""

_SURELY = 4
"""GB18030 reads as UTF-8 with so many times the losses that it has by damage."""

_PASTED = 0.75
"""Plausibility of a piece that is GB18030; wrong decodings lie below .65."""

_LEAST_PASTED = 8
"""Bytes beyond ASCII, four characters, from which a piece between runs of UTF-8 may be GB18030 that was
pasted there; a shorter one is damage."""


@dataclass(frozen=True, slots=True)
class MixedLines:
    """``encoding`` is that of most lines; ``odd`` and ``damaged`` are 1-based numbers of lines that were read
    by the other encoding, or that lost bytes."""

    text: str
    encoding: str
    odd: tuple[int, ...]
    damaged: tuple[int, ...]


class _Line(NamedTuple):
    """A line as read; ``encoding`` is None where both read it equally well, ``mixed`` where it took both."""

    text: str
    encoding: str | None
    mixed: bool = False


def decode_lines(data: bytes) -> MixedLines:
    """Decodes bytes that are not valid UTF-8; a line is what ``\\n`` ends (no byte of GB18030 holds 0x0A)."""
    whole = None if _UTF8_RUN.search(data) else _strict(data, "gb18030")
    if whole is not None:
        return MixedLines(whole, "gb18030", (), ())
    raw = data.split(b"\n")
    reader = _Reader()
    lines = [reader.read(line) for line in raw]
    sizes: Counter[str | None] = Counter()
    for size, line in zip(map(len, raw), lines, strict=True):
        sizes[line.encoding] += size
    main = "utf-8" if sizes["utf-8"] > sizes["gb18030"] else "gb18030"
    texts = [
        line.text if line.encoding or data.isascii() else data.decode(main, errors="replace")
        for data, line in zip(raw, lines, strict=True)
    ]
    odd = [at for at, line in enumerate(lines, 1) if line.encoding not in (None, main) or line.mixed]
    damaged = [at for at, text in enumerate(texts, 1) if "\ufffd" in text]
    return MixedLines("\n".join(texts), main, tuple(odd), tuple(damaged))


class _Reader:
    """Reads the lines of one file; those that no encoding reads whole are looked at closely while there are few."""

    def __init__(self) -> None:
        self._left = _CLOSELY
        self._short: dict[bytes, _Line] = {}

    def read(self, line: bytes) -> _Line:
        """``line`` by the encoding or encodings that read it best."""
        if line.isascii():
            return _Line(line.decode("ascii"), None)
        known = self._short.get(line)
        if known is not None:
            return known
        read = _whole(line) or self._in_pieces(line)
        if len(line) <= _SHORT and len(self._short) < _SHORT_LINES:
            self._short[line] = read
        return read

    def _in_pieces(self, line: bytes) -> _Line:
        self._left -= len(line) + _LINE_COST
        return _Line("", None) if self._left < 0 else _in_pieces(line)


def _whole(line: bytes) -> _Line | None:
    """A line that is surely of one encoding and not damaged; else None."""
    encoding = "utf-8" if _UTF8_RUN.search(line) else "gb18030"
    text = _strict(line, encoding)
    return None if text is None else _Line(text, encoding)


def _in_pieces(line: bytes) -> _Line:
    """A line that is damaged, or of both encodings."""
    runs = _UTF8_RUN.findall(line)
    if not runs:
        return _better(line)
    patched = _patched(line)
    if sum(map(len, runs)) >= _MOSTLY * len(line.translate(None, _ASCII)):
        return patched
    better = _better(line)
    return patched if patched.mixed and _score(patched.text) > _score(better.text) else better


def _better(line: bytes) -> _Line:
    """``line`` by one encoding throughout, whatever is lost."""
    utf8 = line.decode("utf-8", errors="replace")
    gb18030 = line.decode("gb18030", errors="replace")
    if utf8.count("\ufffd") > _SURELY * gb18030.count("\ufffd"):
        return _Line(gb18030, "gb18030")
    scores = _score(utf8), _score(gb18030)
    if scores[0] == scores[1]:
        return _Line(utf8, None)
    return _Line(utf8, "utf-8") if scores[0] > scores[1] else _Line(gb18030, "gb18030")


def _patched(line: bytes) -> _Line:
    """``line`` as UTF-8, but for pieces between its runs that are GB18030."""
    pieces, pasted = [], 0
    for piece, is_run in _pieces(line):
        text = None if is_run else _pasted(piece)
        pasted += 0 if text is None else len(piece)
        pieces.append(piece.decode("utf-8", errors="replace") if text is None else text)
    if not pasted:
        return _Line(line.decode("utf-8", errors="replace"), "utf-8")
    return _Line("".join(pieces), "gb18030" if 2 * pasted > len(line) else "utf-8", mixed=True)


def _pieces(line: bytes) -> Iterator[tuple[bytes, bool]]:
    """Runs of UTF-8 characters (True) and what lies between them."""
    end = 0
    for run in _UTF8_RUN.finditer(line):
        yield line[end : run.start()], False
        yield run.group(), True
        end = run.end()
    yield line[end:], False


def _pasted(piece: bytes) -> str | None:
    """The text of a piece that is GB18030; None where it is UTF-8, or damage."""
    if len(piece.translate(None, _ASCII)) < _LEAST_PASTED or _strict(piece, "utf-8") is not None:
        return None
    line = _better(piece)
    beyond_ascii = "".join(each for each in line.text if each > "\x7f")
    return line.text if line.encoding == "gb18030" and plausibility(beyond_ascii) >= _PASTED else None


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except ValueError:
        return None


def _score(text: str) -> float:
    """Plausibility, less twice the share of lost characters: a loss weighs more than a rare character."""
    return plausibility(text) - 2 * text.count("\ufffd") / max(len(text), 1)
