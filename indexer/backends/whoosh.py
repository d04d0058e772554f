"""Whoosh behind the Backend protocol: its files, its codec; matching and scoring are ours.

Whoosh's matchers cost 2-4 µs a posting in Python; reading whole posting blocks and adding scores a term at
a time costs a twentieth of that. So this module writes one segment through Whoosh's codec (any Whoosh can
open it) and reads its posting blocks and columns directly. Nothing is copied on opening, no positions are
stored.

The segment's files are pickles: an index is trusted input, built by this program in a folder of its own.
"""

from __future__ import annotations

import heapq
import json
import sys
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import accumulate
from pathlib import Path
from pickle import UnpicklingError
from struct import error as StructError
from types import ModuleType
from typing import Any

from indexer.backends import scoring
from indexer.backends.base import (
    AnalysedDocument,
    BackendHit,
    BackendHits,
    BackendRequest,
    Query,
    ScoredTerm,
    StoredDocument,
)
from indexer.backends.evaluation import Numbers, matches
from indexer.backends.inversion import LONGEST_TOKEN, Inversion
from indexer.errors import NoIndexError

_NAME = "gsearch"
_SEGMENT = "documents"
_META_FILE = "engine.json"
_FORMAT = 1
_BLOCK = 1 << 14
_COMPRESS_FROM = 48
"""Postings a block needs before compressing it pays."""

_DAMAGE = (
    OSError,
    EOFError,
    zlib.error,
    UnpicklingError,
    UnicodeDecodeError,
    StructError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    ImportError,
    MemoryError,
    OverflowError,
)
"""What reading a damaged file has been seen to raise, by way of struct, zlib and pickle."""


class WhooshBackend:
    """Writes and opens folders of Whoosh files; see ``indexer.backends.base.Backend``."""

    def write(self, folder: Path, documents: Iterable[AnalysedDocument]) -> int:
        """Writes all ``documents`` as one segment; the same documents give the same bytes."""
        return _Writer(folder).write(documents)

    def open(self, folder: Path) -> WhooshReader:
        """Raises NoIndexError where the folder holds no index this engine can read."""
        with _damage_named(folder):
            return WhooshReader(folder)


@contextmanager
def _damage_named(folder: Path) -> Iterator[None]:
    """Turns whatever a damaged file raises into one sentence with the remedy."""
    try:
        yield
    except FileNotFoundError as error:
        name = Path(error.filename or "").name
        raise NoIndexError(f"索引不完整：{folder} 缺少文件 {name}；请运行 gsearch build 重建索引") from error
    except _DAMAGE as error:
        raise NoIndexError(
            f"索引文件损坏：{folder}（{type(error).__name__}）；请运行 gsearch build 重建索引"
        ) from error


@contextmanager
def _without(name: str) -> Iterator[None]:
    """Keeps Whoosh from importing ``name``, which it names but never uses here, and which costs 20 ms."""
    if name in sys.modules:
        yield
        return
    stand_in = ModuleType(name)
    stand_in.__dict__.update(urlretrieve=None)
    sys.modules[name] = stand_in
    try:
        yield
    finally:
        del sys.modules[name]


def _engine() -> tuple[ModuleType, ModuleType, ModuleType]:
    """Whoosh's storage, codec and columns, imported when first needed."""
    with _without("urllib.request"):
        from whoosh import columns
        from whoosh.codec import whoosh3
        from whoosh.filedb import filestore
    return filestore, whoosh3, columns


