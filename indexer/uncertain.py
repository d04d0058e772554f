"""Lines that were read without certainty: kept out of layout and fields, and put back into the text for searching."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from indexer.layout import Line
from indexer.models import Document, Text


def set_aside(lines: Sequence[Line], uncertain: Collection[int]) -> tuple[Line, ...]:
    """The lines with nothing in those that are ``uncertain`` (indexes); whoever reads them takes them for blank."""
    return tuple(Line(line.number, "") if at in uncertain else line for at, line in enumerate(lines))


def put_back(text: Text, lines: Sequence[Line]) -> Text:
    """``text`` with ``lines`` in their places by line number.

    A line stands within the paragraph that goes on around it, else apart.

    >>> text = Text("各镇：通知如下\\n特此通知", ((0, 1), (3, 3), (8, 5)))
    >>> put_back(text, [Line(2, "街道："), Line(4, "一、")]).content
    '各镇：街道：通知如下\\n一、\\n特此通知'
    """
    content, runs = text.content, list(text.runs)
    for line in lines:
        if line.blank:
            continue
        at = next((place for place, (_, number) in enumerate(runs) if number > line.number), len(runs))
        start = runs[at][0] if at < len(runs) else len(content)
        before = "\n" if content and start == len(content) else ""
        after = "\n" if start < len(content) and content[start - 1 : start] in ("", "\n") else ""
        piece = before + line.text + after
        content = content[:start] + piece + content[start:]
        later = [(offset + len(piece), number) for offset, number in runs[at:]]
        runs[at:] = [(start + len(before), line.number), *later]
    return Text(content, tuple(runs))


def with_uncertain(documents: Sequence[Document], lines: Sequence[Line]) -> list[Document]:
    """The documents with the lines that were set aside, in the texts of those they stand in."""
    found: list[Document] = []
    for document in documents:
        where = document.source
        own = [each for each in lines if where and where.first_line <= each.number <= where.last_line]
        found.append(replace(document, text=put_back(document.text, own)))
    return found
