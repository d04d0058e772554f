"""Every fault of the dictionary files, each with its file, line and remedy; loading stops at the
first one instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from dictionaries import tables
from dictionaries.errors import DictionaryError, DictionaryFault
from dictionaries.loader import MARKED_TERMS, load
from dictionaries.tables import AgencyCode, Division, DocumentType, Row, SynonymRule, Term

FAULTS_PER_FILE = 50
"""After so many faults a file is given up: it is probably another file under a wrong name."""

_MARK = re.compile(r"[^\w\s]|_")
_MESSAGE = re.compile(r"(?P<file>.+?):(?P<line>\d+): (?P<message>.*)", re.DOTALL)


def check(folder: Path | None = None) -> list[DictionaryFault]:
    """All faults of the packaged dictionaries, or of those with ``folder``'s files over them;
    sorted by place."""
    try:
        files = load(folder).files
    except DictionaryError as error:
        return [_fault(error)]
    faults: list[DictionaryFault] = []
    words: dict[str, Row] = {}
    for name, path in files:
        try:
            lines = list(tables.rows(path, name))
        except DictionaryError as error:
            faults.append(_fault(error))
            continue
        reader = tables.READERS.get(name, tables.read_terms)
        faults += _unreadable(lines, reader)
        if not any(fault.file == name for fault in faults):
            faults += _doubtful(name, lines, reader(iter(lines)))
        if name.startswith("terms/"):
            faults += _repeated_terms(lines, words)
    return sorted(faults)


def _unreadable(lines: list[Row], reader: Callable[[Iterator[Row]], object]) -> list[DictionaryFault]:
    """The rows that the reader refuses: each is taken out and the rest read again."""
    faults: list[DictionaryFault] = []
    rest = lines
    while len(faults) < FAULTS_PER_FILE:
        try:
            reader(iter(rest))
        except DictionaryError as error:
            fault = _fault(error)
            faults.append(fault)
            rest = [row for row in rest if row.line != fault.line]
        else:
            break
    return faults


def _fault(error: DictionaryError) -> DictionaryFault:
    match = _MESSAGE.fullmatch(str(error))
    if match is None:
        return DictionaryFault("", 0, str(error))
    return DictionaryFault(match["file"], int(match["line"]), match["message"])


def _repeated_terms(lines: list[Row], words: dict[str, Row]) -> Iterator[DictionaryFault]:
    for row in lines:
        first = words.setdefault(row.text.split()[0], row)
        if first is not row:
            yield DictionaryFault(row.file, row.line, f"与 {first.file} 第 {first.line} 行重复；请删去一行")


def _doubtful(name: str, lines: list[Row], table: object) -> Iterator[DictionaryFault]:
    """Faults that a reader lets pass since they harm nobody who only loads the file."""
    entries: object = list(table.items()) if isinstance(table, Mapping) else table
    if not isinstance(entries, list | tuple):
        return
    body = lines[1:] if name.endswith(".csv") else lines
    if len(entries) == len(body) and not isinstance(table, Mapping):
        for row, entry in zip(body, entries, strict=True):
            message = _complaint(name, entry)
            if message:
                yield DictionaryFault(name, row.line, message)
        yield from _repeated_keys(name, body, entries)
    if name == "traditional.txt" and isinstance(table, Mapping):
        for char, simplified in table.items():
            if simplified in table:
                line = next(row.line for row in lines if char + simplified in row.text)
                yield DictionaryFault(name, line, f"“{simplified}”自己也要转换；请让“{char}”直接对应最后的字")


def _complaint(name: str, entry: object) -> str | None:
    match entry:
        case Term(word=word):
            return _complaint_on_term(word, marked=name == MARKED_TERMS)
        case SynonymRule(left=left, right=right):
            if len(set(left)) < len(left) or len(set(right)) < len(right):
                return "同一行里有重复的词；请删去"
        case AgencyCode(example=example, since=since, until=until):
            if " -> " not in example:
                return "example 应为“正文片段 -> 应读出的发文字号”"
            return _complaint_on_years(since, until)
        case Division(since=since, until=until):
            return _complaint_on_years(since, until)
    return None


def _complaint_on_term(word: str, *, marked: bool) -> str | None:
    if len(word) < 2:
        return "一个字不成词；请删去"
    if bool(_MARK.search(word)) != marked:
        return "词中没有标点；请移到其他 terms/*.txt" if marked else f"词中有标点；请移到 {MARKED_TERMS}"
    return None


def _complaint_on_years(since: int | None, until: int | None) -> str | None:
    return "停用年应晚于启用年" if since and until and until <= since else None


def _repeated_keys(
    name: str, body: list[Row], entries: list[object] | tuple[object, ...]
) -> Iterator[DictionaryFault]:
    seen: dict[str, int] = {}
    for row, entry in zip(body, entries, strict=True):
        match entry:
            case AgencyCode(code=key) | DocumentType(name=key):
                first = seen.setdefault(key, row.line)
                if first != row.line:
                    yield DictionaryFault(name, row.line, f"“{key}”与第 {first} 行重复；请删去一行")
