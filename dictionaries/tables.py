"""The rows of the dictionary files and how each file is read.

Every reader takes the lines of one file and raises DictionaryError (``file:line: …``) at the first fault; the
formats are explained to those who edit them in README.md beside the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dictionaries.errors import DictionaryError


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a file that is neither blank nor a comment; ``line`` is 1-based."""

    file: str
    line: int
    text: str

    def fault(self, message: str) -> DictionaryError:
        return DictionaryError(f"{self.file}:{self.line}: {message}")


@dataclass(frozen=True, slots=True)
class Term:
    """A word of terms/*.txt; ``frequency`` and ``tag`` are None where the line leaves them to the program."""

    word: str
    frequency: int | None = None
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class SynonymRule:
    """``left`` may be found by any of ``right``; in an equivalence both are the whole group."""

    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgencyCode:
    """A family of 机关代字. ``code`` begins with ``*`` where an area's short name goes before it.

    ``since`` and ``until`` are years, inclusive and exclusive. ``example`` is a phrase from running
    text and the
    number that must be read in it, separated by `` -> ``.
    """

    code: str
    agency: str
    short_names: tuple[str, ...]
    since: int | None
    until: int | None
    example: str
    line: int = 0

    @property
    def family(self) -> str:
        """The code without the sign for the area."""
        return self.code.removeprefix("*")

    @property
    def takes_area(self) -> bool:
        return self.code.startswith("*")


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A 文种 or 体裁. ``kind``: statutory (one of the fifteen), local (a number of its own), instrument."""

    name: str
    kind: str
    type: str


@dataclass(frozen=True, slots=True)
class RelationWording:
    """How one document speaks of another: ``kind`` of the relation and the pattern of its sentence.

    ``example`` is a sentence and the labels that stand in this relation in it, separated by `` -> ``;
    in ``counter_example`` none does. README.md explains the signs of ``wording``.
    """

    kind: str
    wording: str
    example: str
    counter_example: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Division:
    """A division of county level or above. It bears this name from year ``since`` to before
    ``until`` (None: now).

    ``level`` is province, city or county; ``city`` is None for what stands directly under a province.
    ``successors``: codes that the whole area went to when it ceased; its own where only the name changed.
    """

    code: str
    name: str
    level: str
    province: str
    city: str | None
    since: int
    until: int | None
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeadSign:
    """A sign that a document begins (or does not), and its weight; lines of the examples are separated by ／."""

    sign: str
    weight: int
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True)
class ImprintCode:
    """A telephone area code (``phone``) or the first three digits of a post code (``post``), and where it is used."""

    kind: str
    code: str
    province: str
    city: str | None


def rows(path: Path, name: str) -> Iterator[Row]:
    """The meaningful lines of the file, in order. Raises DictionaryError where it is no UTF-8."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DictionaryError(f"{name}:{line}: 不是 UTF-8 编码，请在编辑器中另存为 UTF-8") from error
    for number, line_text in enumerate(text.split("\n"), 1):
        stripped = line_text.strip()
        if stripped and not stripped.startswith("#"):
            yield Row(name, number, stripped)


def cells(lines: Iterator[Row], header: Sequence[str]) -> Iterator[tuple[Row, list[str]]]:
    """The cells of a CSV file whose first row must be ``header``; each row has as many cells."""
    wanted = ",".join(header)
    first = next(lines, None)
    if first is None:
        return
    if [cell.strip() for cell in first.text.split(",")] != list(header):
        raise first.fault(f"第一行应为表头 {wanted}")
    for row in lines:
        parts = row.text.split(",") if '"' not in row.text else _quoted(row.text)
        if len(parts) != len(header):
            raise row.fault(f"应有 {len(header)} 格（{wanted}），实有 {len(parts)} 格；请检查逗号")
        yield row, [part.strip() for part in parts]


def _quoted(text: str) -> list[str]:
    """The cells of a row in which a spreadsheet program put quotes; csv is imported for such rows only."""
    import csv

    return next(csv.reader([text]))


def read_terms(lines: Iterator[Row]) -> tuple[Term, ...]:
    """jieba's user dictionary: ``word [frequency] [tag]``."""
    return tuple(_term(row) for row in lines)


