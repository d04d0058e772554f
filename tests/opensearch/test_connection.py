"""What goes over the wire, against a server that answers as told: retries, time limits, errors in words."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from indexer import deadline
from indexer.backends.opensearch.connection import PAUSES, RETRIES, Connection
from indexer.backends.opensearch.options import Credentials, Options
from indexer.errors import EngineError, GsearchError, NoIndexError, SlowQueryError

MISSING = (404, {"error": {"type": "index_not_found_exception", "reason": "no such index"}, "status": 404})
FOUND = (200, {"hits": {"hits": []}})


@dataclass
class Script:
    """Answers to give, the last one again and again; what was asked is kept."""

    answers: list[tuple[int, object]]
    pause: float = 0.0
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)


@contextmanager
def server(script: Script) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            script.asked.append((self.path, dict(self.headers)))
            time.sleep(script.pause)
            status, content = script.answers.pop(0) if len(script.answers) > 1 else script.answers[0]
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815

        def log_message(self, *said: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """The client hangs up when its time is over."""

    with Server(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.server_address[1]}"
        finally:
            listening.shutdown()
            thread.join()


def connection(host: str, **given: object) -> Connection:
    return Connection(Options((host,), **given))  # type: ignore[arg-type]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_cluster_is_asked_again(status):
    script = Script([(status, {}), FOUND])
    with server(script) as host:
        assert connection(host).search("index", {}) == FOUND[1]
    assert len(script.asked) == 2


def test_one_that_stays_busy_is_an_error_with_its_own_words_after_a_few_attempts():
    script = Script([(503, {"error": {"root_cause": [{"reason": "no manager"}]}})])
    with server(script) as host, pytest.raises(EngineError, match="503 no manager"):
        connection(host).search("index", {})
    assert len(script.asked) == (RETRIES + 1) * (len(PAUSES) + 1)


def test_a_cluster_that_has_lost_its_manager_is_given_the_time_to_find_another():
    unsettled = (503, {"error": {"root_cause": [{"reason": "no manager"}]}})
    with server(Script([*[unsettled] * (RETRIES + 1) * 2, FOUND])) as host:
        assert connection(host).search("index", {}) == FOUND[1]
    script = Script([unsettled])
    with server(script) as host, deadline.limit(0.1), pytest.raises((EngineError, SlowQueryError)):
        connection(host).search("index", {})
    assert len(script.asked) == RETRIES + 1  # no pause that the query has no time for


def test_a_missing_index_is_told_from_a_missing_cluster():
    with server(Script([MISSING])) as host, pytest.raises(NoIndexError, match="gsearch build"):
        connection(host).search("index", {})
    with pytest.raises(EngineError) as told:
        connection("http://127.0.0.1:9").search("index", {})
    assert "build" not in str(told.value)
    assert told.value.exit_code == 3
    assert told.value.status == 503


@pytest.mark.parametrize("status", [401, 403])
def test_who_is_refused_is_told_so_and_no_secret_is_shown(status, caplog):
    secret = Credentials("me", "s3cret")
    with (
        server(Script([(status, {"error": "denied"})])) as host,
        pytest.raises(EngineError, match="密码") as told,
    ):
        connection(host, credentials=secret).search("index", {})
    assert "s3cret" not in str(told.value) + caplog.text


def test_a_key_is_sent_as_the_cluster_wants_it():
    script = Script([FOUND])
    with server(script) as host:
        connection(host, credentials=Credentials(api_key="k3y")).search("index", {})
    sent = {name.lower(): value for name, value in script.asked[0][1].items()}
    assert sent["authorization"] == "ApiKey k3y"


def test_an_answer_from_some_of_the_shards_is_refused_and_frequencies_are_those_of_all():
    script = Script([FOUND])
    with server(script) as host:
        connection(host).search("index", {})
    assert "allow_partial_search_results=false" in script.asked[0][0]
    assert "search_type=dfs_query_then_fetch" in script.asked[0][0]


def test_a_frozen_cluster_is_no_endless_wait():
    with server(Script([FOUND], pause=5)) as host, pytest.raises(EngineError):
        connection(host, timeout=0.1).search("index", {})


def test_waiting_for_the_cluster_counts_as_time_of_the_query():
    with server(Script([FOUND], pause=0.3)) as host:
        asked = connection(host, timeout=3)
        with deadline.limit(0.1), pytest.raises((SlowQueryError, EngineError)):
            asked.search("index", {})


def test_a_document_that_could_not_be_looked_for_is_not_missing():
    fault = {"_id": "a", "error": {"reason": "shard failed"}}
    with server(Script([(200, {"docs": [fault]})])) as host, pytest.raises(EngineError, match="shard failed"):
        connection(host).stored("index", ["a"], "text")


def test_documents_that_are_not_taken_are_an_error():
    refused = {"index": {"_id": "a", "status": 400, "error": {"reason": "too long"}}}
    with (
        server(Script([(200, {"errors": True, "items": [refused]})])) as host,
        pytest.raises(GsearchError) as told,
    ):
        connection(host).load("index", [{"_id": "a", "x": 1}])
    assert "too long" in str(told.value)
