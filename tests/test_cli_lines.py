"""Command lines as typed: which command they mean, what is complained about, and where the caret stands."""

from __future__ import annotations

import pytest

from indexer.errors import GsearchError, QueryError
from search_app.cli.app import COMMANDS, gsearch, run, with_command
from search_app.cli.faults import caret_lines, describe
from search_app.terminal import display_width


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (["双随机"], ["search", "双随机"]),
        (["双随机", "--year", "2019"], ["search", "双随机", "--year", "2019"]),
        (["--year", "2019", "双随机"], ["search", "--year", "2019", "双随机"]),
        (["--limit=3", "双随机"], ["search", "--limit=3", "双随机"]),
        (["--", "-双随机"], ["search", "--", "-双随机"]),
        (["search", "build"], ["search", "build"]),
        (["--year", "build", "双随机"], ["search", "--year", "build", "双随机"]),
        (["--index", "某处", "build", "公报"], ["build", "--index", "某处", "公报"]),
        (["--format", "json", "status"], ["status", "--format", "json"]),
        (["build", "--help"], ["build", "--help"]),
        (["--help"], ["--help"]),
        (["--version"], ["--version"]),
        (["--help", "build"], ["build", "--help"]),
        (["-双随机", "天桥"], ["search", "-双随机", "天桥"]),
        ([], []),
    ],
)
def test_the_first_word_is_a_command_or_else_a_query(line: list[str], expected: list[str]) -> None:
    assert with_command(line) == expected


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_chinese_with_examples(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("用法：gsearch " + command)
    assert "\n例子：\n  # " in shown
    assert "--index 目录" in shown
    assert "Show this message" not in shown
    assert max(map(display_width, shown.split("\n"))) <= 80


def test_help_alone_is_enough_for_filters_and_formats(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    filters = "district city year number type instrument issuer gazette"
    for option in f"{filters} sort limit offset format facets explain exact open index".split():
        assert any(f"\n  --{option}{mark}" in shown for mark in " ,")
    for command in COMMANDS:
        assert f"\n  {command} " in shown
    assert "text（默认）、json、jsonl、csv" in shown
    assert "2018..2021" in shown


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (["双随机", "--distrct", "周村区"], "没有选项 --distrct，是不是 --district？"),
        (["双随机", "--limit"], "选项 --limit 后面缺少值"),
        (["双随机", "--limit", "十"], "--limit、-n：“十”不是 0 到 10000 之间的整数"),
        (["双随机", "--format", "xml"], "--format：“xml”不在可选值之内：text、json、jsonl、csv"),
        (["双随机", "--facets=1"], "选项 --facets 不带值"),
        (["completion"], "缺少参数 bash|zsh|fish"),
        (["status", "多余"], "多余的参数：多余"),
        (["build", "--encoding", "没有"], "没有“没有”这种文字编码"),
        (["search"], "请写出检索词或筛选条件"),
        (["  "], "请写出检索词或筛选条件"),
        (["build", "--rollback", "公报"], "--rollback 只退回上一代"),
        (["build", "公报", "--log", "没有/这个/文件夹"], "日志文件 没有/这个/文件夹 不能写入"),
        (["双随机", "--format", "csv", "--open", "1"], "--open 只能和 --format text 或 json 合用"),
    ],
)
def test_usage_errors_are_chinese_and_end_with_2(
    line: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--index", "没有这个目录", *line]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert complaint in err


def test_without_anything_the_help_is_shown_and_the_code_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("用法：gsearch 检索词…")


def test_no_index_says_how_to_build_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["双随机", "--index", "没有这个目录"]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert "gsearch build" in err
    assert "--index 没有这个目录" in err


@pytest.mark.parametrize(
    ("query", "position", "columns"),
    [("双随机 (", 4, 7), ("(ab", 0, 0), ("甲", 1, 2), ("甲", 99, 2), ("ａb\u0301c", 2, 3), ("", 0, 0)],
)
def test_the_caret_stands_under_the_place(query: str, position: int, columns: int) -> None:
    line, caret = caret_lines(query, position).split("\n")
    assert line == f"  {query}"
    assert caret == "  " + " " * columns + "^"


def test_the_caret_of_a_long_query_stays_on_the_screen() -> None:
    line, caret = caret_lines("双随机" * 200 + "(" + "公开" * 200, 600).split("\n")
    assert display_width(line) <= 130
    assert line[2:][len("…") + 30] == "("
    assert display_width(caret) == 2 + 1 + 60 + 1


def test_hostile_queries_and_messages_cannot_rewrite_the_screen() -> None:
    assert "\x1b" not in describe(QueryError("坏了\x1b[2J", "双\x1b[2J随机\n下一行", 3))
    assert "\x1b" not in describe(GsearchError("\x1b[2J"))


def test_search_without_a_command_completes_its_options() -> None:
    import click
    from click.shell_completion import ShellComplete

    names = [item.value for item in ShellComplete(gsearch, {}, "gsearch", "_X").get_completions([], "--di")]
    assert names == ["--district"]
    names = [item.value for item in ShellComplete(gsearch, {}, "gsearch", "_X").get_completions([], "st")]
    assert names == ["stats", "status"]
    names = [
        item.value for item in ShellComplete(gsearch, {}, "gsearch", "_X").get_completions(["词"], "--of")
    ]
    assert names == ["--offset"]
    assert isinstance(gsearch, click.Group)


@pytest.mark.parametrize(
    "words", [["build"], ["update"], ["parse"], ["build", "--log"], ["build", "--dictionaries"], ["--index"]]
)
def test_where_a_file_is_wanted_the_shell_completes_files(words: list[str]) -> None:
    from click.shell_completion import ShellComplete

    found = ShellComplete(gsearch, {}, "gsearch", "_X").get_completions(words, "公")
    assert [item.type for item in found] == ["file"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_name_the_program(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    assert "_GSEARCH_COMPLETE" in capsys.readouterr().out
