"""The one file that imports opensearch-py: connecting, asking, and saying in words what went wrong.

A connection is kept for the life of the process and shared by its threads. Every answer is whole: one from half of
the shards is refused by the cluster itself (``allow_partial_search_results``).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from indexer import deadline
from indexer.backends.opensearch.dialect import Dialect, dialect_of
from indexer.backends.opensearch.options import Options
from indexer.errors import EngineError, NoIndexError, UsageError

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

RETRIED = (429, 500, 502, 503, 504)
"""Answers of a busy cluster, or of one whose manager has just gone; the same question may be asked again."""
RETRIES = 3
"""At once, each at the next host."""
PAUSES = (0.2, 0.6, 1.5)
"""Seconds before a question is asked again of a cluster that has lost a node: as long as electing a manager takes."""
DEAD_SECONDS = 2
"""For which a host that failed is passed over at first; twice as long each time it fails again."""
_CONFLICT = 409

ADMIN_TIMEOUT = 60.0
BULK_TIMEOUT = 120.0
BULK_DOCUMENTS = 500
BULK_BYTES = 4 << 20
BULK_RETRIES = 8
"""Doubling pauses from a second, at most half a minute: two minutes of a cluster that takes nothing."""
FETCHED = 500
"""Documents that one request brings, at most."""


Answer = TypeVar("Answer")


class _UnsettledError(EngineError):
    """The cluster could not answer just now; a moment later it may."""


class Connection:
    """Asks the cluster; each method is one request, which is made again where the cluster is not itself for a moment.

    Raises EngineError where the cluster does not answer or refuses, NoIndexError where it has no such index,
    SlowQueryError where the time for a query is over.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._client = _client(options)

    def dialect(self) -> Dialect:
        """What this cluster's release can do."""
        with self._faults():
            return dialect_of(self._client.info())

    def search(self, index: str, body: Mapping[str, Any], **parameters: str) -> Any:
        """A search, with document frequencies of all shards together."""
        whole = {"search_type": "dfs_query_then_fetch", "allow_partial_search_results": "false"} | parameters

        def ask(timeout: float) -> Any:
            return self._client.search(index=index, body=body, params=whole | {"request_timeout": timeout})

        return self._patiently(index, ask)

    def searches(self, index: str, bodies: Sequence[Mapping[str, Any]]) -> list[Any]:
        """Several searches, each as ``search``, in one request."""
        head = {"search_type": "dfs_query_then_fetch", "allow_partial_search_results": False}
        lines = [line for body in bodies for line in (head, body)]

        def ask(timeout: float) -> list[Any]:
            parameters = {"request_timeout": timeout}
            answers = self._client.msearch(index=index, body=lines, params=parameters)["responses"]
            for each in answers:
                if "error" in each:
                    raise _UnsettledError(
                        f"OpenSearch 没有办成（{self._where}）：{_reason_of(each)}；请稍后再试"
                    )
            return list(answers)

        return self._patiently(index, ask)

    def stored(self, index: str, keys: Sequence[str], fields: str) -> list[Any]:
        """What is stored of each document in ``fields`` (names with commas), None where there is no document."""

        def ask(timeout: float) -> list[Any]:
            parameters = {"_source_includes": fields, "realtime": "false", "request_timeout": timeout}
            found = self._client.mget(index=index, body={"ids": list(keys)}, params=parameters)["docs"]
            return [_source_of(each) for each in found]

        return self._patiently(index, ask)

    def kept(self, index: str, keys: Sequence[str]) -> list[Any]:
        """Documents as they are at this moment, with their revisions; those that are not there too."""
        with self._faults(index):
            parameters = {"request_timeout": ADMIN_TIMEOUT}
            return list(self._client.mget(index=index, body={"ids": list(keys)}, params=parameters)["docs"])

    def add(self, index: str, documents: Mapping[str, Mapping[str, Any]]) -> None:
        """Writes documents by their keys, in one request; those that are there already stay as they are."""
        lines = [line for key, content in documents.items() for line in ({"create": {"_id": key}}, content)]
        with self._faults(index):
            items = self._client.bulk(index=index, body=lines, params={"request_timeout": ADMIN_TIMEOUT})[
                "items"
            ]
        for item in items:
            if "error" in item["create"] and item["create"]["status"] != _CONFLICT:
                raise _refused(item["create"])

    def remove(self, index: str, keys: Sequence[str]) -> None:
        """Removes documents by their keys, in one request; they may be gone already."""
        lines = [{"delete": {"_id": key}} for key in keys]
        with self._faults(index):
            self._client.bulk(index=index, body=lines, params={"request_timeout": ADMIN_TIMEOUT})

    def put(
        self, index: str, key: str, content: Mapping[str, Any], revision: tuple[int, int] | None = None
    ) -> bool:
        """Writes one document; False where it must be of this ``revision``, and is not."""
        from opensearchpy import exceptions

        parameters: dict[str, Any] = {"request_timeout": ADMIN_TIMEOUT}
        if revision is not None:
            parameters |= {"if_seq_no": revision[0], "if_primary_term": revision[1]}
        with self._faults(index):
            try:
                self._client.index(index=index, id=key, body=content, params=parameters)
            except exceptions.ConflictError:
                return False
        return True

    def create(self, index: str, body: Mapping[str, Any], *, exists: bool = False) -> None:
        """Creates an index; ``exists`` says that another may have done so already."""
        from opensearchpy import exceptions

        with self._faults(index):
            try:
                self._client.indices.create(index=index, body=body, params={"request_timeout": ADMIN_TIMEOUT})
            except exceptions.RequestError as error:
                if not exists or error.error != "resource_already_exists_exception":
                    raise

    def load(self, index: str, documents: Iterable[Mapping[str, Any]]) -> None:
        """Sends documents, each with its ``_id``, in portions; a cluster that is busy (429) is given time.

        Those that are there already stay: one that is written twice would count twice in the engine's statistics.
        """
        from opensearchpy import helpers

        with self._faults(index):
            for done, item in helpers.streaming_bulk(
                self._client,
                ({"_op_type": "create", **each} for each in documents),
                index=index,
                chunk_size=BULK_DOCUMENTS,
                max_chunk_bytes=BULK_BYTES,
                max_retries=BULK_RETRIES,
                initial_backoff=1,
                max_backoff=30,
                raise_on_error=False,
                request_timeout=BULK_TIMEOUT,
            ):
                answer = next(iter(item.values()))
                if not done and answer.get("status") != _CONFLICT:
                    raise _refused(answer)

    def finish(self, index: str) -> None:
        """Makes what was loaded visible and durable, and the index unchangeable."""
        with self._faults(index):
            indices = self._client.indices
            indices.flush(index=index, params={"request_timeout": BULK_TIMEOUT, "wait_if_ongoing": "true"})
            indices.refresh(index=index, params={"request_timeout": BULK_TIMEOUT})
            indices.put_settings(
                index=index, body={"index.blocks.write": True}, params={"request_timeout": ADMIN_TIMEOUT}
            )

    def drop(self, index: str) -> None:
        """Removes an index; it may be gone already."""
        with self._faults():
            self._client.indices.delete(
                index=index, params={"ignore_unavailable": "true", "request_timeout": ADMIN_TIMEOUT}
            )

    def names(self, pattern: str) -> frozenset[str]:
        """The names of all indexes that ``pattern`` (with ``*``) fits."""
        with self._faults():
            found = self._client.indices.get_settings(
                index=pattern, params={"flat_settings": "true", "request_timeout": ADMIN_TIMEOUT}
            )
            return frozenset(found)

    def created(self, pattern: str) -> dict[str, int]:
        """When each index that ``pattern`` (with ``*``) fits was made, in milliseconds since 1970."""
        with self._faults():
            found = self._client.indices.get_settings(
                index=pattern, params={"flat_settings": "true", "request_timeout": ADMIN_TIMEOUT}
            )
            return {name: int(each["settings"]["index.creation_date"]) for name, each in found.items()}

    def point(self, alias: str, index: str) -> None:
        """Makes ``alias`` mean ``index`` and nothing else, in one step."""
        actions = [
            {"remove": {"index": f"{alias}-*", "alias": alias, "must_exist": False}},
            {"add": {"index": index, "alias": alias}},
        ]
        with self._faults(index):
            self._client.indices.update_aliases(
                body={"actions": actions}, params={"request_timeout": ADMIN_TIMEOUT}
            )

    def health(self, index: str) -> str:
        """``green``, ``yellow`` (copies are missing) or ``red`` (documents are missing)."""
        with self._faults(index):
            return str(
                self._client.cluster.health(
                    index=index, params={"level": "indices", "request_timeout": ADMIN_TIMEOUT}
                )["status"]
            )

    def _patiently(self, index: str, ask: Callable[[float], Answer]) -> Answer:
        """``ask(timeout)``, after a pause again while the cluster has lost a node and has not settled anew."""
        for pause in (*PAUSES, None):
            with deadline.waiting() as left:
                try:
                    with self._faults(index):
                        return ask(self._timeout(left))
                except _UnsettledError:
                    if pause is None or (left is not None and left < pause):
                        raise
                    time.sleep(pause)
        raise AssertionError("the last attempt answers or raises")

    def _timeout(self, left: float | None) -> float:
        return self._options.timeout if left is None else max(0.1, min(self._options.timeout, left))

    @contextmanager
    def _faults(self, index: str = "") -> Iterator[None]:
        """Turns what the client raises into an error that names the thing and the remedy."""
        from opensearchpy import exceptions

        try:
            yield
        except exceptions.NotFoundError as error:
            raise NoIndexError(
                f"OpenSearch 里没有索引 {index}（{self._where}）；请检查 --hosts，或运行 gsearch build 重建索引"
            ) from error
        except exceptions.SSLError as error:
            raise EngineError(
                f"OpenSearch 的证书没有通过检验（{self._where}）；请用 --ca 指明签发它的证书文件"
            ) from error
        except exceptions.ConnectionError as error:
            gone = len(self._options.hosts) > 1 and not isinstance(error, exceptions.ConnectionTimeout)
            raise (_UnsettledError if gone else EngineError)(
                f"OpenSearch 没有回答（{self._where}）；请检查集群是否在运行、--hosts 是否正确，然后再试"
            ) from error
        except (exceptions.AuthenticationException, exceptions.AuthorizationException) as error:
            raise EngineError(
                f"OpenSearch 拒绝访问（{self._where}，{error.status_code}）；请检查用户、密码或 API key 及其权限"
            ) from error
        except exceptions.TransportError as error:
            raise (_UnsettledError if error.status_code in RETRIED else EngineError)(
                f"OpenSearch 没有办成（{self._where}）：{_told(error)}；请稍后再试"
            ) from error

    @property
    def _where(self) -> str:
        return "、".join(self._options.hosts)


