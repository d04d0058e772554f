"""One frozen value with every table; a table is parsed when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from dictionaries import tables
from dictionaries.errors import DictionaryError
from dictionaries.tables import (
    AgencyCode,
    Division,
    DocumentType,
    HeadSign,
    ImprintCode,
    RelationWording,
    Row,
    SynonymRule,
    Term,
)

PACKAGED = Path(__file__).parent

QUERY_ONLY = frozenset(
    {"synonyms.txt", "lookalikes.txt", "homophones.txt", "query_fields.csv", "question_words.txt"}
)
"""Files that only a query reads: editing them leaves an index as good as it was."""

MARKED_TERMS = "terms/marked.txt"
"""Terms with marks inside (双随机、一公开), which have to be recognised before segmentation."""


def load(folder: Path | None = None) -> Dictionaries:
    """The dictionaries that ship with the program, or those with ``folder``'s files laid over them.

    A file of ``folder`` replaces the packaged file of the same name; its terms/*.txt of other names
    are added.
    Raises DictionaryError where ``folder`` is no folder; a fault inside a file is raised when its
    table is read.
    """
    files = _files(PACKAGED)
    if folder is not None:
        if not folder.is_dir():
            raise DictionaryError(f"{folder}:0: 没有这个词典文件夹；请检查路径，或不指定词典以使用自带词典")
        files |= _files(folder)
    return Dictionaries(tuple(sorted(files.items())), folder.absolute() if folder is not None else None)


def _files(folder: Path) -> dict[str, Path]:
    named = {name: folder / name for name in tables.READERS if (folder / name).is_file()}
    return named | {f"terms/{path.name}": path for path in sorted((folder / "terms").glob("*.txt"))}


@dataclass(frozen=True)
class Dictionaries:
    """Words and codes as data; not slotted, since its tables are kept on the value once they are parsed.

    ``folder`` is whose files lie over the packaged ones, None where none do.
    """

    files: tuple[tuple[str, Path], ...]
    folder: Path | None = None

    def __hash__(self) -> int:
        """Worked out once: what modules compile from the tables is looked up by this value for every paragraph."""
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.files, self.folder))

    @cached_property
    def fingerprint(self) -> str:
        """32 hex digits over all files that affect reading or analysis: another value means another index."""
        digest = blake2b(digest_size=16)
        for name, path in self.files:
            if name not in QUERY_ONLY:
                data = path.read_bytes()
                digest.update(f"{name}\0{len(data)}\0".encode())
                digest.update(data)
        return digest.hexdigest()

    def replaces(self, name: str) -> bool:
        """Whether a file of the user's stands in the place of the packaged file ``name``."""
        path = dict(self.files).get(name)
        return path is not None and path.parent != PACKAGED

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The words of terms/*.txt without inner marks, each once (the last line of a word counts)."""
        found: dict[str, Term] = {}
        for name, _ in self.files:
            if name.startswith("terms/") and name != MARKED_TERMS:
                found.update((term.word, term) for term in tables.read_terms(self._rows(name)))
        return tuple(found.values())

    @cached_property
    def marked_terms(self) -> tuple[str, ...]:
        """Terms with inner marks, in their printed form; in texts the marks vary or are missing."""
        return tuple(term.word for term in tables.read_terms(self._rows(MARKED_TERMS)))

    @cached_property
    def synonym_rules(self) -> tuple[SynonymRule, ...]:
        return tables.read_synonyms(self._rows("synonyms.txt"))

    @cached_property
    def synonyms(self) -> Mapping[str, tuple[str, ...]]:
        """Word -> the other words it may also be found by, in the order of the file."""
        found: dict[str, dict[str, None]] = {}
        for rule in self.synonym_rules:
            for word in rule.left:
                found.setdefault(word, {}).update((other, None) for other in rule.right if other != word)
        return {word: tuple(others) for word, others in found.items()}

    @cached_property
    def agencies(self) -> tuple[AgencyCode, ...]:
        return tables.read_agencies(self._rows("agencies.csv"))

    @cached_property
    def document_types(self) -> tuple[DocumentType, ...]:
        """In the order of the file: the fifteen statutory types, local ones, instruments."""
        return tables.read_document_types(self._rows("document_types.csv"))

    @cached_property
    def divisions(self) -> tuple[Division, ...]:
        return tables.read_divisions(self._rows("divisions.csv"))

    @cached_property
    def area_names(self) -> tuple[str, ...]:
        """Short names of areas as they stand in agency codes (鲁, 沪, 穗), where no first
        characters of a name."""
        return tables.read_words(self._rows("area_names.txt"))

    @cached_property
    def traditional(self) -> Mapping[str, str]:
        """Traditional character -> simplified character."""
        return tables.read_character_pairs(self._rows("traditional.txt"))

    @cached_property
    def lookalikes(self) -> Mapping[str, str]:
        """Character -> characters it is mistaken for, the likeliest first; symmetric."""
        return tables.read_lookalikes(self._rows("lookalikes.txt"))

    @cached_property
    def homophones(self) -> Mapping[str, str]:
        """Character -> the other characters that sound the same, tones apart."""
        return tables.read_homophones(self._rows("homophones.txt"))

    @cached_property
    def query_fields(self) -> Mapping[str, str]:
        """Name typed before a colon (区县, district, 文号 …; lower case) -> field."""
        return tables.read_query_fields(self._rows("query_fields.csv"))

    @cached_property
    def question_words(self) -> tuple[str, ...]:
        """Words of a lay question that carry no content, longest first."""
        return tuple(sorted(tables.read_words(self._rows("question_words.txt")), key=lambda w: (-len(w), w)))

    @cached_property
    def number_context(self) -> tuple[str, ...]:
        """Words that may stand directly before a 发文字号 in running text and are no part of it
        (根据, 和, 转发)."""
        return tables.read_words(self._rows("number_context.txt"))

    @cached_property
    def markers(self) -> Mapping[str, tuple[str, ...]]:
        """Role in the layout of an issue (contents_heading, imprint, attachment …) -> its words."""
        return tables.read_markers(self._rows("markers.csv"))

    @cached_property
    def head_signs(self) -> tuple[HeadSign, ...]:
        """The signs by which documents' heads are weighed, in the order of the file."""
        return tables.read_head_signs(self._rows("head_signs.csv"))

    @cached_property
    def head_weights(self) -> Mapping[str, int]:
        """Sign -> its weight."""
        return {row.sign: row.weight for row in self.head_signs}

    @cached_property
    def relation_words(self) -> Mapping[str, tuple[str, ...]]:
        """Role in a sentence or list about other documents (filler, decision_repeals …) -> its words."""
        return tables.read_markers(self._rows("relation_words.csv"))

    @cached_property
    def relation_wordings(self) -> tuple[RelationWording, ...]:
        """How a document speaks of another, in the order in which the wordings are tried."""
        return tables.read_relation_wordings(self._rows("relation_wordings.csv"))

    @cached_property
    def imprint_codes(self) -> tuple[ImprintCode, ...]:
        """Telephone area codes and post codes with their places, for the imprints of gazettes."""
        return tables.read_imprint_codes(self._rows("imprint_codes.csv"))

    def _rows(self, name: str) -> Iterator[Row]:
        path = dict(self.files).get(name)
        return tables.rows(path, name) if path else iter(())
