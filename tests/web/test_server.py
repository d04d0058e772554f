"""``serve`` as a process: it answers, and Ctrl-C and SIGTERM end it in good order."""

from __future__ import annotations

import os
import signal
import socket
import threading
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest

from tests.web_collection import serving


def status_of(request: urllib.request.Request) -> int:
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except HTTPError as refused:
        refused.close()
        return refused.code


@pytest.mark.skipif(os.name != "posix", reason="signals are sent as POSIX has them")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_ends_the_server_in_good_order(web_index: Path, name: str) -> None:
    with serving(web_index) as (process, base):
        assert status_of(urllib.request.Request(f"{base}/healthz")) == 200
        process.send_signal(getattr(signal, name))
        _, said = process.communicate(timeout=20)
        assert process.returncode == 0
    assert "GET /healthz 200" in said
    assert "Traceback" not in said


def test_chinese_in_an_address_may_come_as_typed(web_index: Path) -> None:
    with serving(web_index) as (_, base), socket.create_connection(("127.0.0.1", urlsplit(base).port)) as raw:
        raw.sendall("GET /api/search?q=双随机 HTTP/1.0\r\n\r\n".encode())
        answer = raw.makefile("rb").read()
    assert answer.startswith(b"HTTP/1.0 200")
    assert '"query":"双随机"'.encode() in answer


def test_many_clients_at_once_are_all_answered_alike(web_index: Path) -> None:
    faults: list[Exception] = []
    answers: set[bytes] = set()

    def ask(url: str) -> None:
        try:
            for _ in range(4):
                with urllib.request.urlopen(url, timeout=30) as answer:
                    answers.add(answer.read())
        except OSError as error:
            faults.append(error)

    with serving(web_index) as (_, base):
        url = f"{base}/feed?q=%E6%B2%B3%E6%AE%B5"
        clients = [threading.Thread(target=ask, args=(url,)) for _ in range(30)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
    assert faults == []
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("proxy", "addresses", "expected"),
    [
        (None, ["203.0.113.9", "203.0.113.9"], 200),
        (["127.0.0.1", 1], ["203.0.113.9", "203.0.113.9"], 429),
        (["192.0.2.1", 1], ["203.0.113.9", "203.0.113.9"], 200),
        (["127.0.0.1", 1], ["198.51.100.1, 203.0.113.9", "198.51.100.2, 203.0.113.9"], 429),
        (["127.0.0.1", 2], ["203.0.113.9, 10.0.0.1", "203.0.113.9, 10.0.0.2"], 429),
    ],
    ids=["no proxy", "the proxy's word", "not from the proxy", "made up before it", "two proxies"],
)
def test_a_forwarded_address_is_believed_of_the_proxy_s_own_hop_only(
    web_index: Path, proxy: list[str | int] | None, addresses: list[str], expected: int
) -> None:
    limits = {"requests_per_minute": 1, "burst": 1}
    with serving(web_index, limits, proxy=proxy) as (_, base):
        asked = [
            urllib.request.Request(f"{base}/help", headers={"X-Forwarded-For": each}) for each in addresses
        ]
        assert [status_of(each) for each in asked] == [200, expected]


def test_slow_readers_and_writers_keep_nobody_waiting(web_index: Path) -> None:
    """Sixty that never finish their request, twenty that never read their answer: more than threads by far."""
    with serving(web_index) as (_, base), ExitStack() as stack:
        place = ("127.0.0.1", urlsplit(base).port)
        for number in range(80):
            raw = stack.enter_context(socket.create_connection(place))
            ending = "" if number < 60 else "Host: x\r\n\r\n"
            raw.sendall(f"GET /api/search?q=%E6%B2%B3&limit=50 HTTP/1.1\r\n{ending}".encode())
        asked = urllib.request.Request(f"{base}/api/search?q=%E6%B2%B3%E6%AE%B5")
        assert [status_of(asked) for _ in range(10)] == [200] * 10
