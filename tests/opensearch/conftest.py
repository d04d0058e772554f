"""Nodes for the tests that need them: started once a session, skipped with the reason where that cannot be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.opensearch import Cluster, MissingError, cluster

RUNNING = "GSEARCH_TEST_HOST"
"""Names a node that is running already, so that a developer need not wait for one."""


@pytest.fixture(scope="session")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a node of this session's own."""
    if RUNNING in os.environ:
        yield os.environ[RUNNING]
        return
    with _started(tmp_path_factory.mktemp("node"), 1) as nodes:
        yield nodes.hosts[0]


@pytest.fixture(scope="module")
def three_nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with _started(tmp_path_factory.mktemp("cluster"), 3) as nodes:
        yield nodes


class _started:  # noqa: N801 - a context manager
    """``cluster``, or a skipped test where this machine lacks something."""

    def __init__(self, folder: Path, count: int) -> None:
        self._cluster = cluster(folder, count)

    def __enter__(self) -> Cluster:
        try:
            return self._cluster.__enter__()
        except MissingError as error:
            pytest.skip(str(error))

    def __exit__(self, *exception: object) -> None:
        self._cluster.__exit__(None, None, None)
