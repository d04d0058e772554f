"""``gsearch completion SHELL``: the script that a shell loads, made by click."""

from __future__ import annotations

import click

from search_app.cli.help import Command
from search_app.cli.output import put
from search_app.cli.parameters import OneOf, common_options
from search_app.settings import Settings

_SHELLS = ("bash", "zsh", "fish")

_EXAMPLES = (
    ('eval "$(gsearch completion bash)"', "写进 ~/.bashrc"),
    ('eval "$(gsearch completion zsh)"', "写进 ~/.zshrc"),
    ("gsearch completion fish > ~/.config/fish/completions/gsearch.fish", "只需运行一次"),
)


@click.command("completion", cls=Command, examples=_EXAMPLES, help="输出命令补全脚本。")
@click.argument("shell", type=OneOf(_SHELLS), metavar="|".join(_SHELLS))
@common_options
def completion(settings: Settings, shell: str) -> int:
    """Exit code 0."""
    from click.shell_completion import get_completion_class

    from search_app.cli.app import gsearch

    script = get_completion_class(shell)
    assert script is not None
    put(script(gsearch, {}, "gsearch", "_GSEARCH_COMPLETE").source() + "\n")
    return 0
