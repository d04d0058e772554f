"""Which engines there are: one row each. ``open_backend`` imports the package of the one that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Protocol, cast

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
    """A row: its name, and the package whose ``make_backend(options)`` makes the Backend."""

    name: str
    package: str
    options: tuple[EngineOption, ...] = ()


ENGINES = (Engine("whoosh", "indexer.backends.whoosh"),)
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


def open_backend(settings: EngineSettings) -> Backend:
    """The engine that ``settings`` name. Raises UsageError for a name or an option that no row has."""
    engine = next((each for each in ENGINES if each.name == settings.name), None)
    if engine is None:
        known = "、".join(each.name for each in ENGINES)
        raise UsageError(f"没有名为“{settings.name}”的检索引擎；可用的有：{known}")
    strange = set(settings.options) - {option.name for option in engine.options}
    if strange:
        raise UsageError(f"检索引擎 {engine.name} 没有选项“{min(strange)}”")
    package = cast(_Package, import_module(engine.package))
    return package.make_backend(settings.options)
