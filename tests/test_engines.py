"""Which engines there are: a row each, a package whose door makes a Backend."""

from __future__ import annotations

from importlib import import_module

import pytest

from indexer.backends import ENGINES, EngineSettings, open_backend
from indexer.build import build
from indexer.errors import UsageError
from indexer.generations import current, place
from tests.small_collection import write_collection


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_every_row_names_a_package_that_makes_a_backend(engine):
    assert callable(import_module(engine.package).make_backend)


def test_an_engine_that_no_row_has_is_a_usage_error_that_names_the_others():
    with pytest.raises(UsageError, match=ENGINES[0].name):
        open_backend(EngineSettings("lucene"))


def test_an_option_that_the_engine_does_not_have_is_a_usage_error():
    with pytest.raises(UsageError, match="colour"):
        open_backend(EngineSettings(options={"colour": "red"}))


def test_the_manifest_says_which_engine_the_index_is_in(tmp_path):
    build([write_collection(tmp_path / "files")], tmp_path / "index", engine=EngineSettings("whoosh"))
    generation = current(tmp_path / "index")
    assert generation.manifest.engine_settings == EngineSettings("whoosh")
    assert place(generation.folder, generation.manifest).folder.is_dir()