@lru_cache(maxsize=8)
def connect(options: Options) -> Connection:
    """The process's connection to this cluster. Asks nothing yet. Raises UsageError without the client library."""
    return Connection(options)


def _client(options: Options) -> OpenSearch:
    try:
        from opensearchpy import OpenSearch, Urllib3HttpConnection
    except ImportError:
        raise UsageError(
            "使用 OpenSearch 需要它的客户端；请运行：pip install 'gsearch-gazette[opensearch]'"
        ) from None
    logging.getLogger("opensearch").addHandler(logging.NullHandler())  # it would print what we say in words
    who = options.credentials
    identity: dict[str, Any] = {}
    if who.api_key:
        identity["headers"] = {"authorization": f"ApiKey {who.api_key}"}
    elif who.user:
        identity["http_auth"] = (who.user, who.password)
    return OpenSearch(
        list(options.hosts),
        connection_class=Urllib3HttpConnection,
        timeout=options.timeout,
        max_retries=RETRIES,
        retry_on_timeout=True,
        retry_on_status=RETRIED,
        dead_timeout=DEAD_SECONDS,
        pool_maxsize=16,
        ca_certs=str(options.ca) if options.ca else None,
        **identity,
    )


def _source_of(found: Mapping[str, Any]) -> Any:
    """What is stored, None where there is no such document; one that could not be looked for is a fault."""
    if "error" in found:
        raise _UnsettledError(f"OpenSearch 没有取出公文 {found.get('_id', '')}：{_reason_of(found)}")
    return found["_source"] if found.get("found") else None


def _refused(item: Mapping[str, Any]) -> EngineError:
    return EngineError(f"OpenSearch 没有收下公文 {item.get('_id', '')}：{_reason_of(item)}")


def _reason_of(item: Mapping[str, Any]) -> Any:
    why = item.get("error", {})
    return why.get("reason", why) if isinstance(why, Mapping) else why


def _told(error: Any) -> str:
    """What the cluster says is wrong, by its own words."""
    info = error.info
    causes = info.get("error", {}) if isinstance(info, Mapping) else {}
    roots = causes.get("root_cause") or [causes] if isinstance(causes, Mapping) else []
    reasons = [str(each.get("reason", "")) for each in roots if isinstance(each, Mapping)]
    return f"{error.status_code} {next(filter(None, reasons), error.error)}"
