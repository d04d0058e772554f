"""The ``gsearch`` program: which command a line means, and what exit code it ends with."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from itertools import zip_longest
from types import TracebackType
from typing import TYPE_CHECKING

import click

from indexer.errors import GsearchError, dictionary_errors, reason
from search_app.cli import startup
from search_app.cli.commands import COMMANDS
from search_app.cli.output import discard, note, prepare_streams
from search_app.cli.parameters import print_version

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

INTERRUPTED = 128 + 2
"""Exit code, as shells have it for SIGINT (Ctrl-C)."""

CRASHED = 70
"""A fault of the program itself (sysexits.h, EX_SOFTWARE): must not look like 1, nothing found."""


_INTRODUCTION = "政府公报全文检索：把公报文本建成索引，按词、文号、地区、年份查公文。"

_EPILOGUE = """\
检索式：
  一窗受理 营商环境       词都要，都有的排在前面
  '"一窗受理"'            一字不差（空格、换行、标点不计）；外面的单引号给终端
  A OR B   -A   ( )       或、非、括号
  公共*                   以此开头的词
  区县:周村区 年份:2019   筛选也可写在检索式里

初次使用：gsearch build 公报所在的文件夹

退出码：
  0 找到或办成      1 没找到，或有个别文件失败    2 用法或检索式有误
  3 没有可用的索引  4 另一个进程正在建索引"""


READS_AND_LEAVES = frozenset({"search", "show", "lookup"})
"""Commands that are over in an instant and leave nothing to collect or to close."""


class Gsearch(click.Group):
    """Loads a command's module only when that command is called; anything else is a query."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"search_app.cli.{COMMANDS[cmd_name].module}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, with_command(args))

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from search_app.cli.help import group_help
        from search_app.cli.search import search

        assert isinstance(search, click.Command)
        meanings = [(name, entry.meaning) for name, entry in COMMANDS.items()]
        formatter.write(group_help(meanings, search, ctx, _INTRODUCTION, _EPILOGUE))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands, and the options of a search, which needs no command."""
        from click.shell_completion import CompletionItem

        from search_app.cli.search import search

        if incomplete.startswith("-"):
            return search.shell_complete(ctx, incomplete)
        names = [name for name in COMMANDS if name.startswith(incomplete)]
        return [CompletionItem(name, help=COMMANDS[name].meaning) for name in names]


def with_command(args: Sequence[str]) -> list[str]:
    """``args`` with the command in front: the first word if it is one, else ``search``.

    Options may stand before it. ``--help`` and ``--version`` without any word are those of gsearch itself.

    >>> with_command(["--index", "公报", "build", "."])
    ['build', '--index', '公报', '.']
    >>> with_command(["双随机", "--year", "2019"])
    ['search', '双随机', '--year', '2019']
    """
    at = 0
    while at < len(args) and args[at].startswith("-") and args[at] not in ("-", "--"):
        at += 2 if args[at] in _options_with_value() else 1
    if at < len(args) and args[at] in COMMANDS:
        return [args[at], *args[:at], *args[at + 1 :]]
    if not args or set(args) <= {"-h", "--help", "--version"}:
        return list(args)
    return ["search", *args]


def _options_with_value() -> frozenset[str]:
    from search_app.cli.search import search

    options = [param for param in search.params if isinstance(param, click.Option) and not param.is_flag]
    return frozenset(name for option in options for name in option.opts)


@click.group(cls=Gsearch, no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=print_version)
def gsearch() -> None:
    """Only a frame for its commands."""


def run(args: Sequence[str]) -> int:
    """Runs one command line and returns its exit code; what went wrong has then been said on stderr."""
    try:
        with dictionary_errors():
            result = gsearch.main(args=list(args), prog_name="gsearch", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except GsearchError as error:
        from search_app.cli.faults import describe

        note(describe(error, _named_index(args)))
        return error.exit_code
    except click.ClickException as error:
        from search_app.cli.faults import describe_usage

        note(describe_usage(error))
        return GsearchError.exit_code
    except click.Abort:
        return INTERRUPTED


def _named_index(args: Sequence[str]) -> str | None:
    """The folder that ``--index`` names on this command line."""
    for arg, following in zip_longest(args, args[1:], fillvalue=""):
        if arg == "--index":
            return following
        if arg.startswith("--index="):
            return arg.removeprefix("--index=")
    return None


def main() -> None:
    """The console script: ``run`` with the process's streams, signals and exit code."""
    prepare_streams()
    sys.excepthook = _crash
    brief = not READS_AND_LEAVES.isdisjoint(with_command(sys.argv[1:])[:1])
    if brief:
        startup.collect_no_garbage()
    try:
        code = run(sys.argv[1:])
    except OSError as error:
        what = f"{error.filename} 读写不了" if error.filename else "结果写不出去"
        note(f"错误：{what}（{reason(error)}）")
        code = GsearchError.exit_code
        if sys.stdout is not None:
            discard(sys.stdout)
    except KeyboardInterrupt:
        code = INTERRUPTED
    if brief:
        startup.leave(code)
    sys.exit(code)


def _crash(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    sys.__excepthook__(kind, error, trace)
    note("gsearch 内部出错；请把以上信息连同所用的命令报告给维护者")
    startup.leave(CRASHED)
