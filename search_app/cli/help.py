"""Commands and options that know their --help: Chinese, wrapped by display width, with examples."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

from search_app.terminal import display_width, pad, wrap

Row = tuple[str, str]

_NARROWEST = 40


class Option(click.Option):
    """An option that knows under which heading of --help it belongs."""

    def __init__(self, *args: Any, section: str = "选项", **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.section = section


class Command(click.Command):
    """A command whose --help is Chinese, laid out by display width and ends in examples."""

    allow_extra_args = True  # Complained about below, in Chinese.

    def __init__(self, *args: Any, examples: Sequence[tuple[str, str]] = (), **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.examples = tuple(examples)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise click.UsageError(f"多余的参数：{' '.join(rest)}", ctx)
        return rest

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write(command_help(self, ctx))

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [*(p.make_metavar(ctx) for p in self.params if isinstance(p, click.Argument)), "[选项]"]


def help_width() -> int:
    """Columns for a help page: those of the terminal, but no more than can be read with ease."""
    return max(_NARROWEST, min(shutil.get_terminal_size((80, 24)).columns, 80))


def command_help(command: Command, ctx: click.Context) -> str:
    """The whole help page of one command."""
    width = help_width()
    return _page([
        usage_lines(ctx.command_path, command.collect_usage_pieces(ctx)),
        paragraphs(command.help or "", width),
        *option_sections(command, ctx, width),
        example_lines(command.examples),
    ])  # fmt: skip


def group_help(
    commands: Sequence[Row], search: Command, ctx: click.Context, introduction: str, epilogue: str
) -> str:
    """The help page of gsearch itself: searching first, with all its options, then the other commands."""
    width, names = help_width(), [name for name, _ in commands]
    return _page([
        ["用法：gsearch 检索词… [选项]", "      gsearch 命令 [参数…] [选项]"],
        paragraphs(introduction, width),
        *option_sections(search, ctx, width),
        ["命令（gsearch 命令 --help 看各自的说明）：", *definitions(commands, width, gutter_of(names))],
        example_lines(search.examples),
        paragraphs(epilogue, width),
    ])  # fmt: skip


def usage_lines(path: str, pieces: Iterable[str]) -> list[str]:
    return [f"用法：{' '.join([path, *pieces])}"]


def option_sections(command: click.Command, ctx: click.Context, width: int) -> Iterator[list[str]]:
    """One block of lines a section, in the order in which sections first appear."""
    sections: dict[str, list[Row]] = {}
    for param in command.get_params(ctx):
        if isinstance(param, click.Option) and not param.hidden:
            section = param.section if isinstance(param, Option) else "通用"
            sections.setdefault(section, []).append((_spelling(param, ctx), param.help or ""))
    names = [name for rows in sections.values() for name, _ in rows]
    for section, rows in sections.items():
        yield [f"{section}：", *definitions(rows, width, gutter_of(names))]


def gutter_of(names: Iterable[str], most: int = 24) -> int:
    """The column at which meanings begin."""
    return min(max(map(display_width, names)), most) + 4


def definitions(rows: Sequence[Row], width: int, gutter: int) -> list[str]:
    """Names at the left, what they mean in a column at the right; a long name stands on its own line."""
    lines: list[str] = []
    for name, meaning in rows:
        head = pad(f"  {name}", gutter)
        if display_width(name) > gutter - 4:
            lines.append(f"  {name}")
            head = " " * gutter
        for start, end in wrap(meaning, width - gutter):
            lines.append(head + meaning[start:end])
            head = " " * gutter
    return lines


def paragraphs(text: str, width: int) -> list[str]:
    """Each line of ``text`` wrapped; indented ones stay as they are."""
    lines: list[str] = []
    for line in text.strip().split("\n"):
        if line.startswith(" ") or not line:
            lines.append(line)
        else:
            lines.extend(line[start:end] for start, end in wrap(line, width))
    return lines


def example_lines(examples: Sequence[Row]) -> list[str]:
    """Commands in one column, what they do as a comment beside or above them."""
    if not examples:
        return []
    return ["例子：", *(line for command, what in examples for line in (f"  # {what}", f"  {command}"))]


def _spelling(option: click.Option, ctx: click.Context) -> str:
    names = ", ".join(option.opts)
    return names if option.is_flag or option.count else f"{names} {option.make_metavar(ctx)}"


def _page(blocks: Iterable[Sequence[str]]) -> str:
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"
