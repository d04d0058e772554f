"""Counts and times of requests in the Prometheus text format, for ``/metrics``.

Each application has a registry of its own; labels are bounded (route, status), and nothing personal is
among them.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """What the server did so far."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "gsearch_requests", "Requests answered.", ("route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "gsearch_request_seconds",
            "Time from request to answer.",
            ("route",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._generation = Gauge(
            "gsearch_generation_info", "The generation that serves.", ("generation",), registry=self._registry
        )
        self._documents = Gauge(
            "gsearch_documents", "Documents in the serving generation.", registry=self._registry
        )
        self._up = Gauge("gsearch_index_up", "1 where an index can be read.", registry=self._registry)
        self._degraded = Gauge(
            "gsearch_index_degraded",
            "1 where an earlier generation serves because the current one is damaged.",
            registry=self._registry,
        )

    def observe(self, route: str, status: int, seconds: float) -> None:
        """Counts one answered request."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def serving(self, generation: str | None, documents: int, *, degraded: bool = False) -> None:
        """Says which generation serves now; None where there is none to read."""
        self._generation.clear()
        if generation is not None:
            self._generation.labels(generation).set(1)
        self._documents.set(documents)
        self._up.set(generation is not None)
        self._degraded.set(degraded)

    def text(self) -> bytes:
        """All of it in the text format."""
        return generate_latest(self._registry)
