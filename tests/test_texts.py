"""Which stored texts hold a string, read many at a time: the same as reading them one by one."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.backends.postings import texts
from indexer.backends.postings.texts import Texts

LINES = ("一窗受理一次办好", "双随机一公开监管", "政务服务\n一窗", "受理", "", "窗受" * 4)


def stored(contents: list[str]) -> tuple[Texts, list[bytes]]:
    blobs = [content.encode() for content in contents]
    file = b"head" + b"".join(blobs)
    lengths = [len(blob) for blob in blobs]
    offsets = [0, *accumulate(lengths)][: len(blobs)]
    return Texts(lambda at, size: file[at : at + size], 4, offsets, lengths), blobs


@given(st.data(), st.lists(st.sampled_from(LINES), min_size=1, max_size=40), st.integers(0, 60))
def test_texts_read_together_are_judged_one_by_one(
    data: st.DataObject, contents: list[str], gap: int
) -> None:
    column, blobs = stored(contents)
    numbers = sorted(data.draw(st.sets(st.integers(0, len(contents) - 1))))
    wanted = data.draw(st.sampled_from(["一窗", "受理", "窗受窗", "公开", "理一"])).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "_GAP", gap)
        patch.setattr(texts, "_PIECE", gap * 3)
        assert column.holding(numbers, wanted) == [number for number in numbers if wanted in blobs[number]]


def test_a_file_that_is_cut_short_is_not_taken_for_one_without_the_string() -> None:
    column, _ = stored(["一窗受理", "双随机一公开"])
    cut = Texts(lambda at, size: column.read(at, size)[:-1], column.base, column.offsets, column.lengths)
    with pytest.raises(EOFError):
        cut.holding([0, 1], "公示".encode())
