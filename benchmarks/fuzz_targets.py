"""What is fuzzed: readers of text take strings, readers of files bytes. What a target may raise it catches itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import dictionaries
from indexer.analysis import Analyzer, Vocabulary
from indexer.errors import GsearchError
from indexer.files import extract
from indexer.identifiers import find_dates, find_number_queries, find_numbers, find_registration_numbers
from indexer.parse import parse_extracted
from search_app.query import parse_query


def numbers(text: str) -> None:
    known = _dictionaries()
    for number in find_numbers(text, known):
        assert 0 <= number.start < number.end <= len(text)
    for query in find_number_queries(text, known):
        assert 0 <= query.start < query.end <= len(text)
    find_registration_numbers(text)


def dates(text: str) -> None:
    for date in find_dates(text, months=True):
        assert 0 <= date.start < date.end <= len(text)


def query(text: str) -> None:
    with suppress(GsearchError):
        parse_query(text, _dictionaries())


def words(text: str) -> None:
    for token in _analyzer().tokens(text):
        assert 0 <= token.start < token.end <= len(text)


def issue(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    with suppress(GsearchError):
        for document in parse_extracted("a.txt", extract("a.txt", data), _dictionaries()).documents:
            assert document.source.first_line <= document.source.last_line


def reader_of(suffix: str) -> Callable[[bytes], None]:
    """Fuzzes the reader of files that end so."""

    def read(data: bytes) -> None:
        with suppress(GsearchError):
            extract(f"a.{suffix}", data)

    return read


TEXTS: dict[str, Callable[[str], None]] = {
    each.__name__: each for each in (numbers, dates, query, words, issue)
}
FILES = {suffix: reader_of(suffix) for suffix in ("txt", "html", "jsonl", "docx", "ofd", "pdf")}


_dictionaries = cache(dictionaries.load)


@cache
def _analyzer() -> Analyzer:
    known = _dictionaries()
    with TemporaryDirectory() as folder:
        Vocabulary.write(Path(folder), known)
        return Analyzer(Vocabulary.open(Path(folder)), known)


_OFTEN = (
    "关于印发转通知意见办法规定的决公告令函批复会议纪要人民政府厅室局委省市县区国务院鲁枣台第章节条款项编号字"
    "年月日自起施行废止有效期至为根据〇零一二三四五六七八九十百廿0123456789１２OolI|丨〔〕﹝﹞（）()[]【】《》〈〉“”‘’\"'"
    "、，。；：？！,.:;?!*+-—～~@/\\_=<>&#%…· \u3000\t\n\r\u200b\ufeff"
)
"""Characters that mean something to some rule: one byte each, so that mutations stay near the grammar."""
_PLACE = {character: place for place, character in enumerate(_OFTEN)}


def text_of(data: bytes) -> str:
    """Any bytes as a text; above the characters above, three bytes are one code point."""
    text: list[str] = []
    rest = iter(data)
    for byte in rest:
        if byte < len(_OFTEN):
            text.append(_OFTEN[byte])
        else:
            text.append(chr((next(rest, 0) << 8 | next(rest, 0)) + (byte == 255) * 0x10000))
    return "".join(text)


def data_of(text: str) -> bytes:
    """The bytes that ``text_of`` makes ``text`` of; what lies beyond plane 1 is left out."""
    data = bytearray()
    for character in text:
        point = ord(character)
        if character in _PLACE:
            data.append(_PLACE[character])
        elif point < 0x20000:
            data += bytes([255 if point > 0xFFFF else 254, point >> 8 & 255, point & 255])
    return bytes(data)
