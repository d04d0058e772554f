"""What a search found, put out: on the terminal, for programs, for spreadsheets; how many, and what to type next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search_app.cli.output import note, put, put_bytes, screen
from search_app.settings import Settings

if TYPE_CHECKING:
    from search_app.response import SearchRequest, SearchResponse
    from search_app.tables import Header

_SHELL_SIGNS = frozenset("\"'`\\$&|;<>()*?[]#~!{}")


def put_exported(response: SearchResponse, form: str, header: Header | None) -> None:
    from datetime import date

    from search_app import export

    today = date.today().isoformat()
    if form == "xlsx":
        put_bytes(export.as_xlsx(response, today, header or "zh"))
    elif form == "csv":
        put(export.as_csv(response, today, header or "name"))
    else:
        put(export.as_json(response) if form == "json" else export.as_jsonl(response, today))


def put_text(response: SearchResponse, request: SearchRequest, settings: Settings) -> None:
    from search_app.terminal import render_results

    tell_count(response, request)
    text = render_results(response, screen(settings), brief=request.brief)
    if text:
        put(text, settings)


def tell_count(response: SearchResponse, request: SearchRequest) -> None:
    from search_app.terminal import summary

    note(summary(response))
    if response.hits and response.hits[-1].rank < response.ranks:
        note(f"往下看，加 --offset {response.hits[-1].rank}")
    for notice in response.notices:
        note(notice)
    for suggestion in response.suggestions if not response.hits else ():
        note(f"  试试：{_command(suggestion, request)}")


def _command(query: str, request: SearchRequest) -> str:
    """What to type for ``query`` with the filters of ``request``; quoted where a shell would take it apart."""
    from shlex import quote

    filters = [f"--{name} {value}" for name, values in request.filters.items() for value in values]
    typed = quote(query) if _SHELL_SIGNS.intersection(query) else query
    return " ".join(["gsearch", typed, *filters])
