"""The life of an index in a cluster, through ``gsearch``'s own commands."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from indexer.backends import EngineSettings, Place, open_backend
from indexer.backends.opensearch.connection import Connection
from indexer.build import build, update
from indexer.errors import EngineError
from indexer.generations import check_index, current, index_status, owner, rollback
from tests.small_collection import EVERYTHING, answer, notice

pytestmark = pytest.mark.opensearch


@pytest.fixture
def engine(host: str) -> EngineSettings:
    return EngineSettings("opensearch", {"hosts": host, "timeout": "30"})


@pytest.fixture
def index(tmp_path: Path, files: Path, engine: EngineSettings) -> Path:
    folder = tmp_path / "index"
    build([files], folder, engine=engine)
    return folder


def names(index: Path, engine: EngineSettings) -> set[str]:
    return set(open_backend(engine).names(owner(index)))


def serving_name(index: Path) -> str:
    return current(index).manifest.index_name


def alias(host: str, index: Path) -> set[str]:
    """The indexes that the owner's alias means, as any other program would see it."""
    with urllib.request.urlopen(f"{host}/_alias/gsearch-{owner(index)}") as found:
        return set(json.load(found))


def test_an_update_makes_a_new_index_and_the_alias_follows(index, files, engine, host):
    first = serving_name(index)
    assert alias(host, index) == {first}
    (files / "2020" / "new.txt").write_text(notice(7), encoding="utf-8")
    report = update([], index)
    assert report.switched
    assert serving_name(index) != first
    assert alias(host, index) == {serving_name(index)}
    assert names(index, engine) == {first, serving_name(index)}
    assert answer(index, EVERYTHING)["total"] == report.documents == 9


def test_the_generation_before_is_kept_and_older_ones_are_dropped(index, files, engine, host):
    made = [serving_name(index)]
    for at in (7, 8):
        (files / "2020" / f"{at}.txt").write_text(notice(at, year=2020), encoding="utf-8")
        update([], index)
        made.append(serving_name(index))
    assert names(index, engine) == set(made[1:])
    rollback(index)
    assert serving_name(index) == made[1]
    assert alias(host, index) == {made[1]}


def test_an_update_without_changes_leaves_the_cluster_alone(index, engine):
    before = names(index, engine)
    assert not update([], index).switched
    assert names(index, engine) == before


def test_it_answers_as_an_index_on_disk_does(index, files, tmp_path):
    build([files], tmp_path / "local")
    here, there = answer(tmp_path / "local", EVERYTHING), answer(index, EVERYTHING)
    assert [hit["id"] for hit in there["hits"]] == [hit["id"] for hit in here["hits"]]
    assert there["facets"] == here["facets"]
    assert there["generation"] == here["generation"]


def test_what_a_killed_build_left_the_next_one_removes_and_no_other_folders(
    index, files, engine, tmp_path, host
):
    backend = open_backend(engine)
    for name in ("litter", "other"):
        (tmp_path / name).mkdir()
    litter = backend.write(tmp_path / "litter", owner(index), []).place.name
    other = backend.write(tmp_path / "other", owner(tmp_path), []).place
    (files / "2020" / "new.txt").write_text(notice(7), encoding="utf-8")
    report = update([], index)
    assert litter not in names(index, engine)
    assert any("上次" in notice for notice in report.notices)
    assert backend.names(owner(tmp_path)) == {other.name}
    backend.drop(other)


def test_a_build_that_fails_in_the_middle_leaves_nothing(tmp_path, files, engine, monkeypatch):
    def fail(*given):
        raise EngineError("没有收下")

    monkeypatch.setattr(Connection, "load", fail)
    with pytest.raises(EngineError, match="没有收下"):
        build([files], tmp_path / "index", engine=engine)
    assert names(tmp_path / "index", engine) == set()


def test_check_finds_a_document_that_is_missing_in_the_cluster(index, host):
    assert check_index(index) == []
    name = serving_name(index)
    for method, path, body in (
        ("PUT", f"/{name}/_settings", {"index.blocks.write": False}),
        ("POST", f"/{name}/_delete_by_query?refresh=true", {"query": {"match_all": {}}, "max_docs": 1}),
    ):
        request = urllib.request.Request(
            host + path, json.dumps(body).encode(), {"Content-Type": "application/json"}, method=method
        )
        urllib.request.urlopen(request).close()
    assert name in str(check_index(index)[0])


def gsearch(index: Path, *args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "search_app.cli", "--index", str(index), *args]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_commands_work_as_with_an_index_on_disk(tmp_path, files, host):
    built = gsearch(tmp_path / "index", "build", str(files), "--engine", "opensearch", "--hosts", host)
    assert built.returncode == 0, built.stderr
    found = gsearch(tmp_path / "index", "search", EVERYTHING, "--format", "json")
    assert json.loads(found.stdout)["total"] == 8
    for command in (["update"], ["status"], ["check"], ["show", "r0"]):
        done = gsearch(tmp_path / "index", *command)
        assert done.returncode == 0, done.stderr


def test_an_index_that_is_gone_is_said_with_the_remedy(index, engine):
    open_backend(engine).drop(Place(index, serving_name(index)))
    found = gsearch(index, "search", EVERYTHING)
    assert found.returncode == 3
    assert "gsearch build" in found.stderr


def test_a_cluster_that_does_not_answer_is_no_reason_to_rebuild(index, monkeypatch):
    monkeypatch.setenv("GSEARCH_HOSTS", "http://127.0.0.1:9")
    found = gsearch(index, "search", EVERYTHING)
    assert found.returncode == 3
    assert "没有回答" in found.stderr
    assert "build" not in found.stderr


def test_no_secret_is_in_what_is_kept_or_shown(tmp_path, files, host):
    secret = tmp_path / "credentials.json"
    secret.write_text(json.dumps({"user": "me", "password": "s3cret"}))
    engine = EngineSettings("opensearch", {"hosts": host, "credentials": str(secret), "timeout": "30"})
    build([files], tmp_path / "index", engine=engine)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "index").rglob("*") if path.is_file())
    assert b"s3cret" not in kept
    assert "s3cret" not in repr(index_status(tmp_path / "index"))
