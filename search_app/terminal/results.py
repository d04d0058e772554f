"""A SearchResponse as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from indexer.fields import LABELS
from indexer.models import Document
from search_app.documents import UNTITLED, citation
from search_app.highlights import Range, cut
from search_app.relations.standing import badge
from search_app.response import Hit, SearchResponse, Snippet
from search_app.terminal.explanation import explanation_lines
from search_app.terminal.layout import Screen, display_width, flow, pad, shorten, wrap
from search_app.terminal.style import Style, paint, paint_marked

if TYPE_CHECKING:
    from indexer.relations import Status


_NAMED = 3
"""Numbers of folded documents that a hit names."""
_SNIPPETS = 2
_SNIPPET_LINES = 2
_BEFORE_MATCH = 20
"""Characters before a match: it must stand in the first lines."""
_SHORTEST = 24


def render_results(response: SearchResponse, screen: Screen, *, brief: bool = False) -> str:
    """The hits with their snippets (``brief``: a line each), then facets and explanation where they were asked for."""
    gutter = _gutter(response) if response.hits else 0
    if brief:
        widest = max(
            (display_width(hit.document.number or hit.document.id) for hit in response.hits), default=0
        )
        lines = "\n".join(_brief_line(hit, screen, gutter, widest) for hit in response.hits)
        blocks = [lines] * bool(lines)
    else:
        blocks = ["\n".join(_hit_lines(hit, screen, gutter)) for hit in response.hits]
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
    """Title, facts and at most two fragments; last where it stands and how much more there is."""
    document, indent = hit.document, " " * gutter
    width = screen.columns - gutter
    title = document.title or UNTITLED
    for row, line in enumerate(wrap(title, width, hit.title_highlights)):
        head = paint(pad(f"{hit.rank}. ", gutter, right=True), "id", screen) if row == 0 else indent
        yield head + paint_marked(title, line, hit.title_highlights, screen, "title")
    yield from (indent + line_text for line_text in _fact_lines(hit, screen, width))
    told = _partly(hit) if hit.partial else "按含义" if hit.by == "meaning" else None
    for line_text in flow([told], width) if told else ():
        yield indent + paint(line_text, "quiet", screen)
    shown = hit.shown(_SNIPPETS)
    for snippet in shown:
        yield from (indent + line_text for line_text in _snippet_lines(snippet, width, screen))
    more = hit.places_beside(shown)
    beside = [f"本文另有 {more} 处"] if more else []
    for line_text in flow([*_whereabouts(document), *beside], width):
        yield indent + paint(line_text, "place", screen)
    for line_text in flow(_folded(hit), width, separator="；"):
        yield indent + paint(line_text, "quiet", screen)


def _brief_line(hit: Hit, screen: Screen, gutter: int, widest: int) -> str:
    """Rank, number, date and title; cut at the edge of a terminal, whole in a pipe."""
    document, title = hit.document, hit.document.title or UNTITLED
    date = document.written_on or document.printed_on or (str(document.year) if document.year else "")
    number = document.number or document.id
    head = pad(f"{hit.rank}. ", gutter, right=True) + f"{pad(number, widest)}  {pad(date, 10)}  "
    room = screen.columns - display_width(head)
    shown = shorten(title, room) if screen.rows else title
    end = len(shown) - (shown != title)
    return (
        paint(head, "plain", screen)
        + paint_marked(title, (0, end), hit.title_highlights, screen, "title")
        + shown[end:]
    )


def _fact_lines(hit: Hit, screen: Screen, width: int) -> Iterator[str]:
    """Number, issuer where the title does not begin with it, date, type, id; what is in force in its own colour."""
    pieces = [*_facts(hit.document), hit.document.id]
    badged = badge(hit.standing.validity) if hit.standing else None
    if badged is None:
        yield from (paint(line, "plain", screen) for line in flow(pieces, width))
        return
    *before, last = flow([*pieces, badged[1]], width)
    yield from (paint(line, "plain", screen) for line in before)
    at = max(len(last) - len(badged[1]), 0)
    yield paint(last[:at], "plain", screen) + paint(last[at:], _STYLES[badged[0]], screen)


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
    issuer = document.issuer
    if issuer and document.title.startswith(issuer):
        issuer = None
    facts = (document.number, issuer, date or year, kind)
    return [fact for fact in facts if fact]


def _whereabouts(document: Document) -> list[str]:
    places = (citation(document), source_place(document))
    return [place for place in places if place]


def _snippet_lines(snippet: Snippet, width: int, screen: Screen) -> Iterator[str]:
    """At most two lines, the heading that the fragment stands under before it."""
    heading = f"{shorten(snippet.heading, width // 2)}　" if snippet.heading else ""
    text, marks, lines = _fitted(snippet, heading, width)
    for row, (start, end) in enumerate(lines):
        head = paint(heading, "quiet", screen) if row == 0 else ""
        yield head + paint_marked(text, (max(start, len(heading) * (row == 0)), end), marks, screen)


def _fitted(snippet: Snippet, heading: str, width: int) -> tuple[str, list[Range], list[Range]]:
    """Heading and fragment, cut until they take two lines: the text, its marks, its lines."""
    length, fragment = len(snippet.text), snippet
    while True:
        text = heading + fragment.text
        marks = [(start + len(heading), end + len(heading)) for start, end in fragment.highlights]
        lines = list(wrap(text, width, marks))
        if len(lines) <= _SNIPPET_LINES or length < _SHORTEST:
            return text, marks, lines
        length = min(length - 2, width)
        fragment = cut(snippet, _BEFORE_MATCH, length)


def render_places(document: Document, places: Sequence[Snippet], screen: Screen) -> str:
    """Every place of one document: line of its source at the left, as rg has it, under its heading."""
    title = document.title or UNTITLED
    lines = [paint(title[start:end], "title", screen) for start, end in wrap(title, screen.columns)]
    lines += [paint(line, "place", screen) for line in flow(_whereabouts(document), screen.columns)]
    return "\n".join([*lines, "", *_place_lines(places, screen.columns, screen)]) + "\n"


def _place_lines(places: Sequence[Snippet], width: int, screen: Screen) -> Iterator[str]:
    gutter = max((len(str(place.first_line)) for place in places), default=0) + 2
    heading = None
    for place in places:
        if place.heading and place.heading != heading:
            for start, end in wrap(place.heading, width - gutter):
                yield " " * gutter + paint(place.heading[start:end], "quiet", screen)
        heading = place.heading
        number = paint(pad(str(place.first_line), gutter - 2, right=True) + "  ", "quiet", screen)
        for line in wrap(place.text, width - gutter, place.highlights):
            yield number + paint_marked(place.text, line, place.highlights, screen)
            number = " " * gutter


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
