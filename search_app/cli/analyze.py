"""``gsearch analyze TEXT``: the tokens that indexing and searching see."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from indexer.errors import NoIndexError
from search_app.cli.help import Command
from search_app.cli.output import note, put, screen
from search_app.cli.parameters import common_options, format_option
from search_app.settings import Settings

if TYPE_CHECKING:
    from indexer.analysis import Analyzer, Token

KINDS = {
    "word": "词",
    "subword": "词中词",
    "number": "发文字号",
    "date": "日期",
    "registration": "登记号",
    "telephone": "电话",
    "email": "电子邮箱",
    "address": "网址",
    "term": "术语",
    "ascii": "字母数字",
}
"""What token kinds are called; a kind not named here is shown as it is."""

_EXAMPLES = (
    ('gsearch analyze "推进“双随机、一公开”监管"', "词、位置、种类"),
    ("gsearch analyze 济政办发〔2019〕7号 --format json", "供程序使用"),
)


@click.command(
    "analyze",
    cls=Command,
    examples=_EXAMPLES,
    help="显示一段文字怎样切词：建索引和检索时看到的就是这些词。起止是字的序号，从 0 数起，不含末尾。",
)
@click.argument("text", nargs=-1, required=True, metavar="文字…")
@format_option("text", "json")
@common_options
def analyze(settings: Settings, text: tuple[str, ...], form: str) -> int:
    """With the words of the index where one can be read, else with the packaged dictionaries."""
    from indexer.analysis import folding_by

    joined = " ".join(text)
    analyzer = _analyzer(settings)
    with folding_by(analyzer.dictionaries):
        tokens = analyzer.tokens(joined)
    if form == "json":
        listing = [asdict(token) for token in tokens]
        put(json.dumps({"text": joined, "tokens": listing}, ensure_ascii=False, indent=2) + "\n")
        return 0
    from search_app.terminal import render_table

    rows = [_row(token, joined) for token in tokens]
    put(render_table(("位置", "起止", "词", "原文", "种类"), rows, screen(settings)), settings)
    return 0


def _row(token: Token, text: str) -> tuple[str, ...]:
    """Source stands only where it differs from the token: folded, or a number in another spelling."""
    source = text[token.start : token.end]
    return (
        str(token.position),
        f"{token.start}–{token.end}",
        "  " + token.text if token.kind == "subword" else token.text,
        "" if source == token.text else source,
        KINDS.get(token.kind, token.kind),
    )


def _analyzer(settings: Settings) -> Analyzer:
    from indexer.generations import current

    try:
        return current(settings.index).analyzer()
    except NoIndexError:
        note("（没有可用的索引，按现有的词典切词）")
    return _fresh_analyzer(settings.dictionaries)


def _fresh_analyzer(own: Path | None) -> Analyzer:
    """Freezes the dictionaries as a build does; the frozen words stay mapped when their folder is gone."""
    from tempfile import TemporaryDirectory

    import dictionaries
    from indexer.analysis import Analyzer, Vocabulary

    with TemporaryDirectory(prefix="gsearch-", ignore_cleanup_errors=True) as folder:
        words = dictionaries.load(own)
        Vocabulary.write(Path(folder), words)
        return Analyzer(Vocabulary.open(Path(folder)), words)
