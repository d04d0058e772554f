"""The page of statistics and its table as CSV."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from indexer.generations import Generation
from search_app import export
from search_app.response import SearchRequest
from search_app.statistics import statistics, statistics_table
from search_app.web.parameters import read_request
from search_app.web.site import answer
from search_app.web.stats_page import stats_page

blueprint = Blueprint("stats", __name__)


@blueprint.get("/stats")
def stats() -> BaseResponse:
    asked, by = _asked()

    def make(generation: Generation) -> Response:
        page = stats_page(asked, statistics(asked, by, generation))
        text = render_template("stats.html", generation=generation.name, page=page, query=asked.query)
        return Response(text)

    return answer(make)


@blueprint.get("/stats.csv")
def stats_csv() -> BaseResponse:
    asked, by = _asked()

    def make(generation: Generation) -> Response:
        table = export.rows_as_csv(statistics_table(statistics(asked, by, generation)))
        name = f'attachment; filename="gsearch-stats-{generation.name}.csv"'
        return Response(table, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})

    return answer(make)


def _asked() -> tuple[SearchRequest, tuple[str, ...]]:
    """The search and by what it is counted: a field chosen twice counts once, none means years."""
    given = request.args.to_dict(flat=False)
    by = tuple(dict.fromkeys(each for each in given.pop("by", ()) if each))
    return read_request(given), by or ("year",)
