"""tesseract, where the system has it with Chinese: a program of its own, asked for lines with their places."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from indexer.errors import ExtractError
from indexer.orphans import command_that_ends_with_us
from indexer.scans.page import TextBox

if TYPE_CHECKING:
    from PIL.Image import Image

LANGUAGE = "chi_sim"
TIMEOUT = 120.0
"""Seconds for a page; it takes some five."""

_GAP = 2.5
"""Heights of a line after which two words of it are two boxes: cells, a contents row and its page."""

_HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


@lru_cache(maxsize=1)
def version() -> str | None:
    """Its version; None where it, its Chinese or what renders pages is not installed."""
    if shutil.which("tesseract") is None or any(find_spec(name) is None for name in ("pypdfium2", "PIL")):
        return None
    if LANGUAGE not in _asked("--list-langs").split():
        return None
    found = re.search(r"\d+(?:\.\d+)+", _asked("--version"))
    return found.group() if found else None


def _asked(option: str) -> str:
    done = subprocess.run(["tesseract", option], capture_output=True, text=True, check=False, timeout=TIMEOUT)  # noqa: S603, S607
    return done.stdout + done.stderr


def load() -> Callable[[Image], tuple[TextBox, ...]]:
    """Nothing is held in memory: each page starts the program anew."""
    return read


def read(picture: Image) -> tuple[TextBox, ...]:
    """The boxes of one page. Raises ExtractError where the program fails."""
    stream = io.BytesIO()
    picture.convert("L").save(stream, "PPM")
    command = ["tesseract", "-", "-", "-l", LANGUAGE, "--dpi", "200", "--psm", "3", "tsv"]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program; the picture comes by its standard input
            command_that_ends_with_us(command),
            input=stream.getvalue(),
            capture_output=True,
            check=True,
            timeout=TIMEOUT,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise ExtractError("tesseract 没有读出这一页") from error
    return boxes(done.stdout.decode("utf-8", "replace"))


def boxes(table: str) -> tuple[TextBox, ...]:
    """The boxes of tesseract's table: words of a line joined, where no wide gap stands between them."""
    lines: dict[tuple[str, ...], list[_Word]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == "5" and (row["text"] or "").strip():
            place = tuple(row[name] for name in ("page_num", "block_num", "par_num", "line_num"))
            lines.setdefault(place, []).append(_word(row))
    return tuple(_box(run) for words in lines.values() for run in _runs(words))


@dataclass(frozen=True, slots=True)
class _Word:
    left: int
    top: int
    right: int
    bottom: int
    confidence: float
    text: str


def _word(row: Mapping[str, str]) -> _Word:
    left, top = int(row["left"]), int(row["top"])
    right, bottom = left + int(row["width"]), top + int(row["height"])
    return _Word(left, top, right, bottom, float(row["conf"]) / 100, row["text"])


def _runs(words: Sequence[_Word]) -> Iterator[list[_Word]]:
    """The words of a line, cut where a gap is wider than blanks are."""
    height = max(word.bottom for word in words) - min(word.top for word in words)
    run = [words[0]]
    for word in words[1:]:
        if word.left - run[-1].right > _GAP * height:
            yield run
            run = []
        run.append(word)
    yield run


def _box(words: Sequence[_Word]) -> TextBox:
    """One box around ``words``; its confidence is theirs, weighed by their length."""
    left, right = words[0].left, words[-1].right
    top, bottom = min(word.top for word in words), max(word.bottom for word in words)
    text = words[0].text
    for word in words[1:]:
        text += ("" if _HAN.match(word.text) or _HAN.match(text[-1]) else " ") + word.text
    length = sum(len(word.text) for word in words)
    confidence = sum(len(word.text) * word.confidence for word in words) / length
    corners = (left, top, right, top, right, bottom, left, bottom)
    return TextBox(tuple(map(float, corners)), text, round(confidence, 3))  # type: ignore[arg-type]
