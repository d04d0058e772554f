"""The options that narrow a search, shared by every command that searches."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import click

from indexer.errors import GsearchError
from indexer.fields import OFFERED
from search_app.cli.help import Option
from search_app.cli.parameters import Function
from search_app.settings import from_environment

_FILTER_SECTION = "筛选（同一项可重复，表示“或”）"


def filter_options(function: Function) -> Function:
    """An option for each filter, and --from and --to for a range of dates; ``filters_of`` reads them."""
    for name, variable, meaning in (
        ("--to", "until", "到这天为止"),
        ("--from", "since", "这天起，如 2019-03-25 或 2019-03"),
    ):
        function = click.option(
            name, variable, metavar="日期", help=meaning, cls=Option, section=_FILTER_SECTION
        )(function)
    for field in reversed(OFFERED):
        function = click.option(
            f"--{field.name}", field.name, multiple=True, metavar=field.label, shell_complete=_known_values,
            help=f"{field.label}，{field.hint}" if field.hint else field.label,
            cls=Option, section=_FILTER_SECTION,
        )(function)  # fmt: skip
    return function


def filters_of(options: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """What ``filter_options`` were given; they are taken out of ``options``."""
    filters = {field.name: options.pop(field.name) for field in OFFERED}
    since, until = options.pop("since"), options.pop("until")
    if since or until:
        filters["date"] = (*filters["date"], f"{since or ''}..{until or ''}")
    return {name: values for name, values in filters.items() if values}


def _known_values(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Values of a filter that stand in the index, for the shell; none where there is no index."""
    from itertools import islice

    from indexer.generations import current
    from indexer.schema import keyword

    settings = ctx.params.get("settings") or from_environment()
    try:
        with closing(current(settings.index).reader()) as reader:
            return [value for value, _ in islice(reader.terms(str(param.name), keyword(incomplete)), 200)]
    except GsearchError:
        return []
