"""How a query was understood and what each hit's score is made of, for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from search_app.response import SearchResponse
from search_app.terminal.layout import Screen, display_width, pad, wrap
from search_app.terminal.style import paint

_NAMES = {
    "understood": "理解为",
    "words": "词",
    "phrases": "一字不差",
    "prefixes": "词首",
    "numbers": "发文字号",
    "filters": "筛选",
    "excluded": "排除",
    "synonyms": "同义",
    "misprints": "可能的错字",
    "matched": "相符",
}
"""Parts of an explanation in the order shown; one not named here is shown under its own name."""

_FIELDS = {
    "word": "词",
    "search": "词中词",
    "bigram": "双字",
    "unigram": "单字",
    "title": "标题的词",
    "title_bigram": "标题的双字",
}
"""The representations that scores are made of; other parts have Chinese names already."""

_COUNTS = {"strict": "全部相符", "near": "词都相近", "partial": "部分相符"}


def explanation_lines(response: SearchResponse, screen: Screen) -> Iterator[str]:
    """What was understood, then a line a hit: rank, score and its parts."""
    explanation = response.explanation or {}
    rows = [
        (_NAMES.get(name, name), _plain(value))
        for name, value in sorted(explanation.items(), key=_order)
        if name != "scores" and value not in (None, "", [], {}, ())
    ]
    yield paint("检索式的理解", "title", screen)
    yield from _rows(rows, screen)
    scores = explanation.get("scores")
    if scores:
        ranks = {hit.document.id: hit.rank for hit in response.hits}
        yield paint("得分", "title", screen)
        yield from _rows([(f"{ranks.get(one['id'], one['id'])}.", _sum(one)) for one in scores], screen)


def _order(item: tuple[str, Any]) -> int:
    names = list(_NAMES)
    return names.index(item[0]) if item[0] in names else len(names)


def _rows(rows: list[tuple[str, str]], screen: Screen) -> Iterator[str]:
    gutter = max((display_width(name) for name, _ in rows), default=0) + 4
    for name, value in rows:
        head = paint(pad(f"  {name}", gutter), "quiet", screen)
        for start, end in wrap(value, screen.columns - gutter):
            yield head + paint(value[start:end], "plain", screen)
            head = " " * gutter


def _sum(score: Mapping[str, Any]) -> str:
    parts = [f"{_FIELDS.get(name, name)} {amount:.2f}" for name, amount in score.get("parts", {}).items()]
    return f"{score['score']:.2f} = {' + '.join(parts)}" if parts else f"{score['score']:.2f}"


def _plain(value: Any) -> str:
    """A value on one line: lists by ``、``; what was typed, an arrow, and what it was taken for."""
    match value:
        case {"typed": typed, **rest}:
            taken = next((item for item in rest.values() if isinstance(item, list | tuple)), ())
            return f"{typed} → {'、'.join(map(str, taken))}"
        case dict():
            return "；".join(
                f"{name} → {_plain(item)}"
                if isinstance(item, list | tuple)
                else f"{_COUNTS.get(name, name)} {item}"
                for name, item in value.items()
            )
        case list() | tuple():
            return ("；" if any(isinstance(item, dict) for item in value) else "、").join(map(_plain, value))
        case _:
            return str(value)