class _Writer:
    """Writes one index: per-document columns as the documents come, then the posting lists, then the
    summary.
    """

    def __init__(self, folder: Path) -> None:
        filestore, self._codec_module, self._columns = _engine()
        self._folder = folder
        self._storage = filestore.FileStorage(str(folder))
        self._codec = self._codec_module.W3Codec(blocklimit=_BLOCK)
        self._segment = self._codec_module.W3Segment(self._codec, _NAME, segid=_SEGMENT)
        self._inversion = Inversion(folder)
        self._lengths: dict[str, array[int]] = {}
        self._values: dict[str, list[str]] = {}
        self._labels: dict[str, dict[str, str]] = {}
        self._ids: list[str] = []

    def write(self, documents: Iterable[AnalysedDocument]) -> int:
        per_document = self._codec.per_document_writer(self._storage, self._segment)
        for number, document in enumerate(documents):
            self._add(per_document, number, document)
        count = len(self._ids)
        self._segment.set_doc_count(count)
        self._add_columns(per_document)
        per_document.close()
        self._storage.temp_storage(f"{_NAME}.tmp").destroy()
        self._write_postings()
        self._write_contents()
        return count

    def _add(self, per_document: Any, number: int, document: AnalysedDocument) -> None:
        per_document.start_doc(number)
        blobs = self._columns.VarBytesColumn(write_offsets_cutoff=0)
        record = zlib.compress(document.record.encode("utf-8", "surrogatepass"), 6)
        per_document.add_column_value("record", blobs, record)
        per_document.add_column_value("folded", blobs, document.folded.encode("utf-8", "surrogatepass"))
        per_document.add_column_value("ident", blobs, document.id.encode())
        date = int(document.sort_date.replace("-", "") or 0)
        per_document.add_column_value("date", self._columns.NumericColumn("I"), date)
        for field, counts in document.tokens.items():
            self._inversion.add(number, field, counts)
            lengths = self._lengths.setdefault(field, array("I"))
            lengths.extend([0] * (number - len(lengths)))
            lengths.append(sum(counts.values()))
        keywords = dict(document.keywords) | {"id": (document.id,)}
        for field, values in keywords.items():
            self._inversion.add(number, field, dict.fromkeys(values, 1))
        for field, label in document.labels.items():
            value = keywords[field][0]
            column = self._values.setdefault(field, [])
            column.extend([""] * (number - len(column)))
            column.append(value)
            self._labels.setdefault(field, {}).setdefault(value, label)
        per_document.finish_doc()
        self._ids.append(document.id)

    def _add_columns(self, per_document: Any) -> None:
        """Columns that need all documents: the norms of BM25, the order of ids, the facets' values."""
        count = len(self._ids)
        for field, lengths in self._lengths.items():
            lengths.extend([0] * (count - len(lengths)))
            mean = sum(lengths) / count
            self._add_column(
                per_document, f"{field}_norm", "d", [scoring.norm(length, mean) for length in lengths]
            )
        order = array("I", bytes(4 * count))
        for rank, number in enumerate(sorted(range(count), key=self._ids.__getitem__)):
            order[number] = rank
        self._add_column(per_document, "order", "I", order)
        for field, column in self._values.items():
            column.extend([""] * (count - len(column)))
            ordinals = {value: at for at, value in enumerate(sorted({"", *column}))}
            self._add_column(per_document, f"{field}_facet", "I", [ordinals[value] for value in column])

    def _add_column(self, per_document: Any, name: str, typecode: str, values: Iterable[float]) -> None:
        column = self._columns.NumericColumn(typecode)
        per_document._create_column(name, column)
        writer = per_document._get_column(name)
        for number, value in enumerate(values):
            writer.add(number, value)

    def _write_postings(self) -> None:
        writer = self._codec.field_writer(self._storage, self._segment)
        schema = self._schema()
        current = None
        for field, token, numbers in self._inversion.postings():
            if field != current:
                writer.start_field(field, schema[field])
                current = field
            self._write_list(writer, token, numbers[0::2], numbers[1::2])
        writer.close()

    def _write_list(self, writer: Any, token: bytes, numbers: array[int], counts: array[int]) -> None:
        """One posting list, block by block, through Whoosh's block writer but not posting by posting."""
        writer.start_term(token)
        block = writer._postwriter
        for start in range(0, len(numbers), _BLOCK):
            if start:
                block._write_block()
            part = counts[start : start + _BLOCK]
            block._compression = 3 if len(part) >= _COMPRESS_FROM else 0
            block._ids = numbers[start : start + _BLOCK]
            block._weights = array("f", part)
            block._maxweight = max(part)
            block._minlength, block._maxlength = 1, 1 << 30
        writer.finish_term()

    def _schema(self) -> Any:
        """Whoosh's own description of the fields, so that its tools can open the index."""
        from whoosh import fields

        keyword = fields.KEYWORD(commas=True)
        names = sorted({*self._lengths, *self._inversion.fields()})
        return fields.Schema(
            **{n: fields.KEYWORD(scorable=True) if n in self._lengths else keyword for n in names}
        )

    def _write_contents(self) -> None:
        from whoosh.index import TOC

        segments = [self._segment] if self._ids else []
        TOC(self._schema(), segments, 1).write(self._storage, _NAME)
        meta = {
            "format": _FORMAT,
            "documents": len(self._ids),
            "facets": {field: sorted({"", *column}) for field, column in self._values.items()},
            "labels": self._labels,
        }
        text = json.dumps(meta, ensure_ascii=False, sort_keys=True)
        (self._folder / _META_FILE).write_text(text + "\n", encoding="utf-8")


