"""Rows of a clean-up list that is no table: numbered items, bare lines, and tables whose cells came as lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from indexer.analysis import squeezed
from indexer.identifiers import FoundNumber, find_numbers
from indexer.relations.decisions import HEADING_LENGTH, ORDINAL
from indexer.relations.language import Language
from indexer.relations.targets import find_targets, is_document_title

_REMARK = 40
"""Characters behind a named document that an item may have, a remark: 内容与上位法不一致."""

_MARKS = " 　。；;，,、."
_PLAIN = re.compile(
    r"""(?P<title>[^（()）《》。；]{4,80}?(?:[（(][^（）()\d]{1,8}[）)])?)             # 某某办法（试行）
      (?: \s*[（(](?P<inside>(?:[^（）()]|[（(]\d{4}[）)])*)[）)]                      # （台政发〔2016〕10号）
        | \s+(?P<apart>[^（）()\s]{2,12}\s?[（(〔\[]\d{4}[）)〕\]]\s?\d{1,4}\s?号))     # 台政发〔2016〕10号
    """,
    re.VERBOSE,
)
_DAY = re.compile(
    r"(?P<title>[^（()）《》。；，]{6,80})[（(]\s*\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日[^（()）]{0,4}[）)]"
)
_REMARKED = re.compile(r"[（(][^（）()]{5,}[）)]$")
"""A remark behind a title, longer than （试行）: （有效期至2026年10月31日）."""

_CUT_NUMBER = re.compile(r"[〔（(\[【]\s*\d{4}\s*[〕）)\]】]$")
_OPEN = re.compile(r"[（(〔\[【][^）)〕\]】]*(?:[〔\[(（]\s*\d{4}\s*[〕\])）][^）)〕\]】]*)?$")
"""A bracket that its line leaves open: （鄂州政办发〔2010〕."""

_NUMBER_ALONE = re.compile(r"[（(][^（）()]{2,12}[〔（(\[【]\s*\d{4}\s*[〕）)\]】]\s*第?\d{1,4}\s*号[）)]")
"""A bracket with a 文号 and nothing else: （惠府〔2008〕101号）."""

_LONGEST_TORN = 6
"""Lines that one cell may be torn into."""


@dataclass(frozen=True, slots=True)
class Item:
    """The document of a row; ``term`` is the part of the row that may say until when, a column of its own or not."""

    number: str | None
    title: str | None
    term: str = ""
    has_column: bool = False


def item_of(text: str, language: Language) -> Item | None:
    """The one document that a line is about: it begins the line, behind a number of order, and hardly anything
    follows. A line without such a number, and without 《》, is nothing but title and 文号."""
    marked = ORDINAL.match(text)
    body = (text[marked.end() :] if marked else text).strip()
    if marked or body.startswith("《"):
        quoted = _quoted(body, language)
        if quoted is not None:
            return quoted
    return _plain(body, language, remark=_REMARK if marked else 0) or (
        _dated(body, language) if marked else None
    )


def _quoted(body: str, language: Language) -> Item | None:
    targets = find_targets(body, language)
    if not targets or targets[0].title is None or not _may_lead(body[: targets[0].start], language):
        return None
    rest = body[targets[0].end :].strip(_MARKS)
    if len(rest) > _REMARK or "。" in rest:
        return None
    behind = _numbers(rest, language) if targets[0].number is None else ()
    number = str(behind[0].number) if len(behind) == 1 else targets[0].number
    return Item(number, targets[0].title, _behind(body, targets[0].title))


def _may_lead(before: str, language: Language) -> bool:
    """What may stand before an item's title: hardly anything, or its issuer."""
    bare = before.strip()
    organs = language.dictionaries.markers.get("issuer_suffix", ())
    issuer = bare.endswith(organs) and not re.search("[，。；：、]", bare)
    return len(bare) <= 2 or (len(bare) <= _REMARK and issuer)


