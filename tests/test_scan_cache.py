"""Pages that were read are kept by picture, engine and settings, within a bound; what is damaged counts as absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer.scans import PageCache, ReadPage, TextBox
from indexer.scans.cache import key_of

PAGE = ReadPage(
    100, 200, "engine", (TextBox((1, 2, 3, 4, 5, 6, 7, 8), "公报", 0.5),), ((1, 2, 3),), ((4, 5, 6),)
)
FILE = "ab" * 32


@pytest.fixture
def cache(tmp_path: Path) -> PageCache:
    return PageCache(tmp_path / "scans")


def test_a_page_comes_back_as_it_was_kept(cache):
    cache.keep("a" * 64, PAGE)
    assert cache.find("a" * 64) == PAGE
    assert cache.find("b" * 64) is None


def test_a_file_has_the_pages_that_its_engine_read(cache):
    cache.keep("a" * 64, PAGE)
    cache.note(FILE, "rapidocr-3.10.0-1", {0: "a" * 64})
    cache.note(FILE, "rapidocr-3.10.0-1", {2: "a" * 64})
    cache.note(FILE, "tesseract-5.3-1", {0: "a" * 64})
    assert sorted(cache.pages_of(FILE, "rapidocr-3.10.0-1")) == [0, 2]
    assert sorted(cache.pages_of(FILE, None)) == [0, 2]
    assert cache.pages_of(FILE, "rapidocr-4-1") == {}
    assert cache.pages_of("cd" * 32, None) == {}


@pytest.mark.parametrize("damage", [b"", b"no gzip", b"\x1f\x8b\x08"])
def test_what_is_damaged_counts_as_absent(cache, damage):
    cache.keep("a" * 64, PAGE)
    cache.note(FILE, "e-1", {0: "a" * 64})
    for path in cache.folder.rglob("*.gz"):
        path.write_bytes(damage)
    assert cache.pages_of(FILE, "e-1") == {}
    for path in cache.folder.rglob("*.json"):
        path.write_bytes(damage)
    assert cache.pages_of(FILE, None) == {}


def test_what_was_used_longest_ago_goes_first(cache):
    for at, key in enumerate(("a" * 64, "b" * 64, "c" * 64)):
        cache.keep(key, PAGE)
        path = cache.folder / "pages" / key[:2] / f"{key[2:]}.gz"
        os.utime(path, (1_000 + at, 1_000 + at))
    assert cache.find("a" * 64) == PAGE  # used now
    size = path.stat().st_size
    cache.trim(2 * size)
    assert [key[0] for key in ("a" * 64, "b" * 64, "c" * 64) if cache.find(key)] == ["a", "c"]


def test_the_key_is_of_picture_engine_and_settings():
    images = pytest.importorskip("PIL.Image")
    white, black = images.new("RGB", (4, 4), "white"), images.new("RGB", (4, 4), "black")
    wide = images.new("RGB", (8, 2), "white")
    keys = {key_of(picture, engine) for picture in (white, black, wide) for engine in ("a-1", "a-2")}
    assert len(keys) == 6
    assert key_of(white, "a-1") == key_of(white.copy(), "a-1")