class WhooshReader:
    """One open index; see ``indexer.backends.base.Reader``. Reads what a question needs, when it needs it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._meta = json.loads((folder / _META_FILE).read_text(encoding="utf-8"))
        if self._meta["format"] != _FORMAT:
            raise ValueError(self._meta["format"])
        self._documents: int = self._meta["documents"]
        filestore, codec_module, self._columns = _engine()
        storage = filestore.FileStorage(str(folder))
        codec = codec_module.W3Codec(blocklimit=_BLOCK)
        segment = codec_module.W3Segment(codec, _NAME, doccount=self._documents, segid=_SEGMENT)
        self._per_document = codec.per_document_reader(storage, segment)
        self._terms = codec.terms_reader(storage, segment)
        self._leaf = codec_module.W3LeafMatcher
        self._not_found: type[Exception] = codec_module.TermNotFound
        self._lists: dict[tuple[str, str], tuple[Sequence[int], Sequence[float] | None]] = {}
        self._arrays: dict[str, Any] = {}

    # What a Backend's reader answers.

    def search(self, request: BackendRequest) -> BackendHits:
        found = matches(request.match, self)
        scores = self._scores(request, found)
        hits = tuple(
            BackendHit(
                self._id(number),
                scoring.rounded(scores[number]),
                self._parts(request, number) if request.explain else (),
            )
            for number in self._best(request, found, scores)
        )
        return BackendHits(len(found), hits, {field: self._facet(field, found) for field in request.facets})

    def count(self, query: Query) -> int:
        return len(matches(query, self))

    def document(self, id: str) -> StoredDocument | None:
        numbers = self.numbers("id", id)
        if not numbers:
            return None
        with _damage_named(self._folder):
            record = zlib.decompress(self._blob("record", numbers[0])).decode("utf-8", "surrogatepass")
            folded = self._blob("folded", numbers[0]).decode("utf-8", "surrogatepass")
        return StoredDocument(id, record, folded)

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        for token in self._tokens(field, prefix):
            text = token.decode("utf-8", "replace")
            yield text, self.frequency(field, text)

    def document_count(self) -> int:
        return self._documents

    def close(self) -> None:
        self._per_document.close()
        self._terms.close()

    # What evaluation needs of posting lists.

    def numbers(self, field: str, token: str) -> Sequence[int]:
        return self._list(field, token)[0]

    def frequency(self, field: str, token: str) -> int:
        if not self._documents:
            return 0
        with _damage_named(self._folder), suppress(KeyError):
            return int(self._terms.doc_frequency(field, _encoded(token)))
        return 0

    def tokens(self, field: str, prefix: str, limit: int) -> Iterator[str]:
        for _, token in zip(range(limit), self._tokens(field, prefix), strict=False):
            yield token.decode("utf-8", "replace")

    def holding(self, numbers: Iterable[int], folded: str) -> set[int]:
        wanted = folded.encode("utf-8", "replace")
        return {number for number in numbers if wanted in self._blob("folded", number)}

    # Scores.

    def _scores(self, request: BackendRequest, found: Numbers) -> list[float]:
        scores = [0.0] * self._documents
        ordered = sorted(found)
        for term in request.terms:
            self._add_term(scores, ordered, term)
        for boost in request.boosts:
            for number in found & matches(boost.query, self):
                scores[number] += boost.amount
        return scores

    def _add_term(self, scores: scoring.Scores, found: Sequence[int], term: ScoredTerm) -> None:
        numbers, counts = self._list(term.field, term.token)
        if not numbers or not found:
            return
        norms = self._array(f"{term.field}_norm")
        weight = term.weight * scoring.inverse_frequency(len(numbers), self._documents)
        if len(found) * 8 < len(numbers) or len(found) == 1:
            scoring.add_scores_within(scores, found, numbers, counts, norms, weight)
        else:
            scoring.add_scores(scores, numbers, counts, norms, weight)

    def _parts(self, request: BackendRequest, number: int) -> tuple[tuple[str, float], ...]:
        """The score of one document by field and boost, in the order of the request."""
        parts: dict[str, float] = {}
        scores = dict.fromkeys((number,), 0.0)
        for term in request.terms:
            scores[number] = 0.0
            self._add_term(scores, (number,), term)
            if scores[number]:
                parts[term.field] = parts.get(term.field, 0.0) + scores[number]
        for boost in request.boosts:
            if number in matches(boost.query, self):
                parts[boost.label] = parts.get(boost.label, 0.0) + boost.amount
        return tuple((name, scoring.rounded(amount)) for name, amount in parts.items())

    def _best(self, request: BackendRequest, found: Numbers, scores: Sequence[float]) -> list[int]:
        order = self._array("order") if found else []
        key: Callable[[int], tuple[float, int]]
        if request.sort == "relevance":

            def key(number: int) -> tuple[float, int]:
                return -scoring.rounded(scores[number]), order[number]

        else:
            dates = self._array("date") if found else []
            sign = -1 if request.sort == "newest" else 1
            undated = 99999999

            def key(number: int) -> tuple[float, int]:
                return (sign * dates[number] if dates[number] else undated), order[number]

        return heapq.nsmallest(request.offset + request.limit, found, key)[request.offset :]

    def _facet(self, field: str, found: Numbers) -> tuple[tuple[str, int], ...]:
        """Values with their counts over ``found``, most frequent first, equal ones by value."""
        values = self._meta["facets"].get(field)
        if not values or not found:
            return ()
        labels: Mapping[str, str] = self._meta["labels"][field]
        ordinals = self._array(f"{field}_facet")
        counts = Counter(map(ordinals.__getitem__, found))
        named = [(labels[values[at]], count) for at, count in counts.items() if values[at]]
        return tuple(sorted(named, key=lambda pair: (-pair[1], pair[0])))

    # Reading Whoosh's files.

    def _list(self, field: str, token: str) -> tuple[Sequence[int], Sequence[float] | None]:
        """The numbers and counts of a posting list; None for counts that are all 1."""
        found = self._lists.get((field, token))
        if found is None:
            with _damage_named(self._folder):
                found = self._lists[field, token] = self._read_list(field, _encoded(token))
        return found

    def _read_list(self, field: str, token: bytes) -> tuple[Sequence[int], Sequence[float] | None]:
        if not self._documents:
            return (), None
        try:
            info = self._terms.term_info(field, token)
        except self._not_found:
            return (), None
        offset, length = info.extent()
        leaf = self._leaf(self._terms._postfile, offset, length, _NO_VALUES)
        numbers: list[int] = []
        counts: list[float] = []
        plain = True
        while leaf.is_active():
            leaf._read_data()
            ids, weights, _ = leaf._data
            numbers.extend(accumulate(ids))
            plain = plain and weights is None
            counts.extend(_spread(weights, len(ids)))
            leaf._next_block()
        return numbers, None if plain else counts

    def _tokens(self, field: str, prefix: str) -> Iterator[bytes]:
        wanted = prefix.encode("utf-8", "replace")
        if not self._documents or field not in self._terms.indexed_field_names():
            return
        with _damage_named(self._folder):
            for name, token in self._terms.terms_from(field, wanted):
                if name != field or not token.startswith(wanted):
                    return
                yield token

    def _array(self, name: str) -> Any:
        if name not in self._arrays:
            typecode = "d" if name.endswith("_norm") else "I"
            column = self._columns.NumericColumn(typecode)
            with _damage_named(self._folder):
                self._arrays[name] = self._per_document.column_reader(name, column).load()
        return self._arrays[name]

    def _blob(self, name: str, number: int) -> bytes:
        if name not in self._arrays:
            column = self._columns.VarBytesColumn(write_offsets_cutoff=0)
            with _damage_named(self._folder):
                self._arrays[name] = self._per_document.column_reader(name, column)
        with _damage_named(self._folder):
            found: bytes = self._arrays[name][number]
        return found

    def _id(self, number: int) -> str:
        return self._blob("ident", number).decode()


class _NoValues:
    """Whoosh's word for postings that are only a number and a count."""

    @staticmethod
    def fixed_value_size() -> int:
        return 0


_NO_VALUES = _NoValues()


def _encoded(token: str) -> bytes:
    return token.encode("utf-8", "replace")[:LONGEST_TOKEN]


def _spread(weights: Sequence[float] | float | None, size: int) -> Iterable[float]:
    if weights is None:
        return [1.0] * size
    if isinstance(weights, float):
        return [weights] * size
    return weights
