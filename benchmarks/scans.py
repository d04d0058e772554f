"""How well and how fast scans are read: sample gazettes printed on pages, put on the glass askew, read again.

::

    python -m benchmarks.scans data/haishu-2021-2.txt --columns 2 --degrees 0.7 --noise 0.12

Prints the share of wrong characters, how many of the documents that the text gives come back with their number,
title and date, and what a page takes. Needs Pillow, the extra ``[ocr]`` and a Chinese font.
"""

from __future__ import annotations

import argparse
import io
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

import dictionaries
from indexer.analysis import fold
from indexer.files import Extracted, extract
from indexer.models import Document
from indexer.parse import parse_extracted
from indexer.recognising import survey
from indexer.scans import PageCache, PageJob, installed, read_page
from indexer.sources import SourceFile, walk

A4 = (1654, 2339)
"""Pixels of a page at 200 dpi."""

MARGIN, GUTTER, LEAD = 170, 70, 1.62


def printed(text: Sequence[str], font: Path, columns: int, pixels: int) -> Iterator[Any]:
    """The lines of ``text``, wrapped, on pages of A4."""
    from PIL import Image, ImageDraw, ImageFont

    face = ImageFont.truetype(font, pixels, index=2)
    width = (A4[0] - 2 * MARGIN - (columns - 1) * GUTTER) // columns
    lines = [piece for line in text for piece in _wrapped(line.strip("#* \r"), width // pixels)]
    each = int((A4[1] - 2 * MARGIN - 100) / (pixels * LEAD))
    for start in range(0, len(lines), each * columns):
        page = Image.new("RGB", A4, "white")
        draw = ImageDraw.Draw(page)
        for at, line in enumerate(lines[start : start + each * columns]):
            column, row = divmod(at, each)
            place = (MARGIN + column * (width + GUTTER), MARGIN + row * pixels * LEAD)
            draw.text(place, line, font=face, fill=(25, 25, 25))
        number = start // (each * columns) + 1
        draw.text(
            (A4[0] / 2, A4[1] - MARGIN + 20), f"- {number} -", font=face, fill=(25, 25, 25), anchor="ma"
        )
        yield page


def _wrapped(line: str, length: int) -> Iterator[str]:
    for start in range(0, len(line), length):
        yield line[start : start + length]


def scanned(page: Any, degrees: float, noise: float) -> Any:
    """A page as a scanner sees it: a little askew, grainy, compressed."""
    from PIL import Image

    turned = page.rotate(degrees, fillcolor="white", resample=3)
    grain = Image.effect_noise(turned.size, 60).convert("RGB")
    stream = io.BytesIO()
    Image.blend(turned, grain, noise).save(stream, "JPEG", quality=70)
    return Image.open(stream)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.scans",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--font", type=Path, default="/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
    parser.add_argument("--columns", type=int, default=1)
    parser.add_argument("--pixels", type=int, default=42)
    parser.add_argument("--degrees", type=float, default=0.5)
    parser.add_argument("--noise", type=float, default=0.1)
    parser.add_argument("--keep", type=Path, help="writes the scans here")
    given = parser.parse_args()
    for path in given.texts:
        print(path.name, *_measured(path, given), sep="  ")


def _measured(path: Path, given: argparse.Namespace) -> Sequence[str]:
    expected = extract(path.name, path.read_bytes())
    pages = [
        scanned(page, given.degrees, given.noise)
        for page in printed(expected.lines, given.font, given.columns, given.pixels)
    ]
    with tempfile.TemporaryDirectory() as folder:
        file = (given.keep or Path(folder)) / f"{path.stem}.pdf"
        pages[0].save(file, save_all=True, append_images=pages[1:], resolution=200)
        (source,) = (found for found in walk([file]) if isinstance(found, SourceFile))
        cache = PageCache(Path(folder))
        began, seconds = time.perf_counter(), time.process_time()
        _recognised(source, cache)
        wall, seconds = time.perf_counter() - began, time.process_time() - seconds
        read = extract(source.name, source.read(), None, cache)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    return (
        f"{len(pages)} pages",
        f"{_wrong(expected.lines, read.lines):.2%} wrong",
        _found(_documents(expected), _documents(read)),
        f"{seconds / len(pages):.1f} s computing, {wall / len(pages):.1f} s a page",
        f"{memory} MB",
    )


def _recognised(source: SourceFile, cache: PageCache) -> None:
    """As ``recognise`` does, but in this process, so that its time and memory can be told."""
    engine = installed()
    assert engine is not None
    sha256, pages = survey(source)
    for index in pages:
        key = read_page(PageJob(source, sha256, index, index, cache.folder))
        cache.note(sha256, engine.identity, {index: key})


def _documents(extracted: Extracted) -> Sequence[Document]:
    return parse_extracted("a", extracted, dictionaries.load()).documents


def _found(expected: Sequence[Document], read: Sequence[Document]) -> str:
    known = {(each.number, each.title, each.written_on) for each in read}
    found = sum((each.number, each.title, each.written_on) in known for each in expected)
    titles = {each.title for each in read}
    return f"{found} of {len(expected)} documents whole, {sum(e.title in titles for e in expected)} by title"


def _wrong(expected: Sequence[str], read: Sequence[str]) -> float:
    """The edits that make what was read what was printed, for each character printed."""
    truth = _bare(expected)
    return Levenshtein.distance(truth, _bare(read)) / len(truth)


def _bare(lines: Sequence[str]) -> str:
    """The characters but for blanks and marks of headings, width folded as a search does."""
    return "".join(char for line in lines for char in fold(line) if not char.isspace() and char not in "#*")


if __name__ == "__main__":
    main()
