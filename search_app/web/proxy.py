"""The reverse proxy that may stand before the server: who it is, and how far its word goes."""

from __future__ import annotations

from typing import Any, NamedTuple

_HEADERS = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}


class Proxy(NamedTuple):
    """Only what comes from ``address`` ("*": from anybody) is believed, and of X-Forwarded-For the entry that the
    outermost of ``hops`` proxies of our own wrote: whatever a visitor put before it counts for nothing.
    """

    address: str = "127.0.0.1"
    hops: int = 1

    def options(self) -> dict[str, Any]:
        """What waitress is told."""
        return {
            "trusted_proxy": self.address,
            "trusted_proxy_count": self.hops,
            "trusted_proxy_headers": _HEADERS,
        }
