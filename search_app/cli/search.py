"""``gsearch QUERY``: the request from the options, the response to terminal, JSON, JSONL or CSV."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from indexer.errors import UsageError
from search_app.cli.filters import filter_options, filters_of
from search_app.cli.found import put_exported, put_text, tell_count
from search_app.cli.help import Command, Option
from search_app.cli.output import note, put, screen
from search_app.cli.parameters import (
    OneOf,
    Whole,
    as_of_option,
    common_options,
    format_option,
    header_option,
)
from search_app.settings import Settings

if TYPE_CHECKING:
    from search_app.response import SearchRequest, SearchResponse
    from search_app.tables import Header

_EXAMPLES = (
    ('gsearch "双随机"', "按相关程度排列，词语在上下文中标出"),
    ("gsearch '\"一窗受理\"' --district 周村区 --year 2018..2021", "引号内一字不差；限定区县和年份"),
    ("gsearch 优化营商环境 -天桥区 --type 通知 --type 意见", "不含“天桥区”，文种二者之一"),
    ("gsearch 台政发〔2019〕7号", "直接输入文号，任何写法都行"),
    ("gsearch 放管服 --sort newest --format csv > 结果.csv", "按日期排列，存成表格"),
    ("gsearch 河长制 --open 1", "打开第 1 条结果的全文"),
    ("gsearch 河长制 --hits 1", "第 1 条结果里的每一处"),
)

_ESCAPE = "\0"


_TABLES = ("csv", "xlsx", "jsonl")
"""Forms for taking away: a row a document, nothing folded."""


class SearchCommand(Command):
    """Takes ``-词``, which no option can be, as a part of the query."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, [_ESCAPE + arg if _is_excluded_word(arg) else arg for arg in args])


def _is_excluded_word(arg: str) -> bool:
    """``-天桥``, ``-"…"``, ``-(…)``, ``-district:…``; not ``-h`` nor ``--year``."""
    if len(arg) < 2 or arg[0] != "-" or arg[1] == "-":
        return False
    return ":" in arg or not (arg[1].isascii() and arg[1].isalnum())


@click.command(
    "search",
    cls=SearchCommand,
    examples=_EXAMPLES,
    help="检索公文，按相关程度排列。检索词之间用空格隔开；检索词恰与命令同名时，写 gsearch search 检索词。",
)
@click.argument("words", nargs=-1, metavar="检索词…")
@filter_options
@click.option(
    "--sort",
    type=OneOf(("relevance", "newest", "oldest")),
    default="relevance",
    cls=Option,
    section="排列",
    metavar="方式",
    help="relevance（默认）、newest（从新到旧）、oldest（从旧到新）",
)
@click.option(
    "--limit",
    "-n",
    type=Whole(0, 10_000),
    default=10,
    cls=Option,
    section="排列",
    metavar="数",
    help="最多显示几篇（默认 10）",
)
@click.option(
    "--offset", type=Whole(0), default=0, cls=Option, section="排列", metavar="数", help="跳过前几篇"
)
@as_of_option
@click.option(
    "--unfold", is_flag=True, cls=Option, section="排列", help="几乎相同的公文逐篇列出，不折叠在一条下面"
)
@click.option("--exact", is_flag=True, cls=Option, section="排列", help="不用同义词，也不猜错别字")
@click.option(
    "--no-meaning",
    "words_only",
    is_flag=True,
    cls=Option,
    section="排列",
    help="索引带模型时，也只按词查找，不按含义",
)
@format_option("text", "json", "jsonl", "csv", "xlsx")
@header_option
@click.option("--count", "-c", is_flag=True, cls=Option, section="输出", help="只显示共有几篇")
@click.option("--facets", is_flag=True, cls=Option, section="输出", help="加上各区县、年份、文种……各有几篇")
@click.option("--explain", is_flag=True, cls=Option, section="输出", help="加上检索式的理解和每篇得分的由来")
@click.option(
    "--open", "rank", type=Whole(1), cls=Option, section="输出", metavar="名次", help="显示这一名次的全文"
)
@click.option(
    "--hits",
    "places_of",
    type=Whole(1),
    cls=Option,
    section="输出",
    metavar="名次",
    help="列出这一名次的公文里的每一处",
)
@click.option("--brief", is_flag=True, cls=Option, section="输出", help="每篇只占一行")
@common_options
def search(
    settings: Settings,
    words: tuple[str, ...],
    form: str,
    header: Header | None,
    rank: int | None,
    places_of: int | None,
    count: bool,
    words_only: bool,
    **options: Any,
) -> int:
    """Exit code: 0 found, 1 nothing found (or nothing on this page)."""
    options["meaning"] = settings.meaning and not words_only
    opened = places_of if rank is None else rank
    if opened is not None and form not in ("text", "json"):
        raise UsageError(f"{'--open' if rank else '--hits'} 只能和 --format text 或 json 合用")
    request = _request(words, options)
    if rank is not None:
        return _open(request, rank, settings, form)
    if places_of is not None:
        return _put_places(request, places_of, settings, form)
    if count:
        return _count(request, settings)
    response = _answer(replace(request, unfold=request.unfold or form in _TABLES), settings)
    if form == "text":
        put_text(response, request, settings)
    else:
        put_exported(response, form, header)
        tell_count(response, request)
    if not response.ranks:
        _point_to_command(words)
    return 0 if response.hits or (response.total and not request.limit) else 1


