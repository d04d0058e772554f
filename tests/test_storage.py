"""The files of the local index: records with checksums, posting lists, the dictionary of terms."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.backends import Tally
from indexer.backends.postings.inversion import Inversion
from indexer.backends.postings.plain import PlainArithmetic
from indexer.backends.postings.vectors import VectorArithmetic
from indexer.backends.storage import records, terms
from indexer.backends.storage.held import Held
from indexer.backends.storage.merging import merged, part, pieces
from indexer.backends.storage.packing import Lists, Sealed, pack, recorded, unpack
from indexer.backends.storage.records import DamagedRecordError, RecordFile, RecordWriter, sealed
from indexer.backends.storage.shifting import Shift, shift_of, shifted
from indexer.backends.storage.terms import Terms, TermsWriter, key_of

ARITHMETICS = [PlainArithmetic(), VectorArithmetic()]
by_arithmetic = pytest.mark.parametrize("arithmetic", ARITHMETICS, ids=["plain", "vectors"])
postings = st.dictionaries(
    st.integers(0, 3_000_000) | st.integers(0, 2000),
    st.just(1) | st.integers(1, 300) | st.integers(1, 1 << 31),
    min_size=1,
    max_size=400,
)


def packed(held: list[dict[int, int]]) -> tuple[Lists, bytes, list[int]]:
    """Lists with those counts by number, their records, and the size of each."""
    lists = Lists(
        [b"%06d" % at for at in range(len(held))],
        np.array([len(each) for each in held]),
        np.array([number for each in held for number in sorted(each)]),
        np.array([each[number] for each in held for number in sorted(each)]),
    )
    content, sizes = pack(lists)
    return lists, content, sizes.tolist()


def encode(numbers: list[int], counts: list[int]) -> bytes:
    return packed([dict(zip(numbers, counts, strict=True))])[1][: -records.CHECKSUM]


@given(held=st.lists(postings, min_size=1, max_size=9))
def test_many_lists_come_back_as_each_one_alone(held):
    lists, content, sizes = packed(held)
    alone = [packed([each])[1] for each in held]
    assert content == b"".join(alone)
    assert sizes == [len(each) for each in alone]
    found = unpack(Sealed(lists.keys, lists.sizes, np.array(sizes), content, "lists"))
    assert found.numbers.tolist() == lists.numbers.tolist()
    assert found.counts.tolist() == lists.counts.tolist()


@given(held=st.lists(postings, min_size=1, max_size=9), at=st.integers(0))
def test_a_list_that_changed_is_refused(held, at):
    lists, content, sizes = packed(held)
    at %= len(content)
    changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
    with pytest.raises(DamagedRecordError, match="lists"):
        unpack(Sealed(lists.keys, lists.sizes, np.array(sizes), changed, "lists"))


numbered = st.lists(st.integers(0, 700) | st.integers(0, 70_000), min_size=1, max_size=60, unique=True)


def lists_of(held: dict[int, list[int]]) -> Lists:
    """Lists by key, each of the documents with these numbers; every third document holds its token twice."""
    numbers = [number for _, each in sorted(held.items()) for number in sorted(each)]
    return Lists(
        [b"%03d" % key for key in sorted(held)],
        np.array([len(held[key]) for key in sorted(held)], np.int64),
        np.array(numbers, np.int64),
        np.array([1 + (number % 3 == 0) for number in numbers], np.int64),
    )


def records_of(blocks) -> list[tuple[bytes, int, bytes]]:
    found = []
    for block in blocks:
        at = 0
        for key, size, record in zip(block.keys, block.sizes, block.records, strict=True):
            found.append((key, size, block.content[at : at + record]))
            at += record
    return found


@given(
    held=st.dictionaries(st.integers(0, 30), numbered, min_size=1),
    at=st.integers(0, 800) | st.integers(0, 71_000),
    came=st.dictionaries(st.integers(0, 40), st.lists(st.integers(0, 299), min_size=1, unique=True)),
    by=st.sampled_from([0, 1, 20, 300]),
    size=st.integers(1, 40),
)
def test_lists_that_were_shifted_are_those_that_would_be_written(held, at, came, by, size):
    new = {key: [at + number for number in each if number < by] for key, each in came.items() if by}
    arriving = lists_of({key: each for key, each in new.items() if each})
    old = lists_of(held)
    moved = old._replace(numbers=old.numbers + by * (old.numbers >= at))
    blocks = [recorded(part(old, first, min(first + size, len(held)))) for first in range(0, len(held), size)]
    streams = [iter([each]) for each in (moved, arriving) if each.keys]
    anew = map(recorded, merged(streams))
    assert records_of(shifted(blocks, arriving, Shift(at, by))) == records_of(anew)


@pytest.mark.parametrize(
    ("becomes", "shift"),
    [
        ([0, 1, 2], Shift(3, 0)),
        ([2, 3, 4], Shift(0, 2)),
        ([0, 1, 7, 8], Shift(2, 5)),
        ([0, 2, 4], None),
        ([1, 0, 2], None),
    ],
)
def test_a_shift_is_one_step_up(becomes, shift):
    assert shift_of(np.array(becomes)) == shift


streams = st.lists(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 99)), max_size=40), min_size=1, max_size=4
)


@given(given=streams, size=st.integers(1, 30))
def test_streams_of_lists_become_one_in_order(given, size):
    """Each stream holds some (term, document); no document stands in two of them for one term."""
    seen: set[tuple[int, int]] = set()
    parts = []
    for rows in given:
        own = sorted(set(rows) - seen)
        seen.update(own)
        keys = sorted({key for key, _ in own})
        sizes = np.array([sum(each == key for each, _ in own) for key in keys], np.int64)
        numbers = np.array([number for _, number in own], np.int64)
        parts.append(Lists([b"%d" % key for key in keys], sizes, numbers, numbers + 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("indexer.backends.storage.merging.POSTINGS", size)
        found = list(merged([pieces(part) for part in parts]))
    rows = [
        (int(key), int(number))
        for lists in found
        for key, number in zip(np.repeat(lists.keys, lists.sizes), lists.numbers, strict=True)
    ]
    assert rows == sorted(seen)
    assert all((lists.counts == lists.numbers + 1).all() for lists in found)


@by_arithmetic
@given(held=postings)
def test_a_posting_list_comes_back_as_it_was_written(arithmetic, held):
    numbers = sorted(held)
    counts = [held[number] for number in numbers]
    found, found_counts = arithmetic.decode(encode(numbers, counts), len(numbers))
    assert list(found) == numbers
    assert (list(found_counts) if found_counts is not None else [1] * len(numbers)) == counts


@by_arithmetic
def test_common_words_take_a_byte_a_document_and_one_for_the_count(arithmetic):
    numbers = list(range(0, 30_000, 3))
    assert len(encode(numbers, [1] * len(numbers))) == 10_000 + 5
    assert len(encode(numbers, [2] * len(numbers))) == 20_000 + 5
    assert len(encode([*numbers, 90_000], [1] * (len(numbers) + 1))) == 10_001 + 4 + 5


@by_arithmetic
@given(content=st.binary(min_size=5, max_size=40), size=st.integers(1, 9))
def test_what_is_no_posting_list_is_refused_or_read_but_breaks_nothing(arithmetic, content, size):
    try:
        numbers, _ = arithmetic.decode(content, size)
    except (ValueError, OverflowError):
        return
    assert len(numbers) == size


@given(
    contents=st.lists(st.binary(max_size=30), min_size=1, max_size=30),
    data=st.data(),
    gap=st.integers(0, 60),
)
def test_records_read_together_are_those_read_one_by_one(tmp_path_factory, contents, data, gap):
    path = tmp_path_factory.mktemp("records") / "file"
    file = RecordWriter(path)
    places = [(file.size, file.add(content)) for content in contents]
    file.close()
    wanted = sorted(data.draw(st.sets(st.integers(0, len(contents) - 1))))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "_GAP", gap)
        patch.setattr(records, "_PIECE", gap * 3)
        found = list(RecordFile(path).read_many([places[at] for at in wanted]))
    assert found == [contents[at] for at in wanted]


def test_a_record_that_changed_is_never_returned(tmp_path):
    path = tmp_path / "file"
    file = RecordWriter(path)
    size = file.add("一窗受理".encode())
    file.close()
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(DamagedRecordError, match="file"):
            RecordFile(path).read(0, size)
    path.write_bytes(whole[:-1])
    with pytest.raises(DamagedRecordError):
        RecordFile(path).read(0, size)


tokens = st.text("一窗受理ab\0\n", max_size=6).map(lambda text: text.encode())
keys = st.builds(key_of, st.sampled_from(("word", "words", "id")), tokens)


def test_a_string_is_not_looked_for_in_a_record_that_changed_since(tmp_path):
    """Records are checked once; whatever writes to the file later has them checked again."""
    path = tmp_path / "texts"
    content = sealed("一窗受理".encode())
    path.write_bytes(content)
    file = RecordFile(path)
    wanted = "受理".encode()
    assert list(file.holding([(0, len(content))], wanted)) == [True]
    assert list(file.holding([(0, len(content))], "双随机".encode())) == [False]
    os.utime(path, ns=(1, 1))
    assert list(file.holding([(0, len(content))], wanted)) == [True]
    with path.open("r+b") as writing:
        writing.seek(7)
        writing.write(b"\xff")
    with pytest.raises(DamagedRecordError):
        list(file.holding([(0, len(content))], wanted))


def dictionary(folder: Path, rows: dict[bytes, int]) -> Terms:
    blocks, lists = RecordWriter(folder / "terms"), RecordWriter(folder / "lists")
    writer = TermsWriter(blocks, lists)
    for key in sorted(rows):
        record = sealed(b"%d" % rows[key])
        writer.add([key], [rows[key]], record, [len(record)])
    index = writer.index()
    blocks.close()
    lists.close()
    held: Held[int, terms.Block] = Held(2, lambda block: 1)
    return Terms(RecordFile(folder / "terms"), index, held.get)


@given(rows=st.dictionaries(keys, st.integers(1, 99), max_size=60), asked=keys, size=st.integers(1, 5))
def test_terms_are_found_and_listed_in_order(tmp_path_factory, rows, asked, size):
    folder = tmp_path_factory.mktemp("terms")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terms, "BLOCK", size)
        written = dictionary(folder, rows)
    lists = RecordFile(folder / "lists")
    for key, frequency in rows.items():
        found = written.find(key)
        assert found is not None
        assert found.frequency == frequency
        assert lists.read(found.offset, found.size) == b"%d" % frequency
    assert (written.find(asked) is None) == (asked not in rows)
    for prefix in (asked[:-1], b"word\0", b""):
        listed = list(written.beginning_with(prefix))
        assert listed == [(key, rows[key]) for key in sorted(rows) if key.startswith(prefix)]


def test_what_is_held_stays_within_its_bound():
    held: Held[int, bytes] = Held(100, len)
    made = []

    def make(key: int) -> bytes:
        made.append(key)
        return bytes(40)

    for key in (1, 2, 1, 3, 1):
        held.get(key, lambda key=key: make(key))
    assert made == [1, 2, 3, 1]


@given(
    tables=st.lists(
        st.lists(st.text("一窗受理", min_size=1, max_size=3), unique=True, min_size=1), max_size=4
    ),
    data=st.data(),
    limit=st.integers(1, 20),
)
def test_documents_that_share_tables_are_inverted_as_those_that_do_not(tmp_path_factory, tables, data, limit):
    """Also where a table holds tokens of documents that are not written."""
    documents = []
    for table in tables:
        for _ in range(data.draw(st.integers(0, 3))):
            used = sorted(data.draw(st.sets(st.integers(0, len(table) - 1))))
            documents.append(
                Tally(table, np.array(used, np.uint8), np.array([at + 1 for at in used], np.uint8))
            )
    folder = tmp_path_factory.mktemp("runs")
    shared, alone = Inversion(folder, limit), Inversion(folder, limit)
    for number, tally in enumerate(documents):
        shared.add(number, "word", tally)
    found = list(shared.postings())
    for number, tally in enumerate(documents):
        alone.add(number, "word", dict(tally.items()))
    assert list(map(_rows, found)) == list(map(_rows, alone.postings()))
    assert all((lists.sizes > 0).all() for lists in found)
    assert list(folder.iterdir()) == []


def test_tokens_that_are_cut_to_one_key_share_a_list(tmp_path):
    inversion = Inversion(tmp_path)
    inversion.add(3, "word", {"长" * 2000 + "一": 2, "窗": 1, "长" * 2000 + "二": 5})
    inversion.add(4, "word", {"长" * 2000 + "二": 1})
    (lists,) = inversion.postings()
    assert (lists.sizes.tolist(), lists.numbers.tolist()) == ([1, 2], [3, 3, 4])
    assert lists.counts.tolist() == [1, 7, 1]


def _rows(lists: Lists) -> tuple[list[bytes], list[int], list[int], list[int]]:
    return lists.keys, lists.sizes.tolist(), lists.numbers.tolist(), lists.counts.tolist()