def _plain(body: str, language: Language, remark: int) -> Item | None:
    """甲区办法（甲政发〔2016〕8号，有效期至…）, or 甲政发〔2016〕8号 甲区办法."""
    match = _PLAIN.match(body)
    numbers = _numbers(match["inside"] or match["apart"], language) if match is not None else ()
    if match is not None and numbers:
        title, rest = match["title"].strip(), body[match.end() :]
    else:
        numbers = _numbers(body, language)
        if not numbers or numbers[0].start > 1:
            return None
        title, rest = _REMARKED.sub("", body[numbers[0].end :].strip(_MARKS)).strip(_MARKS + "《》"), ""
    if not numbers or len(rest.strip(_MARKS)) > remark or "。" in rest.strip(_MARKS):
        return None
    if not is_document_title(title, language.title_ends):
        return None
    return Item(str(numbers[0].number), title, _behind(body, title))


def _dated(body: str, language: Language) -> Item | None:
    """关于某事的通知（2012年5月8日）: without a number, but with its day."""
    match = _DAY.fullmatch(body.rstrip(_MARKS))
    if match is None or not is_document_title(match["title"], language.title_ends):
        return None
    return Item(None, match["title"].strip())


def _behind(body: str, title: str) -> str:
    return body[body.find(title) + len(title) :]


def _numbers(text: str, language: Language) -> tuple[FoundNumber, ...]:
    return tuple(find_numbers(text, language.dictionaries))


def whole_items(paragraphs: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The paragraphs with their places; a numbered item torn inside a bracket comes whole, at the place it begins."""
    begun: tuple[int, str] | None = None
    for i, text in enumerate(paragraphs):
        at, whole = (begun[0], begun[1] + text.strip()) if begun and "\t" not in text else (i, text)
        if begun and whole is text:
            yield begun
        follows = paragraphs[i + 1].strip() if i + 1 < len(paragraphs) else ""
        torn = len(whole) <= 2 * HEADING_LENGTH and ORDINAL.match(whole) and _is_torn(whole, follows)
        begun = (at, whole.rstrip()) if torn and "\t" not in whole else None
        if begun is None:
            yield at, whole
    if begun:
        yield begun


def _is_torn(item: str, follows: str) -> bool:
    """Does ``item`` go on in the line that follows: inside a bracket, or with nothing but its 文号 in one?"""
    return bool(_OPEN.search(item) or (_NUMBER_ALONE.fullmatch(follows) and not _NUMBER_ALONE.search(item)))


@dataclass(slots=True)
class TornRows:
    """A table of which every cell is a line: 序号, 名称, 文号, 1, 甲区办法, 甲政发〔2009〕, 15号 …

    A row is complete with its 文号. Where the first one has no title before it, the numbers stand first, and titles
    are not told: which of two rows a line between them belongs to is not certain then.
    """

    lines: list[str] = field(default_factory=list)
    rows: int = 0
    titled: bool = True

    def add(self, text: str, language: Language) -> Item | None:
        """The row that ``text`` completes, if it does."""
        bare = text.strip()
        if len(bare) > HEADING_LENGTH or re.search("[。；]", bare):
            self.lines.clear()
            return None
        if bare.isdigit():
            self.lines.clear()
            return None
        cut = bool(self.lines) and bool(_CUT_NUMBER.search(self.lines[-1]))
        number = _whole_number(self.lines[-1] + bare if cut else bare, language)
        if number is None:
            self.lines = [*self.lines, bare][-_LONGEST_TORN:]
            return None
        title = self._title(self.lines[:-1] if cut else self.lines, language)
        self.lines.clear()
        self.rows += 1
        return Item(number, title)

    def _title(self, lines: list[str], language: Language) -> str | None:
        if not self.rows:
            lines = lines[-1:] if len(lines) > 1 and not _joined(lines, language) else lines
            self.titled = _joined(lines, language) is not None
        return _joined(lines, language) if self.titled else None


def _joined(lines: list[str], language: Language) -> str | None:
    """The title that the lines are together."""
    title = "".join(lines)
    return title if is_document_title(title, language.title_ends) else None


def _whole_number(text: str, language: Language) -> str | None:
    """The 文号 that a line is, and nothing else."""
    found = _numbers(text, language)
    if len(found) != 1:
        return None
    rest = text[: found[0].start] + text[found[0].end :]
    return str(found[0].number) if not squeezed(rest) else None
