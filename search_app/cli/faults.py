"""What went wrong, said in Chinese: click's usage errors, ours, and the caret under a query's fault."""

from __future__ import annotations

import click
from click.exceptions import NoArgsIsHelpError

from indexer.errors import GsearchError, NoIndexError, QueryError
from search_app.terminal import display_width, harmless

_BEFORE_CARET = 30
"""Characters of a long query shown left of the caret, half of them right of it."""


def describe(error: GsearchError, index: str | None = None) -> str:
    """``错误：…``, with the place in a query. ``index`` is what --index named: remedies need it."""
    message = f"错误：{harmless(str(error))}"
    if isinstance(error, NoIndexError) and index is not None:
        message += f"\n（运行以上命令时同样要加 --index {harmless(index)}）"
    if isinstance(error, QueryError):
        message += "\n" + caret_lines(error.query, error.position)
    return message


def caret_lines(query: str, position: int) -> str:
    """The query and a caret under its character ``position`` (0-based; its length: behind the end).

    >>> print(caret_lines("双随机 (", 4))
      双随机 (
             ^
    """
    position = max(0, min(position, len(query)))
    start, end = max(0, position - _BEFORE_CARET), position + _BEFORE_CARET
    before = ("…" if start else "") + query[start:position].replace("\n", " ")
    after = query[position:end].replace("\n", " ") + ("…" if end < len(query) else "")
    return f"  {harmless(before)}{harmless(after)}\n  {' ' * display_width(before)}^"


def describe_usage(error: click.ClickException) -> str:
    """click's complaint about the command line, in Chinese, and where help is to be had."""
    if isinstance(error, NoArgsIsHelpError):
        return error.format_message().rstrip("\n")
    message = f"错误：{_usage_message(error)}"
    ctx = getattr(error, "ctx", None)
    path = ctx.command_path if isinstance(ctx, click.Context) else "gsearch"
    return f"{message}\n用法说明：{path} --help"


def _usage_message(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        near = f"，是不是 {error.possibilities[0]}？" if error.possibilities else ""
        return f"没有选项 {error.option_name}{near}"
    if isinstance(error, click.BadOptionUsage):
        takes_none = "does not take" in error.message
        return f"选项 {error.option_name} {'不带值' if takes_none else '后面缺少值'}"
    if isinstance(error, click.MissingParameter):
        return f"缺少参数 {_parameter_name(error)}"
    if isinstance(error, click.BadParameter):
        return f"{_parameter_name(error)}：{error.message}"
    return error.format_message()


def _parameter_name(error: click.BadParameter) -> str:
    param = error.param
    if param is None:
        return ""
    return "、".join(param.opts) if isinstance(param, click.Option) else str(param.metavar or param.name)