def _point_to_command(words: tuple[str, ...]) -> None:
    """Somebody who typed ``bulid`` wanted no documents."""
    from difflib import get_close_matches

    from search_app.cli.commands import COMMANDS

    near = get_close_matches(words[0], [*COMMANDS, "help"], n=2, cutoff=0.7) if words else []
    if words and words[0] == "open" and len(words) > 1:
        note(f"  要打开第 {words[1]} 条结果：gsearch 检索词 --open {words[1]}")
    elif near:
        typed = (f"gsearch {'--help' if name == 'help' else name}" for name in near)
        note(f"  要运行命令的话：{' 或 '.join(typed)}")


def _request(words: tuple[str, ...], options: dict[str, Any]) -> SearchRequest:
    from search_app.response import SearchRequest

    filters = filters_of(options)
    query = " ".join(word.removeprefix(_ESCAPE) for word in words).strip()
    if not query and not filters:
        raise UsageError("请写出检索词或筛选条件，例如：gsearch 双随机（详见 gsearch --help）")
    return SearchRequest(query=query, filters=filters, **options)


def _answer(request: SearchRequest, settings: Settings) -> SearchResponse:
    from indexer.generations import with_current
    from search_app.search import search as answer

    return with_current(settings.index, lambda generation: answer(request, generation))


def _count(request: SearchRequest, settings: Settings) -> int:
    """The number of documents found, and nothing else."""
    total = _answer(replace(request, limit=0, offset=0), settings).total
    put(f"{total}\n")
    return 0 if total else 1


def _open(request: SearchRequest, rank: int, settings: Settings, form: str) -> int:
    """One hit, whole: as ``gsearch show`` has it, with every place where the query stands marked."""
    from indexer.generations import with_current
    from search_app.cli.documents import put_document
    from search_app.search import open_hit

    document, highlights = with_current(
        settings.index, lambda generation: open_hit(request, rank, generation)
    )
    put_document(document, settings, "text" if form == "text" else "json", highlights)
    return 0


def _put_places(request: SearchRequest, rank: int, settings: Settings, form: str) -> int:
    """Every place of one hit; exit code 1 where its text shows none."""
    from indexer.generations import with_current
    from search_app.highlights import all_places
    from search_app.search import open_hit
    from search_app.terminal import render_places

    document, highlights = with_current(
        settings.index, lambda generation: open_hit(request, rank, generation)
    )
    places = all_places(document, highlights)
    if form == "json":
        from search_app.response import snippet_as_json

        found = {
            "id": document.id,
            "title": document.title,
            "places": [snippet_as_json(each) for each in places],
        }
        put(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    else:
        note(f"共 {sum(place.places for place in places)} 处")
        put(render_places(document, places, screen(settings)), settings)
    return 0 if places else 1
