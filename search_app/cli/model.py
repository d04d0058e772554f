"""``gsearch model``: fetches a model for ranking by meaning when asked, and says what the index has of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from indexer.errors import ModelError, UsageError
from search_app.cli.help import Command, Option
from search_app.cli.output import is_terminal, note, put
from search_app.cli.parameters import APath, common_options, format_option
from search_app.settings import Settings

_SUFFIX = "-models"
"""Of the folder beside the index that a fetched model is put into: the index folder holds nothing but the index."""


@click.command(
    "model",
    cls=Command,
    help="按含义检索用的向量模型，可有可无：get 从 Maven 中央仓库取来一个（24 MB，MIT 许可），核对 SHA-256；"
    "status 看索引用的是哪个、还能不能用。取来之后用 gsearch build --model 建索引。不运行 get，gsearch 什么也不下载。",
    examples=(
        ("gsearch model get", "取来模型，显示放在哪里"),
        ("gsearch model status", "索引用的模型"),
        ("gsearch build --model 模型.jar", "按词之外，另建按含义的检索"),
    ),
)
@click.argument("what", metavar="get|status")
@click.option(
    "--to",
    "folder",
    type=APath(),
    metavar="目录",
    cls=Option,
    help="放在哪里（默认在索引目录旁，名字加 -models）",
)
@click.option(
    "--from", "repository", metavar="地址", cls=Option, help="Maven 仓库的地址（默认中央仓库），可以是镜像"
)
@format_option("text", "json")
@common_options
def model(settings: Settings, what: str, folder: str | None, repository: str | None, form: str) -> int:
    """Exit code: 0 done (status: usable or not wanted), 2 the model cannot be had or used."""
    if what == "get":
        return _get(
            Path(folder) if folder else settings.index.with_name(settings.index.name + _SUFFIX), repository
        )
    if what == "status":
        return _status(settings, form)
    raise UsageError(f"没有“model {what}”；请写 gsearch model get 或 gsearch model status")


def _get(folder: Path, repository: str | None) -> int:
    from indexer.semantic import REPOSITORY, fetch, published

    wanted = published()
    note(f"{wanted.name}：{wanted.origin}，{wanted.licence} 许可；"
         f"来自 Maven 中央仓库 {wanted.group}:{wanted.artifact}:{wanted.version}")  # fmt: skip
    shown = is_terminal(sys.stderr)

    def told(done: int) -> None:
        if shown:
            sys.stderr.write(f"\r\x1b[K下载 {done / 1e6:.1f} / {wanted.size / 1e6:.1f} MB")
            sys.stderr.flush()

    try:
        path = fetch(wanted, folder, repository or REPOSITORY, told)
    finally:
        if shown:
            sys.stderr.write("\r\x1b[K")
    note(f"SHA-256 相符：{wanted.sha256}")
    put(f"{path}\n")
    note(f"接着运行：gsearch build --model {path}")
    return 0


def _status(settings: Settings, form: str) -> int:
    state = _state(settings)
    if form == "json":
        put(json.dumps(state, ensure_ascii=False, indent=2) + "\n")
    elif state["model"] is None:
        put("索引没有用模型，只按词检索；要用：gsearch model get，再 gsearch build --model\n")
    else:
        put(f"模型      {state['model']}（{state['dimensions']} 维，指纹 {state['fingerprint']}）\n"
            f"编码      {state['documents']:,} 篇，{state['passages']:,} 段\n"
            f"现状      {state['fault'] or '可用'}\n")  # fmt: skip
    return 2 if state.get("fault") else 0


def _state(settings: Settings) -> dict[str, Any]:
    """What the serving generation has of a model; ``fault`` says why it cannot be used, None where it can."""
    from dataclasses import asdict

    from indexer.generations import current
    from indexer.semantic import about, embedded_by

    made = about(current(settings.index).folder)
    if made is None:
        return {"model": None}
    fault = None
    try:
        embedded_by(made, "测试")
    except ModelError as error:
        fault = str(error)
    return {**asdict(made), "fault": fault}
