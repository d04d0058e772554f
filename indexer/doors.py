"""Doors that load what they hand out when it is asked for: a search starts without what building needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazy(package: str, names: Mapping[str, tuple[str, ...]]) -> Callable[[str], Any]:
    """The ``__getattr__`` (PEP 562) of ``package``; ``names`` are those that each of its modules gives.

    Raises AttributeError for others.
    """
    homes = {name: module for module, given in names.items() for name in given}

    def load(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return load
