"""What options and arguments are made of: kinds of values with Chinese complaints, what all commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from search_app.cli.help import Option
from search_app.settings import Settings, from_environment

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Function = TypeVar("Function", bound=Callable[..., Any])


class Whole(click.ParamType):  # type: ignore[type-arg]
    """A whole number that is at least ``minimum``."""

    name = "数"

    def __init__(self, minimum: int = 0, maximum: int = 10**6) -> None:
        self.minimum, self.maximum = minimum, maximum

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        digits = str(value)
        if not (digits.isdecimal() and len(digits) < 9 and self.minimum <= int(digits) <= self.maximum):
            self.fail(f"“{value}”不是 {self.minimum} 到 {self.maximum} 之间的整数", param, ctx)
        return int(digits)


class Encoding(click.ParamType):  # type: ignore[type-arg]
    """The name of a text encoding that Python knows."""

    name = "编码"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            "".encode(value)
        except (LookupError, ValueError):
            self.fail(f"没有“{value}”这种文字编码；常用的有 utf-8、gb18030、utf-16", param, ctx)
        return str(value)


class APath(click.ParamType):  # type: ignore[type-arg]
    """A file or folder, which shells complete; whoever opens it says what is wrong with it."""

    name = "路径"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


class OneOf(click.Choice[str]):
    """One of a few words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.choices:
            self.fail(f"“{value}”不在可选值之内：{'、'.join(self.choices)}", param, ctx)
        return str(value)


def common_options(function: Function) -> Function:
    """--index, --help and --version; the command gets ``settings``."""
    for decorate in (
        click.help_option("-h", "--help", cls=Option, section="通用", help="显示这份说明"),
        click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=print_version,
                     cls=Option, section="通用", help="显示版本"),
        click.option("--index", "settings", type=APath(), metavar="目录", callback=_settings, cls=Option,
                     section="通用", help="索引目录（默认取环境变量 GSEARCH_INDEX，再默认为用户数据目录下的 gsearch）"),
    ):  # fmt: skip
        function = decorate(function)
    return function


def as_of_option(function: Function) -> Function:
    """--as-of, the day that what is in force is told for; None is today."""
    return click.option(
        "--as-of", "as_of", metavar="日期", callback=_day, cls=Option, section="时效",
        help="看这一天的时效，如 2020-01-31（默认今天）",
    )(function)  # fmt: skip


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    from search_app.response import iso_day

    return iso_day(value.strip(), "--as-of")


def format_option(*formats: str) -> Callable[[Function], Function]:
    """--format, the first of ``formats`` being the default."""
    return click.option(
        "--format", "form", type=OneOf(formats), default=formats[0], metavar="格式",
        cls=Option, section="输出", help="、".join(formats).replace("、", "（默认）、", 1),
    )  # fmt: skip


def header_option(function: Function) -> Function:
    """--header: what stands over the columns of a table; None leaves it to the format."""
    return click.option(
        "--header", type=OneOf(("name", "zh")), metavar="表头", cls=Option, section="输出",
        help="csv、xlsx 的表头：name 字段名（csv 默认）、zh 中文（xlsx 默认）",
    )(function)  # fmt: skip


def _settings(ctx: click.Context, param: click.Parameter, value: str | None) -> Settings:
    return from_environment(value)


def print_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"gsearch {version('gsearch-gazette')}")
        ctx.exit()
