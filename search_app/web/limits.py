"""Bounds that keep one visitor from taking the server: requests per address, size of a request.

The number of addresses remembered is bounded too, so that the bound cannot be turned into a leak.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from search_app.web.buckets import Buckets


@dataclass(frozen=True, slots=True)
class Limits:
    """What one address may ask for.

    ``requests_per_minute`` is sustained, ``burst`` may come at once; 0 switches the bound off. Addresses of
    this machine (loopback) are not bounded: there stands the administrator, a reverse proxy or a load test.
    ``largest_body`` is in bytes; nothing here takes a body. ``seconds`` are granted to one answer.
    """

    requests_per_minute: int = 300
    burst: int = 120
    most_addresses: int = 20_000
    largest_body: int = 16 * 1024
    seconds: float = 10.0


class RateLimiter:
    """A token bucket per address; safe to share between threads, and between processes that name a ``shared`` folder.

    ``clock`` counts seconds, alike in all processes.
    """

    def __init__(
        self, limits: Limits, clock: Callable[[], float] = time.monotonic, *, shared: Path | None = None
    ) -> None:
        self._limits = limits
        self._clock = clock
        self._buckets = Buckets(limits.most_addresses, shared)

    def seconds_to_wait(self, address: str | None) -> float:
        """0 where a request from ``address`` may go on (it is counted), else seconds until the next may."""
        if self._limits.requests_per_minute <= 0 or address is None or _is_loopback(address):
            return 0.0
        rate = self._limits.requests_per_minute / 60
        burst = float(self._limits.burst)
        now = self._clock()
        with self._buckets.bucket(address, (burst, now)) as bucket:
            tokens = min(burst, bucket.tokens + max(0.0, now - bucket.since) * rate)
            allowed = tokens >= 1
            bucket.tokens, bucket.since = tokens - 1 if allowed else tokens, now
        return 0.0 if allowed else (1 - tokens) / rate


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
