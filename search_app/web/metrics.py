"""Counts and times of requests in the Prometheus text format, for ``/metrics``.

Each application has a registry of its own; labels are bounded (route, status), and nothing personal is
among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """What the server did so far; with a ``shared`` folder, what all its processes did.

    prometheus_client has to have found that folder in its environment (``settings.worker_environment``).
    """

    def __init__(self, shared: Path | None = None) -> None:
        self._registry = CollectorRegistry()
        own = None if shared else self._registry
        if shared is not None:
            MultiProcessCollector(self._registry, str(shared))  # type: ignore[no-untyped-call]
        self._requests = Counter("gsearch_requests", "Requests answered.", ("route", "status"), registry=own)
        self._seconds = Histogram(
            "gsearch_request_seconds",
            "Time from request to answer.",
            ("route",),
            buckets=_BUCKETS,
            registry=own,
        )
        self._serving = _Serving()
        self._registry.register(self._serving)

    def observe(self, route: str, status: int, seconds: float) -> None:
        """Counts one answered request."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def serving(self, generation: str | None, documents: int, *, degraded: bool = False) -> None:
        """Says which generation serves now; None where there is none to read."""
        self._serving.generation, self._serving.documents = generation, documents
        self._serving.degraded = degraded

    def text(self) -> bytes:
        """All of it in the text format."""
        return generate_latest(self._registry)


class _Serving:
    """What was said last of the generation that serves; every process says it before it tells the metrics."""

    def __init__(self) -> None:
        self.generation: str | None = None
        self.documents = 0
        self.degraded = False

    def collect(self) -> Iterator[Metric]:
        info = GaugeMetricFamily(
            "gsearch_generation_info", "The generation that serves.", labels=["generation"]
        )
        if self.generation is not None:
            info.add_metric([self.generation], 1)
        yield info
        yield GaugeMetricFamily(
            "gsearch_documents", "Documents in the serving generation.", value=self.documents
        )
        yield GaugeMetricFamily(
            "gsearch_index_up", "1 where an index can be read.", value=int(self.generation is not None)
        )
        yield GaugeMetricFamily(
            "gsearch_index_degraded",
            "1 where an earlier generation serves because the current one is damaged.",
            value=int(self.degraded),
        )
