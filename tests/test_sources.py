"""Files, folders and archives are found in a fixed order, under names that stay, and nothing else is
touched."""

from __future__ import annotations

import io
import os
import pickle
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from composed_files import docx, paragraph, zipped, zipped_with_raw_name

from indexer.build import build
from indexer.errors import ExtractError, UsageError
from indexer.files import archives
from indexer.sources import Skipped, SourceFile, walk


def _write(root: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


def _contents(paths: Sequence[Path]) -> dict[str, bytes]:
    return {found.name: found.read() for found in walk(paths) if isinstance(found, SourceFile)}


def _skipped(paths: Sequence[Path]) -> dict[str, Skipped]:
    return {found.name: found for found in walk(paths) if isinstance(found, Skipped)}


def test_a_folder_is_walked_in_order_of_names(tmp_path: Path) -> None:
    _write(tmp_path, {"b.txt": b"1", "a/z.md": b"2", "a.TXT": b"3", ".git/x.txt": b"4", "~$a.docx": b"5"})
    assert [found.name for found in walk([tmp_path])] == ["a/z.md", "a.TXT", "b.txt"]


def test_a_file_given_directly_is_known_by_its_own_name_and_any_suffix_will_do(tmp_path: Path) -> None:
    _write(tmp_path, {"deep/down/公报.dat": b"x"})
    assert _contents([tmp_path / "deep/down/公报.dat"]) == {"公报.dat": b"x"}


def test_one_file_reached_in_several_ways_comes_once(tmp_path: Path) -> None:
    _write(tmp_path, {"a/x.txt": b"x"})
    (tmp_path / "a/again").symlink_to(tmp_path / "a")
    (tmp_path / "a/link.txt").symlink_to(tmp_path / "a/x.txt")
    assert len(_contents([tmp_path, tmp_path / "a", tmp_path / "a/x.txt", tmp_path / "a"])) == 1


def test_equal_names_of_two_folders_are_told_apart_whatever_their_order(tmp_path: Path) -> None:
    _write(tmp_path, {"一/a.txt": b"1", "二/a.txt": b"2"})
    roots = [tmp_path / "一", tmp_path / "二"]
    assert _contents(roots) == _contents(roots[::-1]) == {"a.txt": b"1", "二/a.txt": b"2"}


def test_a_path_that_does_not_exist_is_a_usage_error_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.txt"):
        walk([tmp_path, tmp_path / "nowhere.txt"])


def test_files_of_no_use_are_told_from_files_that_failed(tmp_path: Path) -> None:
    _write(tmp_path, {"a.gif": b"", "b.rar": b"", "c.zip": b"no zip", "d/公报": b""})
    (tmp_path / "broken.txt").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "pipe.txt")
    failed = {name: skipped.failed for name, skipped in _skipped([tmp_path]).items()}
    assert failed == {
        "a.gif": False,
        "b.rar": False,
        "broken.txt": True,
        "c.zip": True,
        "d/公报": False,
        "pipe.txt": False,
    }


