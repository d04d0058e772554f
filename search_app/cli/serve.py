"""``gsearch serve``: the page and the JSON API."""

from __future__ import annotations

import re
from dataclasses import replace

import click

from indexer.errors import UsageError, reason
from search_app.cli.help import Command, Option
from search_app.cli.output import note
from search_app.cli.parameters import Whole, common_options
from search_app.settings import Settings

_EXAMPLES = (
    ("gsearch serve", "只供本机使用：http://127.0.0.1:8000/"),
    ("gsearch serve --host 0.0.0.0 --port 8080", "供局域网使用"),
    ("gsearch serve --behind-proxy", "放在本机的 nginx 之类的反向代理之后"),
)


@click.command(
    "serve",
    cls=Command,
    examples=_EXAMPLES,
    help="开网页和 JSON 接口。只读索引；重建索引后自动改用新的一代，不必重启。按 Ctrl-C 停止。",
)
@click.option(
    "--host", default="127.0.0.1", metavar="地址", cls=Option, help="监听地址（默认 127.0.0.1，只供本机）"
)
@click.option(
    "--port", type=Whole(1, 65535), default=8000, metavar="端口", cls=Option, help="监听端口（默认 8000）"
)
@click.option(
    "--workers", type=Whole(1, 64), metavar="个数", cls=Option, help="用几个进程回答（默认每个核一个）"
)
@click.option(
    "--cors",
    metavar="来源",
    cls=Option,
    help="许可这个网站的网页读 JSON 接口，如 https://example.cn；* 为任何网站（默认都不许）",
)
@click.option("--behind-proxy", is_flag=True, cls=Option, help="信任本机反向代理转告的访问者地址")
@click.option(
    "--proxy",
    metavar="地址",
    cls=Option,
    help="反向代理在另一台机器上时，它的地址（不必再写 --behind-proxy）",
)
@click.option(
    "--proxy-hops",
    type=Whole(1, 9),
    default=1,
    metavar="层数",
    cls=Option,
    help="自己的反向代理有几层（默认 1）",
)
@common_options
def serve(
    settings: Settings,
    host: str,
    port: int,
    workers: int | None,
    cors: str | None,
    behind_proxy: bool,
    proxy: str | None,
    proxy_hops: int,
) -> int:
    """Runs until Ctrl-C or SIGTERM; exit code 0, since that is how it is meant to end."""
    from indexer.machine import cores
    from search_app import web

    _resolve(host, port)
    _warn_without_index(settings)
    address = f"http://{_shown_host(host)}:{port}/"
    try:
        web.serve(
            replace(settings, cors=_origin(cors)) if cors else settings,
            host,
            port,
            proxy=web.Proxy(proxy or "127.0.0.1", proxy_hops) if proxy or behind_proxy else None,
            workers=workers or cores(),
            ready=lambda: note(f"政府公报检索：{address} （按 Ctrl-C 停止）"),
        )
    except OSError as error:
        where = f"{host}:{port}"
        raise UsageError(f"不能在 {where} 上监听（{reason(error)}）；请换 --host 或 --port") from error
    note("已停止")
    return 0


def _origin(given: str) -> str:
    """Raises UsageError for what no browser would send as ``Origin``."""
    if given != "*" and not re.fullmatch(r"https?://[^/\s,]+", given):
        raise UsageError(f"--cors {given} 应为 https://example.cn 这样的来源（不带路径），或 *")
    return given


def _resolve(host: str, port: int) -> None:
    """Raises UsageError where ``host`` is no address of any machine."""
    import socket

    try:
        socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise UsageError(f"没有“{host}”这个地址；请换一个 --host") from error


def _warn_without_index(settings: Settings) -> None:
    """Serving begins all the same: the pages say what to do, and a new index is taken up by itself."""
    from indexer.errors import NoIndexError
    from indexer.generations import current

    try:
        current(settings.index)
    except NoIndexError as error:
        note(f"提醒：{error}")


def _shown_host(host: str) -> str:
    """The host for a URL: IPv6 addresses stand in brackets."""
    return f"[{host}]" if ":" in host else host
