"""Which engines there are: one row each. ``open_backend`` imports the package of the one that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Protocol, cast

from indexer.backends.board import Board
from indexer.backends.contract import Backend
from indexer.errors import UsageError


@dataclass(frozen=True, slots=True)
class EngineOption:
    """Something an engine has to be told; ``--name`` of ``gsearch build``. ``help`` is Chinese, for people."""

    name: str
    metavar: str
    help: str


@dataclass(frozen=True, slots=True)
class Engine:
    """A row: its name, and the package whose ``make_backend(options)`` makes the Backend.

    ``shared``: its package's ``make_board(options, name)`` makes a Board, for machines that build together.
    """

    name: str
    package: str
    options: tuple[EngineOption, ...] = ()
    shared: bool = False


ENGINES = (
    Engine("whoosh", "indexer.backends.whoosh"),
    Engine(
        "opensearch",
        "indexer.backends.opensearch",
        (
            EngineOption("hosts", "地址", "OpenSearch 集群的地址，多个用逗号分开（也可用 GSEARCH_HOSTS）"),
            EngineOption("ca", "文件", "签发集群证书的证书文件（默认信任系统里的）"),
            EngineOption("credentials", "文件", "存有用户和密码或 API key 的 JSON 文件（也可用环境变量）"),
            EngineOption("shards", "个数", "索引分几片（默认 1；一片宜在 3000 万篇、30 GB 以下）"),
            EngineOption("replicas", "份数", "每片至多另存几份（默认 1；节点不够时自动少存）"),
            EngineOption("timeout", "秒", "等集群回答一次的时限（默认 3 秒）"),
        ),
        shared=True,
    ),
)
"""All engines, the first one being what an index is built with where nothing else is said."""


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Which engine an index is in, with its options by name. What is secret is never among them: the manifest
    keeps them.
    """

    name: str = ENGINES[0].name
    options: Mapping[str, str] = field(default_factory=dict)


class _Package(Protocol):
    def make_backend(self, options: Mapping[str, str]) -> Backend: ...

    def make_board(self, options: Mapping[str, str], name: str) -> Board: ...


def open_backend(settings: EngineSettings) -> Backend:
    """The engine that ``settings`` name. Raises UsageError for a name or an option that no row has."""
    return _package(_row(settings)).make_backend(settings.options)


def open_board(settings: EngineSettings, name: str) -> Board:
    """The board ``name`` that machines which build together write on. Raises UsageError where there is none."""
    engine = _row(settings)
    if not engine.shared:
        raise UsageError(f"检索引擎 {engine.name} 在一台机器上，不能几台一起建；请用 --engine opensearch")
    return _package(engine).make_board(settings.options, name)


def _row(settings: EngineSettings) -> Engine:
    engine = next((each for each in ENGINES if each.name == settings.name), None)
    if engine is None:
        known = "、".join(each.name for each in ENGINES)
        raise UsageError(f"没有名为“{settings.name}”的检索引擎；可用的有：{known}")
    strange = set(settings.options) - {option.name for option in engine.options}
    if strange:
        raise UsageError(f"检索引擎 {engine.name} 没有选项“{min(strange)}”")
    return engine


def _package(engine: Engine) -> _Package:
    return cast(_Package, import_module(engine.package))