def _term(row: Row) -> Term:
    word, *rest = row.text.split()
    frequency = int(rest.pop(0)) if rest and rest[0].isascii() and rest[0].isdigit() else None
    tag = rest.pop(0) if rest else None
    if rest or (tag is not None and not (tag.isascii() and tag.isalpha())):
        raise row.fault("格式应为“词 [词频] [词性]”，词中不能有空格")
    if frequency == 0:
        raise row.fault("词频应大于 0；不需要词频时请省略")
    return Term(word, frequency, tag)


def read_synonyms(lines: Iterator[Row]) -> tuple[SynonymRule, ...]:
    """Solr's format: ``a, b, c`` for an equivalence, ``a => b, c`` for one way."""
    return tuple(_synonym_rule(row) for row in lines)


def _synonym_rule(row: Row) -> SynonymRule:
    left, arrow, right = row.text.partition("=>")
    lefts, rights = _words(left), _words(right)
    if "=>" in right or "，" in row.text:
        raise row.fault("词之间用半角逗号，一行至多一个 =>")
    if not all(lefts) or (arrow and not all(rights)):
        raise row.fault("有空词；请检查逗号和 => 的两边")
    if not arrow and len(lefts) < 2:
        raise row.fault("同义词一行至少两个词")
    return SynonymRule(lefts, rights if arrow else lefts)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


def read_agencies(lines: Iterator[Row]) -> tuple[AgencyCode, ...]:
    result = []
    for row, (code, agency, short, since, until, example) in cells(
        lines, ("code", "agency", "short_names", "from", "to", "example")
    ):
        if not code.removeprefix("*"):
            raise row.fault("缺机关代字；地区简称用 * 代替，如 *政发")
        names = tuple(name for name in short.split("；") if name)
        result.append(AgencyCode(code, agency, names, year(row, since), year(row, until), example, row.line))
    return tuple(result)


def read_relation_wordings(lines: Iterator[Row]) -> tuple[RelationWording, ...]:
    result = []
    for row, (kind, wording, example, counter) in cells(
        lines, ("kind", "wording", "example", "counter_example")
    ):
        if "◇" not in wording:
            raise row.fault("wording 里应有 ◇（被提到的公文）")
        result.append(RelationWording(kind, wording, example, counter, row.line))
    return tuple(result)


def read_document_types(lines: Iterator[Row]) -> tuple[DocumentType, ...]:
    result = []
    for row, (name, kind, document_type) in cells(lines, ("name", "kind", "type")):
        if kind not in ("statutory", "local", "instrument"):
            raise row.fault("kind 应为 statutory（法定文种）、local（地方做法）或 instrument（体裁）")
        result.append(DocumentType(name, kind, document_type or name))
    return tuple(result)


def read_divisions(lines: Iterator[Row]) -> tuple[Division, ...]:
    header = ("code", "name", "level", "province", "city", "from", "to", "successors")
    result = []
    for row, (code, name, level, province, city, since, until, successors) in cells(lines, header):
        if level not in _LEVELS:
            raise row.fault("level 应为 p（省级）、c（地级）或 d（县级）")
        if len(code) != 6 or not code.isdigit():
            raise row.fault("区划代码应为六位数字")
        result.append(
            Division(
                code,
                name,
                _LEVELS[level],
                province,
                city or None,
                year(row, since) or 0,
                year(row, until),
                tuple(successors.split()),
            )
        )
    return tuple(result)


_LEVELS = {"p": "province", "c": "city", "d": "county"}


def year(row: Row, cell: str) -> int | None:
    """A year, or None for an empty cell."""
    if not cell:
        return None
    if not (cell.isascii() and cell.isdigit() and len(cell) == 4):
        raise row.fault(f"“{cell}”不是四位年份")
    return int(cell)


