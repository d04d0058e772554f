"""``gsearch serve``: the application behind waitress, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import logging
import os
import re
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

import waitress
from flask import Flask
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, MultiSocketServer

from search_app.settings import Settings
from search_app.web.app import access_log, create_app
from search_app.web.limits import Limits
from search_app.web.proxy import Proxy
from search_app.web.site import index_log
from search_app.web.supervisor import Task, supervise

THREADS = 32
"""Of a process: so many slow queries can be under way (see ``turns``) before quick ones have to wait for a thread."""

CONNECTIONS, IDLE_SECONDS = 500, 60
"""Connections that a process holds at once, and how long one may say nothing; each costs memory, none a thread."""

_NOT_ASCII = re.compile(rb"[\x80-\xff]")


def serve(
    settings: Settings,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    limits: Limits | None = None,
    proxy: Proxy | None = None,
    workers: int = 1,
    ready: Callable[[], None] | None = None,
) -> None:
    """Serves until Ctrl-C or SIGTERM, then finishes what is under way; for the main thread only.

    ``workers`` processes share the work where there are more than one (on POSIX systems). Calls ``ready`` once it
    listens. Raises OSError where the port cannot be had.
    """
    with _ended_by_sigterm(), suppress(KeyboardInterrupt):
        if workers > 1 and os.name == "posix":
            supervise(
                settings,
                host,
                port,
                limits=limits or Limits(),
                proxy=proxy,
                workers=workers,
                ready=ready,
            )
        else:
            server = make_server(settings, host, port, limits=limits, proxy=proxy)
            if ready is not None:
                ready()
            _run(server)


def run_on(sockets: Sequence[socket.socket], task: Task) -> None:
    """Serves on sockets that listen already, as one worker of several."""
    application = create_app(task.settings, task.limits, shared=task.shared)
    with _ended_by_sigterm(), suppress(KeyboardInterrupt):
        _run(_server(application, proxy=task.proxy, sockets=list(sockets)))


def _run(server: BaseWSGIServer | MultiSocketServer) -> None:
    _log_to_stderr()
    try:
        server.run()
    finally:
        server.close()


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """SIGTERM ends the block as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def make_server(
    settings: Settings, host: str, port: int, *, limits: Limits | None = None, proxy: Proxy | None = None
) -> BaseWSGIServer | MultiSocketServer:
    """A server that listens already, to be ``run()`` and ``close()``d.

    Port 0 is any free one, named by ``effective_port``. X-Forwarded-For, -Proto and -Host are
    believed of ``proxy`` alone. Raises OSError where the port cannot be had.
    """
    return _server(create_app(settings, limits), proxy=proxy, host=host, port=port)


def _server(application: Flask, *, proxy: Proxy | None, **where: Any) -> BaseWSGIServer | MultiSocketServer:
    """Waitress for ``application``, listening ``where`` its own arguments say."""
    server = waitress.create_server(
        application,
        threads=THREADS,
        ident="",
        connection_limit=CONNECTIONS,
        channel_timeout=IDLE_SECONDS,
        max_request_body_size=64 * 1024,
        max_request_header_size=64 * 1024,
        clear_untrusted_proxy_headers=True,
        **where,
        **(proxy.options() if proxy else {}),
    )
    listening = server.map.values() if isinstance(server, MultiSocketServer) else [server]
    for each in listening:
        each.channel_class = _Channel
    return server


class _Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress is typed in part only
    """Takes Chinese in an address as it is typed (``curl '…/search?q=双随机'``), which waitress refuses."""

    def parse_header(self, header_plus: bytes) -> None:
        request, end, headers = header_plus.partition(b"\r\n")
        request = _NOT_ASCII.sub(lambda byte: b"%%%02X" % byte[0][0], request)
        super().parse_header(request + end + headers)


class _Channel(HTTPChannel):  # type: ignore[misc]
    parser_class = _Parser


def _interrupt(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _log_to_stderr() -> None:
    """One line a request, without address or query; that requests queue for a moment is no event."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    for log in (access_log, index_log):
        log.addHandler(handler)
        log.setLevel(logging.INFO)
        log.propagate = False
