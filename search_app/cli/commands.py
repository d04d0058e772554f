"""The commands of ``gsearch``: where each lives, and its line in ``gsearch --help``."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """Where a command lives, imported when it is called, and its line in ``gsearch --help``."""

    module: str
    meaning: str


COMMANDS = {
    "search": Entry("search", "检索；“search”可以省去不写"),
    "build": Entry("build", "读文件和文件夹，建立新一代索引，建好后切换"),
    "update": Entry("build", "同上，但只重读内容变过的文件"),
    "add": Entry("sources", "把文件和文件夹加进索引，上次的来源照旧"),
    "sources": Entry("sources", "列出索引的来源，去掉其中几个"),
    "export": Entry("export", "导出全部公文：JSONL、CSV、Excel"),
    "parse": Entry("parse", "列出文件里的公文，每行一个 JSON，不建索引"),
    "show": Entry("documents", "按编号或文号显示一篇公文"),
    "lookup": Entry("documents", "查发文字号：有、只被引用、不止一篇、没有"),
    "stats": Entry("stats", "按年份、地区、机关、文种……统计篇数"),
    "watch": Entry("watch", "记下检索，以后只看新收录的"),
    "chain": Entry("relations", "看一件公文的来龙去脉：依据什么，又被谁依据"),
    "compare": Entry("relations", "逐条对比两件公文"),
    "analyze": Entry("analyze", "看一段文字怎样切词"),
    "status": Entry("index", "索引的现状，目录与正文对不上的各期"),
    "check": Entry("index", "检验索引文件和词典"),
    "model": Entry("model", "按含义检索用的模型：取来，看现状"),
    "serve": Entry("serve", "开网页和 JSON 接口"),
    "completion": Entry("completion", "给 bash、zsh、fish 的命令补全"),
}
