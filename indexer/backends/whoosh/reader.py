"""Reading one segment of Whoosh's: whole posting lists and columns, and what damage to them raises."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import accumulate
from pathlib import Path
from pickle import UnpicklingError
from struct import error as struct_error
from typing import Any

from indexer.backends.contract import BackendHits, BackendRequest, StoredDocument
from indexer.backends.postings.answering import answer
from indexer.backends.postings.evaluation import Numbers, matches
from indexer.backends.postings.inversion import LONGEST_TOKEN
from indexer.backends.postings.texts import Texts
from indexer.backends.query import Query
from indexer.backends.whoosh.engine import BLOCK, FORMAT, META_FILE, NAME, SEGMENT, engine
from indexer.errors import NoIndexError

_TERMS_MARK = b"HSH3"

_DAMAGE = (
    OSError,
    EOFError,
    zlib.error,
    UnpicklingError,
    UnicodeDecodeError,
    struct_error,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AssertionError,
    AttributeError,
    ImportError,
    MemoryError,
    OverflowError,
)
"""What reading a damaged file has been seen to raise, by way of struct, zlib and pickle."""


class WhooshReader:
    """One open index; see ``indexer.backends.Reader``. Reads what a question needs, when it needs it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lists: dict[tuple[str, str], tuple[Sequence[int], Sequence[float] | None]] = {}
        self._columns_read: dict[str, Any] = {}
        self._verified: dict[str, tuple[set[int], set[int]]] = {}
        self._files: list[Any] = []

    def open(self) -> None:
        """Reads what every question needs. Raises NoIndexError, after which only ``close`` may be called."""
        with self._damage_named():
            self._meta = json.loads((self._folder / META_FILE).read_text(encoding="utf-8"))
            if self._meta["format"] != FORMAT:
                raise ValueError(self._meta["format"])
            self._documents: int = self._meta["documents"]
            filestore, codec_module, self._columns = engine()
            storage = filestore.FileStorage(str(self._folder))
            open_file = storage.open_file
            storage.open_file = lambda name, **options: self._kept(open_file(name, **options))
            codec = codec_module.W3Codec(blocklimit=BLOCK)
            segment = codec_module.W3Segment(codec, NAME, doccount=self._documents, segid=SEGMENT)
            self._per_document = codec.per_document_reader(storage, segment)
            _check_mark(self._folder / segment.make_filename(codec.TERMS_EXT))
            self._terms = codec.terms_reader(storage, segment)
            self._leaf = codec_module.W3LeafMatcher
            self._list_mark = codec_module.WHOOSH3_HEADER_MAGIC
            self._not_found: type[Exception] = codec_module.TermNotFound

    def _kept(self, file: Any) -> Any:
        """Remembers an open file, so that it is closed whatever happens to its reader."""
        self._files.append(file)
        return file

    # What a Backend's reader answers.

    def search(self, request: BackendRequest) -> BackendHits:
        with self._damage_named():  # numbers from damaged columns point anywhere
            return answer(request, self)

    def counts(self, queries: Sequence[Query]) -> list[int]:
        with self._damage_named():
            return [len(matches(query, self)) for query in queries]

    def documents(self, ids: Sequence[str]) -> list[StoredDocument | None]:
        return [self._document(each) for each in ids]

    def folded_texts(self, ids: Sequence[str]) -> list[str]:
        found = (self.numbers("id", each) for each in ids)
        return [self._folded(numbers[0]) if numbers else "" for numbers in found]

    def frequencies(self, tokens: Sequence[tuple[str, str]]) -> list[int]:
        return [self.frequency(field, token) for field, token in tokens]

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        for token in self._tokens(field, prefix):
            text = token.decode("utf-8", "replace")
            yield text, self.frequency(field, text)

    def document_count(self) -> int:
        return self._documents

    def close(self) -> None:
        for file in self._files:
            if not file.is_closed:
                file.close()

    # What evaluation needs of posting lists.

    def numbers(self, field: str, token: str) -> Sequence[int]:
        return self.counted(field, token)[0]

    def frequency(self, field: str, token: str) -> int:
        if not self._documents:
            return 0
        with self._damage_named(), suppress(KeyError):
            return int(self._terms.doc_frequency(field, _encoded(token)))
        return 0

    def tokens(self, field: str, prefix: str, limit: int) -> Iterator[str]:
        for _, token in zip(range(limit), self._tokens(field, prefix), strict=False):
            yield token.decode("utf-8", "replace")

    def holding(self, numbers: Numbers, folded: str) -> Numbers:
        looked_at, held = self._verified.setdefault(folded, (set(), set()))
        unknown = numbers - looked_at
        if unknown:
            wanted = folded.encode("utf-8", "replace")
            with self._damage_named():
                held.update(self._texts().holding(sorted(unknown), wanted))
            looked_at.update(unknown)
        return held & numbers

    def counted(self, field: str, token: str) -> tuple[Sequence[int], Sequence[float] | None]:
        found = self._lists.get((field, token))
        if found is None:
            with self._damage_named():
                found = self._lists[field, token] = self._read_list(field, _encoded(token))
        return found

    def norms(self, field: str) -> Sequence[float]:
        norms: Sequence[float] = self._array(f"{field}_norm", "d")
        return norms

    def order(self) -> Sequence[int]:
        order: Sequence[int] = self._array("order", "I")
        return order

    def dates(self) -> Sequence[int]:
        dates: Sequence[int] = self._array("date", "I")
        return dates

    def facet(self, field: str) -> tuple[Sequence[int], Sequence[str], Mapping[str, str]] | None:
        values = self._meta["facets"].get(field)
        return (self._array(f"{field}_facet", "I"), values, self._meta["labels"][field]) if values else None

    def id_of(self, number: int) -> str:
        return self._blob("ident", number).decode("utf-8", "replace")

    # Reading Whoosh's files.

    def _document(self, ident: str) -> StoredDocument | None:
        numbers = self.numbers("id", ident)
        if not numbers:
            return None
        record = self._blob("record", numbers[0])
        with self._damage_named():
            content = zlib.decompress(record).decode("utf-8", "surrogatepass")
        return StoredDocument(ident, content, self._folded(numbers[0]))

    def _read_list(self, field: str, token: bytes) -> tuple[Sequence[int], Sequence[float] | None]:
        if not self._documents:
            return (), None
        try:
            info = self._terms.term_info(field, token)
        except self._not_found:
            return (), None
        if info.is_inlined():
            numbers, counts, _ = info.inlined_postings()
            return numbers, None if set(counts) == {1.0} else counts
        return self._read_blocks(*info.extent())

    def _read_blocks(self, offset: int, length: int) -> tuple[Sequence[int], Sequence[float] | None]:
        if self._terms._postfile.get(offset, len(self._list_mark)) != self._list_mark:
            raise ValueError(offset)  # before Whoosh raises a bare Exception
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
        with self._damage_named():
            for name, token in self._terms.terms_from(field, wanted):
                if name != field or not token.startswith(wanted):
                    return
                yield token

    def _array(self, name: str, typecode: str) -> Any:
        """A column of numbers in one piece; Whoosh leaves out the zeros at its end."""
        values = self._columns_read.get(name)
        if values is None:
            with self._damage_named():
                column = self._per_document.column_reader(name, self._columns.NumericColumn(typecode))
                values = column._dbfile.get_array(column._basepos, typecode, column._count)
                values.extend([0] * (self._documents - len(values)))
            self._columns_read[name] = values
        return values

    def _blob(self, name: str, number: int) -> bytes:
        with self._damage_named():
            found: bytes = self._blobs(name)[number]
            return found

    def _blobs(self, name: str) -> Any:
        column = self._columns_read.get(name)
        if column is None:
            blobs = self._columns.VarBytesColumn(write_offsets_cutoff=0)
            column = self._columns_read[name] = self._per_document.column_reader(name, blobs)
        return column

    def _texts(self) -> Texts:
        column = self._blobs("folded")
        return Texts(column._dbfile.get, column._basepos, column._offsets, column._lengths)

    def _folded(self, number: int) -> str:
        with self._damage_named():
            return self._blob("folded", number).decode("utf-8", "surrogatepass")

    def _damage_named(self) -> AbstractContextManager[None]:
        return _damage_named(self._folder)


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


def _check_mark(path: Path) -> None:
    """Raises ValueError where a file of terms begins wrongly; Whoosh would raise a bare Exception."""
    with path.open("rb") as file:
        if file.read(len(_TERMS_MARK)) != _TERMS_MARK:
            raise ValueError(path.name)


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