def read_character_pairs(lines: Iterator[Row]) -> Mapping[str, str]:
    """Pairs of characters, ``載载 衛卫``, any number on a line: the first is read as the second."""
    result: dict[str, str] = {}
    for row in lines:
        for pair in row.text.split():
            if len(pair) != 2 or pair[0] == pair[1]:
                raise row.fault(f"“{pair}”应为两个不同的字：先写的字按后写的字理解")
            if result.setdefault(pair[0], pair[1]) != pair[1]:
                raise row.fault(f"“{pair[0]}”已对应“{result[pair[0]]}”，不能再对应“{pair[1]}”")
    return result


def read_lookalikes(lines: Iterator[Row]) -> Mapping[str, str]:
    """``字 似似似``: a character and those it is mistaken for, the likeliest first."""
    result: dict[str, str] = {}
    for row in lines:
        parts = row.text.split()
        if len(parts) != 2 or len(parts[0]) != 1 or parts[0] in parts[1]:
            raise row.fault("格式应为“字 形近字形近字…”，如“末 未本”")
        result[parts[0]] = "".join(dict.fromkeys(result.get(parts[0], "") + parts[1]))
    return result


def read_homophones(lines: Iterator[Row]) -> Mapping[str, str]:
    """A line of characters that sound the same."""
    result: dict[str, str] = {}
    for row in lines:
        if len(row.text) < 2 or len(set(row.text)) < len(row.text):
            raise row.fault("一行写一组同音字，至少两个，不重复，中间不空格")
        for char in row.text:
            result[char] = result.get(char, "") + row.text.replace(char, "")
    return result


def read_query_fields(lines: Iterator[Row]) -> Mapping[str, str]:
    """Name as typed before the colon -> field."""
    result: dict[str, str] = {}
    for row, (field, name) in cells(lines, ("field", "name")):
        if result.setdefault(name, field) != field:
            raise row.fault(f"“{name}”已用于 {result[name]}")
    return result


def read_words(lines: Iterator[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.text for row in lines))


def read_markers(lines: Iterator[Row]) -> Mapping[str, tuple[str, ...]]:
    """Role -> its words, in the order of the file."""
    result: dict[str, dict[str, None]] = {}
    for row, (role, word) in cells(lines, ("role", "word")):
        if not role or not word:
            raise row.fault("缺 role 或 word")
        result.setdefault(role, {})[word] = None
    return {role: tuple(words) for role, words in result.items()}


def read_head_signs(lines: Iterator[Row]) -> tuple[HeadSign, ...]:
    """The signs of a document's head with their weights, each sign once."""
    result: dict[str, HeadSign] = {}
    for row, (sign, weight, example, counter) in cells(
        lines, ("sign", "weight", "example", "counter_example")
    ):
        if not sign or sign in result:
            raise row.fault(f"迹象“{sign}”是空的或已有")
        if not weight.removeprefix("-").isdecimal():
            raise row.fault(f"“{weight}”不是整数分值")
        result[sign] = HeadSign(sign, int(weight), example, counter)
    return tuple(result.values())


def read_imprint_codes(lines: Iterator[Row]) -> tuple[ImprintCode, ...]:
    result = []
    for row, (kind, code, province, city) in cells(lines, ("kind", "code", "province", "city")):
        if kind not in ("phone", "post"):
            raise row.fault("kind 应为 phone（区号）或 post（邮编前三位）")
        if not (code.isascii() and code.isdigit() and province):
            raise row.fault("区号、邮编应为数字，省份不能空")
        result.append(ImprintCode(kind, code, province, city or None))
    return tuple(result)


READERS: Mapping[str, Callable[[Iterator[Row]], object]] = {
    "synonyms.txt": read_synonyms,
    "agencies.csv": read_agencies,
    "document_types.csv": read_document_types,
    "divisions.csv": read_divisions,
    "area_names.txt": read_words,
    "traditional.txt": read_character_pairs,
    "lookalikes.txt": read_lookalikes,
    "homophones.txt": read_homophones,
    "query_fields.csv": read_query_fields,
    "question_words.txt": read_words,
    "number_context.txt": read_words,
    "markers.csv": read_markers,
    "head_signs.csv": read_head_signs,
    "relation_words.csv": read_markers,
    "relation_wordings.csv": read_relation_wordings,
    "imprint_codes.csv": read_imprint_codes,
}
"""The reader of each file beside terms/*.txt."""