def test_an_index_among_the_sources_is_no_source(tmp_path: Path) -> None:
    index = tmp_path / "索引"
    _write(tmp_path, {"a.txt": b"1"})
    build([tmp_path], index)
    assert _contents([tmp_path]) == {"a.txt": b"1"}
    assert _skipped([tmp_path]) == {}
    shutil.move(index, tmp_path / "另存")
    (tmp_path / "另存" / "CURRENT").unlink()
    assert _contents([tmp_path]) == {"a.txt": b"1"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_failed(tmp_path: Path) -> None:
    _write(tmp_path, {"a.txt": b"x"})
    (tmp_path / "a.txt").chmod(0)
    assert _skipped([tmp_path])["a.txt"].failed


def test_a_name_that_is_no_utf8_is_repaired(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/" + "通知公告.txt".encode("gbk")
    try:
        with open(raw, "wb") as file:
            file.write(b"x")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (found,) = walk([tmp_path])
    assert found.name == "通知公告.txt"
    assert found.path.encode().endswith("通知公告.txt".encode())


@pytest.mark.parametrize("codec", ["gbk", "utf-8"])
def test_member_names_without_the_utf8_flag_are_read(tmp_path: Path, codec: str) -> None:
    data = zipped_with_raw_name("公报/通知.txt".encode(codec), b"x")
    _write(tmp_path, {"a.zip": data})
    assert _contents([tmp_path]) == {"a.zip/公报/通知.txt": b"x"}


def test_a_misread_member_name_is_repaired(tmp_path: Path) -> None:
    _write(tmp_path, {"a.zip": zipped({"政府公报.txt".encode("gbk").decode("cp437"): b"x"})})
    assert _contents([tmp_path]) == {"a.zip/政府公报.txt": b"x"}


def test_names_that_climb_out_are_only_names(tmp_path: Path) -> None:
    members = [("../../evil.txt", b"1"), ("/etc/x.txt", b"2"), ("C:\\y\\z.txt", b"3"), ("\x1b[2J.txt", b"4")]
    _write(tmp_path, {"in/a.zip": zipped(members)})
    assert set(_contents([tmp_path])) == {
        "in/a.zip/evil.txt",
        "in/a.zip/etc/x.txt",
        "in/a.zip/y/z.txt",
        "in/a.zip/\ufffd[2J.txt",
    }
    assert [path.name for path in tmp_path.rglob("*")] == ["in", "a.zip"]


def test_equal_names_within_an_archive_keep_their_suffix(tmp_path: Path) -> None:
    _write(tmp_path, {"a.zip": zipped([("x/y.txt", b"1"), ("x\\y.txt", b"2")])})
    assert _contents([tmp_path]) == {"a.zip/x/y.txt": b"1", "a.zip/x/y~2.txt": b"2"}


def test_content_decides_where_a_name_lies(tmp_path: Path) -> None:
    document = docx(paragraph("通知"))
    _write(tmp_path, {"zip.txt": zipped({"a.txt": b"1"}), "word.txt": document, "word.zip": document})
    assert _contents([tmp_path]) == {"zip.txt/a.txt": b"1", "word.txt": document, "word.zip": document}


def test_archives_within_archives_are_opened_so_deep_and_no_deeper(tmp_path: Path) -> None:
    data = b"x"
    name = "x.txt"
    for level in range(archives.MAX_DEPTH + 1):
        data, name = zipped({name: data, f"{level}.txt": b"y"}), "in.zip"
    _write(tmp_path, {"a.zip": data})
    assert len(_contents([tmp_path])) == archives.MAX_DEPTH
    assert [skipped.failed for skipped in _skipped([tmp_path]).values()] == [True]


def test_a_source_may_be_sent_to_another_process(tmp_path: Path) -> None:
    _write(tmp_path, {"a.zip": zipped({"in.zip": zipped({"x.txt": b"x"}), "y.txt": b"y"})})
    for found in walk([tmp_path]):
        assert isinstance(found, SourceFile)
        assert pickle.loads(pickle.dumps(found)).digest() == found.digest()


def test_encrypted_members_are_named(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"secret"}))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    _write(tmp_path, {"a.zip": bytes(data)})
    assert "加密" in _skipped([tmp_path])["a.zip/a.txt"].reason


def test_a_bomb_is_refused_and_what_lies_beside_it_is_read(tmp_path: Path) -> None:
    _write(tmp_path, {"a.zip": zipped({"bomb.txt": bytes(20 << 20), "good.txt": b"x"})})
    assert _contents([tmp_path]) == {"a.zip/good.txt": b"x"}
    assert _skipped([tmp_path])["a.zip/bomb.txt"].failed


def test_a_member_larger_than_it_says_is_damaged(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"0123456789" * 100}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    _write(tmp_path, {"a.zip": bytes(data)})
    (found,) = walk([tmp_path])
    assert isinstance(found, SourceFile)
    with pytest.raises(ExtractError, match="损坏"):
        found.read()


def test_too_many_members_end_with_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "FREE_MEMBERS", 5)
    _write(tmp_path, {"a.zip": zipped({f"{n}.txt": b"x" for n in range(9)}), "b.txt": b"x"})
    read = len((tmp_path / "a.zip").read_bytes()) // archives.BYTES_PER_MEMBER + 5
    assert len(_contents([tmp_path])) == read + 1
    (refused,) = _skipped([tmp_path]).values()
    assert refused.failed
    assert "压缩包 a.zip 超过上限" in refused.reason


def test_an_archive_cut_short_anywhere_is_named(tmp_path: Path) -> None:
    data = zipped({"a.txt": b"x" * 50, "b.txt": b"y" * 50})
    for length in range(4, len(data), 7):
        _write(tmp_path, {"a.zip": data[:length]})
        assert [skipped.failed for skipped in _skipped([tmp_path]).values()] == [True]


def test_the_walk_streams(tmp_path: Path) -> None:
    _write(tmp_path, {f"{n}.txt": b"x" for n in range(50)})
    found = walk([tmp_path])
    assert next(found).name == "0.txt"
    (tmp_path / "9.txt").unlink()
    assert [each.name for each in found if isinstance(each, Skipped)] == ["9.txt"]


def test_a_stored_archive_with_something_before_it_is_read(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.txt", "通知")
    _write(tmp_path, {"a.zip": b"#!/bin/sh\n" + stream.getvalue()})
    assert _contents([tmp_path]) == {"a.zip/a.txt": "通知".encode()}
