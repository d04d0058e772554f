"""``gsearch chain`` and ``gsearch compare``: how a policy was handed down, how two documents differ."""

from __future__ import annotations

import json
from functools import partial

import click

from indexer.generations import with_current
from search_app.cli.help import Command, Option
from search_app.cli.output import put, screen
from search_app.cli.parameters import common_options, format_option
from search_app.settings import Settings


@click.command(
    "chain",
    cls=Command,
    help="看一件公文的来龙去脉：它依据什么，又有哪些公文依据它，逐级列出，注明相隔的天数。没有收录、只被提到的文号也行。",
    examples=(
        ("gsearch chain 枣政办字〔2019〕21号", "按文号"),
        ("gsearch chain 0a1b2c3d4e5f --format json", "按编号，供程序使用"),
    ),
)
@click.argument("words", nargs=-1, required=True, metavar="编号或文号")
@format_option("text", "json")
@common_options
def chain(settings: Settings, words: tuple[str, ...], form: str) -> int:
    """Exit code: 0 shown, 1 no such document, 2 the number is borne by several."""
    from search_app.relations import chain as find
    from search_app.relations import chain_as_json
    from search_app.terminal import render_chain

    found = with_current(settings.index, partial(find, " ".join(words).strip()))
    if form == "json":
        put(json.dumps(chain_as_json(found), ensure_ascii=False, indent=2) + "\n")
    else:
        put(render_chain(found, screen(settings)), settings)
    return 0


@click.command(
    "compare",
    cls=Command,
    help="逐条对比两件公文：按内容对齐，不看条号；标出相同、改动和只在一方的条款。"
    "甲独有的写作 [-…-]，乙独有的写作 {+…+}。",
    examples=(
        ("gsearch compare 铜政规〔2019〕3号 周政发〔2018〕57号", "两地的同类规定"),
        ("gsearch compare 编号甲 编号乙 --all", "相同的条款也列出"),
    ),
)
@click.argument("a", metavar="甲")
@click.argument("b", metavar="乙")
@click.option("--all", "same", is_flag=True, cls=Option, section="输出", help="相同的条款也列出")
@format_option("text", "json")
@common_options
def compare(settings: Settings, a: str, b: str, same: bool, form: str) -> int:
    """Exit code: 0 compared, 1 no such document, 2 a number is borne by several."""
    from search_app.relations import compare as compare_two
    from search_app.relations import comparison_as_json
    from search_app.terminal import render_comparison

    found = with_current(settings.index, partial(compare_two, a, b))
    if form == "json":
        put(json.dumps(comparison_as_json(found), ensure_ascii=False, indent=2) + "\n")
    else:
        put(render_comparison(found, screen(settings), same=same), settings)
    return 0
