"""Opening, switching, going back: readers see one whole generation, or a sentence that says what to do."""

from __future__ import annotations

import os
import stat
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

import dictionaries
from indexer.backends import Substring
from indexer.build import build, update
from indexer.errors import NoIndexError
from indexer.generations import current, manifest, pointer, rollback, with_current
from indexer.generations.index_folder import ReplacedError
from search_app.response import SearchRequest
from search_app.search import search
from tests.small_collection import EVERYTHING, answer, notice, tree


def folders(index: Path) -> list[str]:
    return [path.name for path in pointer.generation_folders(index)]


def rebuilt(index: Path, files: Path, at: int) -> str:
    """Builds again with one more file and returns the new generation's name."""
    (files / f"more-{at}.txt").write_text(notice(at, district="清溪区"), encoding="utf-8")
    return build([files], index).generation


def test_without_an_index_the_command_that_makes_one_is_named(tmp_path):
    with pytest.raises(NoIndexError, match="gsearch build"):
        current(tmp_path / "nothing")


def test_an_index_path_that_is_no_folder_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(NoIndexError, match="不是文件夹"):
        current(tmp_path / "file")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_an_index_that_may_not_be_read_is_no_damaged_one(index):
    index.chmod(0)
    try:
        with pytest.raises(NoIndexError, match="没有权限"):
            current(index)
    finally:
        index.chmod(0o700)


def test_a_generation_knows_what_it_was_made_from(index, files):
    generation = current(index)
    assert generation.manifest.sources == (str(files),)
    assert generation.manifest.documents == 8
    assert (
        generation.manifest.dictionary
        == generation.dictionaries.fingerprint
        == dictionaries.load().fingerprint
    )
    assert {report.file for report in generation.issues()} == {
        path.relative_to(files).as_posix() for path in files.rglob("*.*")
    }


def test_each_reader_is_new_and_the_analyzer_is_kept(index):
    generation = current(index)
    with closing(generation.reader()) as first, closing(generation.reader()) as second:
        assert first is not second
    assert generation.analyzer() is current(index).analyzer()


def test_the_last_two_generations_stay(index, files):
    names = [rebuilt(index, files, at) for at in range(3)]
    assert [name.partition("-")[2] for name in folders(index)] == names[-2:]


def test_the_same_content_again_does_not_push_out_the_generation_to_go_back_to(index, files):
    first = current(index).name
    second = rebuilt(index, files, 0)
    for _ in range(2):
        build([files], index)
    assert [name.partition("-")[2] for name in folders(index)] == [first, second]


def test_rollback_goes_back_once_and_then_says_that_there_is_no_more(index, files):
    first = current(index).name
    rebuilt(index, files, 0)
    assert rollback(index).name == first == current(index).name
    with pytest.raises(NoIndexError, match="gsearch build"):
        rollback(index)


def test_a_build_after_a_rollback_keeps_the_generation_that_served(index, files):
    first = current(index).name
    bad = rebuilt(index, files, 0)
    rollback(index)
    new = rebuilt(index, files, 1)
    names = [name.partition("-")[2] for name in folders(index)]
    assert names == [first, new]
    assert bad not in names


def test_opening_a_removed_generation_is_told_apart(index, files):
    old = current(index)
    rebuilt(index, files, 0)
    rebuilt(index, files, 1)
    with pytest.raises(ReplacedError):
        old.reader()


def test_an_answer_whose_generation_is_removed_under_it_is_made_anew_from_the_new_one(index, files):
    served = []

    def call(generation):
        served.append(generation.name)
        if len(served) == 1:
            rebuilt(index, files, 0)
            rebuilt(index, files, 1)
        with closing(generation.reader()) as reader:
            return reader.counts([Substring("区人民政府办公室关于")])[0]

    assert with_current(index, call) == 7
    assert len(set(served)) == 2


def test_an_answer_that_was_begun_is_ended_from_its_generation_though_that_is_removed(index, files):
    generation = current(index)
    with closing(generation.reader()) as reader:
        rebuilt(index, files, 0)
        rebuilt(index, files, 1)
        assert not generation.folder.exists()
        assert reader.counts([Substring("区人民政府办公室关于")]) == [5]


def test_damage_is_not_taken_for_a_replacement(index):
    def call(generation):
        for path in generation.folder.glob("engine/*.bin"):
            path.unlink()
        with closing(generation.reader()) as reader:
            return reader.counts([Substring("区人民政府办公室关于")])[0]

    with pytest.raises(NoIndexError):
        with_current(index, call)


def test_other_dictionaries_are_refused_with_the_command_that_mends(index, tmp_path):
    (tmp_path / "words" / "terms").mkdir(parents=True)
    (tmp_path / "words" / "terms" / "local.txt").write_text("抽查监管 100 n\n", encoding="utf-8")
    with pytest.raises(NoIndexError, match="gsearch update"):
        current(index, dictionaries.load(tmp_path / "words"))


