"""A SearchResponse as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from indexer.fields import LABELS
from indexer.models import Document
from search_app.documents import UNTITLED, citation
from search_app.relations.standing import badge
from search_app.response import Hit, SearchResponse, Snippet
from search_app.terminal.explanation import explanation_lines
from search_app.terminal.layout import Screen, display_width, flow, pad, wrap
from search_app.terminal.style import Style, paint, paint_marked

if TYPE_CHECKING:
    from indexer.relations import Status


_NAMED = 3
"""Numbers of folded documents that a hit names."""


def render_results(response: SearchResponse, screen: Screen) -> str:
    """The hits with their snippets, then facets and explanation where they were asked for."""
    blocks = ["\n".join(_hit_lines(hit, screen, _gutter(response))) for hit in response.hits]
    if response.facets:
        blocks.append("\n".join(_facet_lines(response.facets, screen)))
    if response.explanation is not None:
        blocks.append("\n".join(explanation_lines(response, screen)))
    return "".join(f"{block}\n\n" for block in blocks if block).removesuffix("\n")


def summary(response: SearchResponse) -> str:
    """One sentence: how many were found, which of them are shown, and how long it took."""
    if not response.ranks:
        return f"没有找到（{_duration(response.took_ms)}）"
    if not response.limit:
        return f"共 {response.total} 篇（{_duration(response.took_ms)}）"
    if not response.hits:
        return f"共 {response.total} 篇，第 {response.offset} 篇之后没有了（{_duration(response.took_ms)}）"
    first, last = response.hits[0].rank, response.hits[-1].rank
    shown = f"{first}–{last}" if first < last else str(first)
    part = f"，显示第 {shown} 篇" if len(response.hits) < response.ranks else ""
    partial = f"，其中 {response.partial} 篇较少相符" if response.partial else ""
    folded = f"，{response.folded} 篇与别的几乎相同，已折叠（--unfold 逐篇列出）" if response.folded else ""
    meant = f"，另有按含义找到的 {response.by_meaning} 篇" if response.by_meaning else ""
    return f"共 {response.total} 篇{partial}{folded}{meant}{part}（{_duration(response.took_ms)}）"


def source_place(document: Document) -> str | None:
    """``file:line``, as editors and rg write it."""
    return f"{document.source.file}:{document.source.first_line}" if document.source else None


def _duration(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.1f} 秒" if milliseconds >= 1000 else f"{milliseconds:.0f} 毫秒"


def _gutter(response: SearchResponse) -> int:
    """Columns for the rank, so that titles stand in line: ``" 9. "``."""
    return len(str(response.hits[-1].rank)) + 2


def _hit_lines(hit: Hit, screen: Screen, gutter: int) -> Iterator[str]:
    document, indent = hit.document, " " * gutter
    width = screen.columns - gutter
    title = document.title or UNTITLED
    for row, line in enumerate(wrap(title, width, hit.title_highlights)):
        head = paint(pad(f"{hit.rank}. ", gutter, right=True), "id", screen) if row == 0 else indent
        yield head + paint_marked(title, line, hit.title_highlights, screen, "title")
    told = _partly(hit) if hit.partial else "按含义" if hit.by == "meaning" else None
    for line_text in flow([told], width) if told else ():
        yield indent + paint(line_text, "quiet", screen)
    for line_text in flow(_facts(document), width):
        yield indent + paint(line_text, "plain", screen)
    shown = badge(hit.standing.validity) if hit.standing else None
    if shown is not None:
        yield indent + paint(shown[1], _STYLES[shown[0]], screen)
    for line_text in flow(_whereabouts(document), width):
        yield indent + paint(line_text, "place", screen)
    yield indent + paint(document.id, "id", screen)
    for line_text in flow(_folded(hit), width, separator="；"):
        yield indent + paint(line_text, "quiet", screen)
    yield from (indent + line_text for line_text in _snippet_lines(hit.snippets, width, screen))


_STYLES: dict[Status, Style] = {
    "not_yet": "quiet",
    "in_force": "plain",
    "amended": "plain",
    "partly_repealed": "plain",
    "expired": "fault",
    "repealed": "fault",
    "lapsed": "fault",
    "not_stated": "quiet",
}


def _partly(hit: Hit) -> str:
    """Said of a hit that matches only part of the query."""
    return f"较少相符，没有：{'、'.join(hit.lacks)}" if hit.lacks else "较少相符"


def _folded(hit: Hit) -> list[str]:
    """What stands under a hit: where else its document was printed, and how many are nearly the same."""
    if hit.alike is None:
        return []
    prints = [
        place for each in hit.alike.documents if each.id in hit.alike.prints if (place := source_place(each))
    ]
    others = hit.alike.count - len(prints)
    named = [each.number for each in hit.alike.documents if each.number and each.id not in hit.alike.prints]
    shown = "、".join(named[:_NAMED]) + ("等" if others > len(named[:_NAMED]) else "")
    return [
        *([f"同一公文又见 {'、'.join(prints)}"] if prints else []),
        *([f"另有 {others} 篇几乎相同" + (f"：{shown}" if named else "")] if others else []),
    ]


def _facts(document: Document) -> list[str]:
    date = document.written_on or (f"{document.printed_on} 印发" if document.printed_on else None)
    kind = document.type
    if kind and document.instrument:
        kind = f"{kind}（{document.instrument}）"
    year = f"{document.year}年" if document.year is not None and date is None else None
    facts = (document.number, document.issuer, date or year, kind)
    return [fact for fact in facts if fact]


def _whereabouts(document: Document) -> list[str]:
    places = (citation(document), source_place(document))
    return [place for place in places if place]


def _snippet_lines(snippets: Sequence[Snippet], width: int, screen: Screen) -> Iterator[str]:
    """Each snippet with its line number at the left, as rg has it, under the heading it stands below."""
    numbers = [str(snippet.first_line) if snippet.first_line else "" for snippet in snippets]
    gutter = max(map(len, numbers), default=0) + 2
    heading = None
    for number, snippet in zip(numbers, snippets, strict=True):
        if snippet.heading and snippet.heading != heading:
            for start, end in wrap(snippet.heading, width - gutter):
                yield " " * gutter + paint(snippet.heading[start:end], "quiet", screen)
        heading = snippet.heading
        for row, line in enumerate(wrap(snippet.text, width - gutter, snippet.highlights)):
            head = (
                paint(pad(number, gutter - 2, right=True), "quiet", screen)
                if row == 0
                else " " * (gutter - 2)
            )
            yield f"{head}  " + paint_marked(snippet.text, line, snippet.highlights, screen)


def _facet_lines(
    facets: Mapping[str, tuple[tuple[str, int], ...]], screen: Screen, most: int = 10
) -> Iterator[str]:
    """One paragraph a facet; the JSON has all values, people get the ``most`` frequent."""
    shown = {
        LABELS.get(name, name): counts
        for name, counts in facets.items()
        if counts and not (name == "district" and "place" in facets)
    }
    widest = max(map(display_width, shown), default=0)
    for name, counts in shown.items():
        label = pad(name, widest)
        pieces = [f"{value} {count}" for value, count in counts[:most]]
        if len(counts) > most:
            pieces.append(f"另有 {len(counts) - most} 个")
        rows = flow(pieces, screen.columns - widest - 2, separator="  ")
        for row, line in enumerate(rows):
            head = paint(label, "title", screen) if row == 0 else " " * display_width(label)
            yield f"{head}  {paint(line, 'plain', screen)}"
