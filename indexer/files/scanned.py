"""Pages that were read from their pictures, or have a text layer → raw lines; what nobody has read is named."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence

from indexer.errors import ExtractError
from indexer.files.extracted import Extracted, Print
from indexer.files.running import printed_numbers, running
from indexer.files.text import clean
from indexer.scans import PageCache, ReadPage, installed, lines_of

INSTALL = "pip install 'gsearch-gazette[ocr]'"

_FEW = 40
"""Letters and ideographs up to which a file with no line that is sure shows no text at all: leaves, fur, noise."""

_NAMED = 5
"""Pages or lines that a warning names one by one."""

_Row = tuple[str, Print | None]


def sheets_of(data: bytes, cache: PageCache | None) -> Mapping[int, ReadPage]:
    """The pages of a file that have been read, by their place from 0: by the engine that is installed, else by any."""
    if cache is None:
        return {}
    engine = installed()
    return cache.pages_of(hashlib.sha256(data).hexdigest(), engine.identity if engine else None)


def assembled(
    kind: str, texts: Sequence[Sequence[str]], scanned: Collection[int], sheets: Mapping[int, ReadPage]
) -> Extracted:
    """A file of pages: their lines from text layers (``texts``), or from ``sheets`` where they are ``scanned``.

    Raises ExtractError, marked as skipped, where all pages are scans and none has been read.
    """
    missing = [at for at in scanned if at not in sheets]
    if missing and not sheets and not any(texts):
        raise unread("PDF 没有文字层（是扫描件）" if kind == "pdf" else "图片")
    pages = [
        list(_rows(at, sheets[at])) if at in scanned and at in sheets else [(line, None) for line in lines]
        for at, lines in enumerate(texts)
    ]
    if sheets and not missing and _shows_nothing(pages):
        return Extracted(kind, warnings=("图上没有认出文字（可能是照片），没有收入任何公文",))
    return _joined(kind, pages, _warnings(missing))


def unread(what: str) -> ExtractError:
    """That a file has to be recognised, and what would do it."""
    if installed() is None:
        return ExtractError(f"{what}，要识别文字请安装：{INSTALL}", skipped=True)
    return ExtractError(f"{what}，文字没有识别出来；请检查这个文件是否正常")


def _rows(at: int, page: ReadPage) -> Iterator[_Row]:
    for line in lines_of(page):
        if text := clean(line.text).strip(" \u3000"):
            yield text, Print(at, (page.width, page.height), line, page.engine)


def _shows_nothing(pages: Sequence[Sequence[_Row]]) -> bool:
    rows = [row for page in pages for row in page]
    sure = any(where is None or where.line.sure for _, where in rows)
    return not sure and sum(char.isalnum() for text, _ in rows for char in text) <= _FEW


def _joined(kind: str, pages: Sequence[Sequence[_Row]], warnings: tuple[str, ...]) -> Extracted:
    texts = [[text for text, _ in page] for page in pages]
    rows: list[_Row] = []
    starts: list[tuple[int, int]] = []
    for number, page, dropped in zip(printed_numbers(texts), pages, running(texts), strict=True):
        starts.append((len(rows), number))
        rows += [row for at, row in enumerate(page) if at not in dropped]
    uncertain = frozenset(at for at, (_, where) in enumerate(rows) if where and not where.line.sure)
    prints = tuple(where for _, where in rows)
    return Extracted(
        kind,
        tuple(text for text, _ in rows),
        warnings=(*warnings, *_doubts(sorted(uncertain))),
        pages=tuple(starts),
        uncertain=uncertain,
        prints=prints if any(prints) else (),
    )


def _warnings(missing: Sequence[int]) -> tuple[str, ...]:
    if not missing:
        return ()
    pages = _named([at + 1 for at in missing])
    if installed() is None:
        return (f"第{pages}页是图片，没有读；要识别文字请安装：{INSTALL}",)
    return (f"第{pages}页是图片，文字没有识别出来",)


def _doubts(uncertain: Sequence[int]) -> Iterator[str]:
    if uncertain:
        lines = _named([at + 1 for at in uncertain])
        yield f"第{lines}行识别的把握不足，可以检索，不用来认定标题、文号等"


def _named(numbers: Sequence[int]) -> str:
    """``3、7、9 等 12 ``."""
    listed = "、".join(map(str, numbers[:_NAMED]))
    return listed if len(numbers) <= _NAMED else f"{listed} 等 {len(numbers)} "