def test_an_index_of_another_schema_is_refused_with_the_command_that_mends(index):
    path = current(index).folder / "manifest.json"
    manifest.write(replace(manifest.read(path.parent), schema_version=999), path.parent)
    with pytest.raises(NoIndexError, match="gsearch build"):
        current(index)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x04
    path.write_bytes(bytes(data))


def remove(path: Path) -> None:
    path.unlink()


DAMAGED = ["manifest.json", "issues.jsonl", "vocabulary/words.marisa", "engine/engine.json"]
damage_of_a_file = pytest.mark.parametrize("damage", [truncate, flip, remove])


@damage_of_a_file
@pytest.mark.parametrize("file", DAMAGED)
def test_damage_is_named_on_opening_with_the_command_that_mends(index, file, damage):
    damage(current(index).folder / file)
    with pytest.raises(NoIndexError, match="请运行：gsearch build") as caught:
        current(index)
    assert Path(file).name in str(caught.value)


@damage_of_a_file
def test_a_sound_generation_answers_in_place_of_one_with_any_damaged_file(index, files, damage):
    before = answer(index, EVERYTHING)
    rebuilt(index, files, 0)
    whole = current(index)
    assert whole.notice is None
    for name in [*whole.manifest.files, "manifest.json"]:
        kept = tree(whole.folder)[name]
        damage(whole.folder / name)
        told = answer(index, EVERYTHING)
        assert {**told, "notices": []} == before
        (notice,) = told["notices"]
        assert f"{whole.folder.name} 已损坏：{name}" in notice
        assert "gsearch build" in notice
        (whole.folder / name).write_bytes(kept)
    assert answer(index, EVERYTHING)["generation"] == whole.name


def test_damage_beneath_the_file_system_is_found_where_a_query_meets_it(index, files, monkeypatch):
    before = answer(index, EVERYTHING)
    rebuilt(index, files, 0)
    monkeypatch.setattr("indexer.generations.integrity.ALWAYS_READ", 0)
    damaged = current(index).folder / "engine" / "engine.json"
    times = damaged.stat().st_mtime_ns
    damaged.write_bytes(b"x" * damaged.stat().st_size)
    os.utime(damaged, ns=(times, times))
    request = SearchRequest(EVERYTHING, limit=100)
    told = with_current(index, lambda generation: search(request, generation))
    assert told.generation == before["generation"]
    assert "engine/engine.json" in told.notices[0]


def test_going_back_skips_no_damage_and_a_build_keeps_what_is_sound(index, files):
    first = current(index).name
    rebuilt(index, files, 0)
    flip(current(index).folder / "engine" / "engine.json")
    third = rebuilt(index, files, 1)
    assert [name.partition("-")[2] for name in folders(index)] == [first, third]
    flip(pointer.generation_folders(index)[0] / "issues.jsonl")
    with pytest.raises(NoIndexError, match=r"不能退回.*gsearch build"):
        rollback(index)
    assert current(index).name == third


def test_an_update_mends_a_damaged_generation_though_no_source_changed(index, files):
    whole = answer(index, EVERYTHING)
    flip(current(index).folder / "engine" / "engine.json")
    assert update([], index).switched
    assert answer(index, EVERYTHING) == whole


def test_a_build_without_paths_knows_its_sources_though_the_last_manifest_is_lost(index, files):
    rebuilt(index, files, 0)
    remove(current(index).folder / "manifest.json")
    assert build([], index).documents == 9


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"../../etc\n", b"0001-000000000000\n", None])
def test_the_newest_sound_generation_answers_where_the_pointer_is_damaged(index, content):
    before = answer(index, EVERYTHING)
    remove(index / "CURRENT")
    if content is not None:
        (index / "CURRENT").write_bytes(content)
    told = answer(index, EVERYTHING)
    assert {**told, "notices": []} == before
    assert "CURRENT" in told["notices"][0]


def test_a_lost_pointer_can_be_mended_by_rolling_back(index):
    name = current(index).name
    (index / "CURRENT").unlink()
    assert rollback(index).name == name == current(index).name


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_an_index_is_private_and_one_that_anybody_can_write_to_is_refused(index, files, tmp_path):
    build([files], tmp_path / "new" / "index")
    assert stat.S_IMODE((tmp_path / "new" / "index").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "new" / "index" / "generations").stat().st_mode) == 0o700
    current(index).folder.chmod(0o777)
    with pytest.raises(NoIndexError, match="chmod"):
        current(index)


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_whatever_the_umask_nobody_else_can_write_to_an_index(index, files):
    before = os.umask(0)
    try:
        rebuilt(index, files, 0)
    finally:
        os.umask(before)
    assert not [path for path in current(index).folder.rglob("*") if path.stat().st_mode & 0o022]


def test_litter_of_a_dead_build_is_gone_after_the_next(index, files):
    (index / "building" / "generation").mkdir(parents=True)
    (index / "building" / "generation" / "half").write_bytes(b"x" * 100)
    build([files], index)
    assert not (index / "building").exists()
    assert answer(index, EVERYTHING)["total"] == 8
