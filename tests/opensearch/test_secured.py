"""A cluster behind TLS with a user and a password: what a production cluster asks for, in front of a real node.

The node itself has no security plugin; a small gate before it has the certificate and asks who comes.
"""

from __future__ import annotations

import base64
import http.client
import json
import shutil
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from benchmarks.serving import get, search_path, serving
from tests.small_collection import EVERYTHING

pytestmark = [
    pytest.mark.opensearch,
    pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate"),
]
USER, PASSWORD = "gsearch", "s3cret"


@dataclass(frozen=True)
class Gate:
    url: str
    certificate: Path


@pytest.fixture
def gate(host: str, tmp_path: Path) -> Iterator[Gate]:
    """An https address in front of ``host`` that answers 401 to strangers."""
    certificate, key = tmp_path / "cluster.pem", tmp_path / "cluster.key"
    command = (
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=cluster -addext subjectAltName=IP:127.0.0.1"
    )
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(["openssl", *command.split(), *files], check=True, capture_output=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(urlsplit(host).netloc))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Gate(f"https://127.0.0.1:{server.server_port}", certificate)
    server.shutdown()
    server.server_close()


def _handler(node: str) -> type[BaseHTTPRequestHandler]:
    known = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode("ascii")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.headers.get("Authorization") != f"Basic {known}":
                self._answer(401, b'{"status": 401}', "application/json")
                return
            connection = http.client.HTTPConnection(node, timeout=60)
            kind = {"Content-Type": self.headers.get("Content-Type", "application/json")}
            connection.request(self.command, self.path, body or None, kind)
            answer = connection.getresponse()
            self._answer(answer.status, answer.read(), answer.headers.get("Content-Type", "text/plain"))
            connection.close()

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _pass_on  # noqa: N815 (the server asks for them so)

        def _answer(self, status: int, content: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        def log_message(self, *given: object) -> None:
            pass

    return Handler


def gsearch(index: Path, *args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "search_app.cli", "--index", str(index), *args]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def built(index: Path, files: Path, gate: Gate, *options: str) -> subprocess.CompletedProcess[str]:
    return gsearch(index, "build", str(files), "--engine", "opensearch", "--hosts", gate.url, *options)


def test_who_knows_certificate_and_password_builds_searches_and_serves(files, tmp_path, gate, monkeypatch):
    monkeypatch.setenv("GSEARCH_USER", USER)
    monkeypatch.setenv("GSEARCH_PASSWORD", PASSWORD)
    index = tmp_path / "index"
    done = built(index, files, gate, "--ca", str(gate.certificate), "--timeout", "30")
    assert done.returncode == 0, done.stderr
    found = gsearch(index, "search", EVERYTHING, "--format", "json")
    assert json.loads(found.stdout)["total"] == 8
    with serving(index) as server:
        status, body = get(server.port, search_path(EVERYTHING))
    assert status == 200
    assert json.loads(body)["total"] == 8
    kept = b"".join(path.read_bytes() for path in index.rglob("*") if path.is_file())
    assert PASSWORD.encode() not in kept


def test_a_certificate_that_nobody_vouches_for_is_refused(files, tmp_path, gate, monkeypatch):
    monkeypatch.setenv("GSEARCH_USER", USER)
    monkeypatch.setenv("GSEARCH_PASSWORD", PASSWORD)
    done = built(tmp_path / "index", files, gate)
    assert done.returncode == 3
    assert "--ca" in done.stderr


def test_a_wrong_password_is_said_and_not_shown(files, tmp_path, gate, monkeypatch):
    monkeypatch.setenv("GSEARCH_USER", USER)
    monkeypatch.setenv("GSEARCH_PASSWORD", "wr0ng")
    done = built(tmp_path / "index", files, gate, "--ca", str(gate.certificate))
    assert done.returncode == 3
    assert "拒绝访问" in done.stderr
    assert "wr0ng" not in done.stderr + done.stdout
