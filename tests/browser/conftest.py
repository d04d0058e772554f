"""One index for all tests of the web, never written to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web_collection import build_web_index


@pytest.fixture(scope="session")
def web_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_web_index(tmp_path_factory.mktemp("web"))
