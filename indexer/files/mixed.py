"""Decoding line by line, for files that are not valid UTF-8 as a whole.

Such a file is GB18030, or UTF-8 with damage, or pieces of both pasted together. Each line is given to the
encoding that reads it with the fewest losses and the most usual characters; a line that says nothing goes
with the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.files.plausibility import plausibility

_UTF8_RUN = re.compile(rb"(?:[\xe3-\xe9\xef][\x80-\xbf][\x80-\xbf]){2,}")
"""Two or more Han characters or CJK marks in UTF-8: rare in GB18030 text, and then implausible when read
so."""


@dataclass(frozen=True, slots=True)
class MixedLines:
    """``encoding`` is that of most lines; ``odd`` and ``damaged`` are 1-based numbers of lines that were read
    by the other encoding, or that lost bytes."""

    text: str
    encoding: str
    odd: tuple[int, ...]
    damaged: tuple[int, ...]


def decode_lines(data: bytes) -> MixedLines:
    """Decodes bytes that are not valid UTF-8; a line is what ``\\n`` ends (no byte of GB18030 holds 0x0A)."""
    raw = data.split(b"\n")
    choices = [None if line.isascii() else _judge(line) for line in raw]
    size = {"utf-8": 0, "gb18030": 0}
    for line, choice in zip(raw, choices, strict=True):
        if choice:
            size[choice] += len(line)
    main = "utf-8" if size["utf-8"] > size["gb18030"] else "gb18030"
    texts, odd, damaged = [], [], []
    for number, (line, choice) in enumerate(zip(raw, choices, strict=True), 1):
        name = choice if choice else main
        text, pieces = _decode_line(line, name)
        texts.append(text)
        if name != main or pieces > 1:
            odd.append(number)
        if "\ufffd" in text:
            damaged.append(number)
    return MixedLines("\n".join(texts), main, tuple(odd), tuple(damaged))


def _judge(line: bytes) -> str | None:
    """The encoding that reads ``line`` best; None where both do equally."""
    if not _UTF8_RUN.search(line):
        try:
            line.decode("gb18030")
        except ValueError:
            pass
        else:
            return "gb18030"
    utf8 = _score(line.decode("utf-8", errors="replace"))
    gb18030 = _score(line.decode("gb18030", errors="replace"))
    if utf8 == gb18030:
        return None
    return "utf-8" if utf8 > gb18030 else "gb18030"


def _score(text: str) -> float:
    """Plausibility, less twice the share of lost characters: a loss weighs more than a rare character."""
    return plausibility(text) - 2 * text.count("\ufffd") / max(len(text), 1)


def _decode_line(line: bytes, name: str) -> tuple[str, int]:
    """The line's text, and how many encodings were needed within it (2 where a single one would lose
    bytes)."""
    text = line.decode(name, errors="replace")
    if "\ufffd" not in text:
        return text, 1
    patched = "".join(_pieces(line))
    lost, still_lost = text.count("\ufffd"), patched.count("\ufffd")
    if still_lost * 2 <= lost and plausibility(patched) > plausibility(text):
        return patched, 2
    return text, 1


def _pieces(line: bytes) -> Iterator[str]:
    """Runs of UTF-8 characters as UTF-8, what lies between them as GB18030."""
    end = 0
    for run in _UTF8_RUN.finditer(line):
        yield line[end : run.start()].decode("gb18030", errors="replace")
        yield run.group().decode("utf-8", errors="replace")
        end = run.end()
    yield line[end:].decode("gb18030", errors="replace")
