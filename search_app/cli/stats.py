"""``gsearch stats``: how what a search finds spreads over time, places, issuers and types."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import click

from indexer.fields import GROUPED_BY
from search_app.cli.filters import filter_options, filters_of
from search_app.cli.help import Command, Option
from search_app.cli.output import put, screen
from search_app.cli.parameters import OneOf, common_options, format_option
from search_app.settings import Settings


@click.command(
    "stats",
    cls=Command,
    help="统计检索到的公文（不写检索词就是全部）：按年份、季度、月份、区县、机关、文种……各有几篇；"
    "写两个 --by 就成交叉表。",
    examples=(
        ("gsearch stats 河长制 --by year", "一个词历年的篇数"),
        ("gsearch stats --by quarter --by type --format csv > 统计.csv", "交叉表"),
    ),
)
@click.argument("words", nargs=-1, metavar="[检索词…]")
@filter_options
@click.option(
    "--by", multiple=True, type=OneOf(GROUPED_BY), cls=Option, section="输出", metavar="项",
    help="、".join(GROUPED_BY).replace("、", "（默认）、", 1),
)  # fmt: skip
@format_option("text", "csv", "json")
@common_options
def stats(settings: Settings, words: tuple[str, ...], by: tuple[str, ...], form: str, **options: Any) -> int:
    """Exit code: 0 something was counted, 1 nothing found."""
    from indexer.generations import with_current
    from search_app.response import SearchRequest
    from search_app.statistics import statistics, statistics_table

    request = SearchRequest(" ".join(words).strip(), filters_of(options))
    found = with_current(settings.index, lambda generation: statistics(request, by or ("year",), generation))
    if form == "json":
        put(json.dumps(asdict(found), ensure_ascii=False, indent=2) + "\n")
    elif form == "csv":
        from search_app.export import rows_as_csv

        put(rows_as_csv(statistics_table(found)))
    else:
        from search_app.terminal import render_table

        head, *rows = statistics_table(found)
        put(render_table(head, rows, screen(settings)), settings)
    return 0 if found.total else 1
