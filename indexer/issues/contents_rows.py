"""The rows of a contents list: where one ends, its printed page, its title, number and what else it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dictionaries import Dictionaries
from indexer.identifiers import chinese_number, find_numbers
from indexer.layout import CN_DIGITS, LayoutPatterns, Line, section_name
from indexer.models import ContentsEntry

_GARBLED_TAIL = re.compile(
    r"""(?<=[\u4e00-\u9fff》）)”])[\sA-Za-z.,，:：…|]*?
        (?: [（(]\s*(?P<page>\d{1,3}|[\]\[|lI丨])?\s*[)）]   # …的公告Ce (13), …的公告(]), …的公告pp()
          | [（(](?P<open>\d{1,3})                           # …的公告(4
          | [A-Za-z]{1,8}[)）]                               # …的公告GD)
        )\s*$""",
    re.VERBOSE,
)
"""What OCR makes of the dots and the page at a row's end."""
_LOST_PAGE = 0
_TAIL = 24
"""Characters at a row's end in which its dots and page stand."""
_STRAY = 2
"""Characters that OCR may have made of a row's dots."""
_LEADER = r"[.．。·•・…‥_—\-–~\s]"
_DOTS = rf"(?:[.．·•・…‥_]{{2,}}|…|-{{3,}}|—{{2,}}|/){_LEADER}*"
_PAGE = rf"(?:\d{{1,3}}|[{CN_DIGITS}]{{1,5}})"
PAGE_MARK = re.compile(
    rf"""
        (?P<leader>{_DOTS})? [（(]\s*(?P<bracketed>{_PAGE})\s*[)）]
            (?= \s*$ | (?(leader)\s*|\s+) [\u4e00-\u9fff《] )                      # …的通知……（12）
      | {_DOTS} [\u4e00-\u9fff]{{2,4}} \s* (?P<signed>\d{{1,3}}) (?=\s*$)           # …的讲话……王某某 12
      | {_DOTS} (?P<bare>{_PAGE}) (?![\d年月日号]) (?=\s*$|\s+[\u4e00-\u9fff《])    # …的通知……12 关于…
    """,
    re.VERBOSE,
)
_TRAILING_PAGE = re.compile(r"(?<=[\u4e00-\u9fff）)》”\]〕])\s*(\d{1,3})$")
_ONLY_PAGE = re.compile(rf"^[（(]?\s*({_PAGE})\s*[)）]?$")
_LEADING_PAGE = re.compile(
    r"""^(?: (?P<padded>0\d{1,2}) \s*                                     # 01 某市…的通告
          | (?P<apart>\d{1,3}) [\t\u3000] \s*                             # 12（tab）某市…
          | (?P<close>\d{1,3}) (?=[^\d年月日届次期号条章个]{2,}关于)      # 12某市关于…
          | (?P<bare>\d{1,3}) (?![年月日届次期号条章个件项起大])           # 12某市大事记
        ) (?=[\u4e00-\u9fff《“])
    """,
    re.VERBOSE,
)
_FIRST_WITHIN, _MOST_BETWEEN = 8, 4
"""Lines between the list's beginning and its first row, and between rows that begin with their pages."""
_LEADING_SECTION = re.compile(r"^[·•【〖][\u4e00-\u9fff]{2,14}[·•】〗](?=\s|[\u4e00-\u9fff])")
_OWN_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,10}\s?[\[〔(（]\d{4}[\]〕)）]\s?\d{1,4}\s?号\s*$")
_BRACKETED_TAIL = re.compile(r"[（(][^（）()]*\d[^（）()]*[）)]\s*$")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_YEARLY_NUMBER = re.compile(r"[（(]\d{4}年第\d{1,4}号[）)]$")
LONGEST_ROW = 300
"""A printed contents row, even of two columns read across, is shorter; longer lines cost too much to look into."""
LEADERS = re.compile(r"[.．·•・…‥_]{3,}|…+|·{2,}")


def has_page_mark(text: str, patterns: LayoutPatterns) -> bool:
    """Whether a line ends in what only a contents row ends in: a page number after dots, brackets or a whole title."""
    if len(text) > LONGEST_ROW:
        return False
    flat = with_leader(text.replace("\t", " ").rstrip())
    for mark in PAGE_MARK.finditer(flat):
        if mark["bare"] or mark["signed"] or mark["leader"]:
            return True
        if not flat[mark.end() :].strip() and ("\t" in text or is_complete(flat[: mark.start()], patterns)):
            return True
    trailing = _TRAILING_PAGE.search(flat)
    return bool(trailing and is_complete(flat[: trailing.start()], patterns))


def with_leader(text: str) -> str:
    """The row with dots and page where OCR made something else of them; a page that is lost is 0."""
    tail = _GARBLED_TAIL.search(text[-_TAIL:])
    if tail is None:
        return text
    page = tail["page"] or tail["open"] or ""
    number = int(page) if page.isdecimal() else 1 if page else _LOST_PAGE
    return f"{text[: max(0, len(text) - _TAIL) + tail.start()]}……（{number}）"


def leading_pages(lines: Sequence[Line]) -> dict[int, int]:
    """Line number → page, where the rows begin with their pages (01 成都市…的通告); ordinals are no pages."""
    found: list[tuple[int, int, int]] = []
    bare = 0
    for i, line in enumerate(lines):
        if i > (found[-1][0] + _MOST_BETWEEN if found else _FIRST_WITHIN):
            break
        mark = _LEADING_PAGE.match(line.walled) if len(line.text) <= LONGEST_ROW else None
        page = int(mark[mark.lastgroup or 0]) if mark else 0
        bare += mark is not None and mark.lastgroup == "bare"
        if page and (not found or page >= found[-1][2]):
            found.append((i, line.number, page))
    pages = [page for _, _, page in found]
    if len(pages) < (_MOST_BETWEEN if bare else 2) or pages == list(range(1, len(pages) + 1)):
        return {}
    return {number: page for _, number, page in found}


def without_leading_page(text: str) -> str:
    return _LEADING_PAGE.sub("", text, count=1)


def pieces(text: str, patterns: LayoutPatterns, last_page: int | None) -> Iterator[tuple[str, int | None]]:
    """A line's parts, each with the page number it ends in; two columns read across give several."""
    cells = [cell.strip() for cell in text.split("\t")]
    for i, cell in enumerate(cells):
        alone = _ONLY_PAGE.match(cell) if i and cells[i - 1] else None
        if alone:
            yield "", chinese_number(alone.group(1))
        else:
            yield from _cell_pieces(cell, patterns, last_page)


def _cell_pieces(
    text: str, patterns: LayoutPatterns, last_page: int | None
) -> Iterator[tuple[str, int | None]]:
    text = with_leader(text)
    section = _LEADING_SECTION.match(text)
    if section and section_name(section.group().strip(), patterns):
        yield section.group().strip(), None
        text = text[section.end() :]
    at = 0
    for mark in PAGE_MARK.finditer(text):
        yield (
            LEADERS.sub("", text[at : mark.start()]).strip(),
            chinese_number(mark["bracketed"] or mark["bare"] or mark["signed"]),
        )
        at = mark.end()
    rest = LEADERS.sub("", text[at:]).strip()
    if at and not (begins_entry(rest, patterns) or section_name(rest, patterns)):
        return
    trailing = _TRAILING_PAGE.search(rest)
    if trailing and (
        is_complete(rest[: trailing.start()], patterns) or _follows(int(trailing.group(1)), last_page)
    ):
        yield rest[: trailing.start()].strip(), int(trailing.group(1))
    elif rest or at == 0:
        yield rest, None


def _follows(page: int, last: int | None) -> bool:
    """A bare number at a row's end is its page if it goes on from the last one."""
    return last is not None and last <= page <= last + 60


def is_complete(text: str, patterns: LayoutPatterns) -> bool:
    """A whole title, perhaps with its number or its author behind it."""
    bare = _BRACKETED_TAIL.sub("", text.rstrip()).rstrip()
    if patterns.title_end.search(bare):
        return True
    number = _OWN_NUMBER.search(bare)
    if number and any(
        patterns.title_end.search(bare[:at].rstrip()) for at in range(number.start(), number.start() + 9)
    ):
        return True
    return "\u3000" in bare and bool(patterns.title_end.search(bare[: bare.index("\u3000")]))


def begins_entry(text: str, patterns: LayoutPatterns) -> bool:
    """关于…, 印发…, an organ's name before them, or an order (国家市场监督管理总局令（第72号）)."""
    if re.match(r"^[（(]", text):
        return False
    verb = patterns.title_verb.search(text)
    if verb:
        return verb.start() == 0 or bool(patterns.organ.match(text[: verb.start()]))
    return bool(patterns.proclamation.match(_BRACKETED_TAIL.sub("", text).replace(" ", "")))


def entry(
    text: str,
    line: int,
    page: int | None,
    section: str | None,
    patterns: LayoutPatterns,
    dictionaries: Dictionaries,
) -> ContentsEntry | None:
    """The entry that a row's whole text is; None where it holds no words."""
    text = _without_stray(LEADERS.sub("", text).strip(" \u3000-—–·."), patterns)
    numbers = find_numbers(text, dictionaries)
    number = None
    own_name = numbers and len(_HAN.findall(text[: numbers[-1].start])) < 3
    if own_name:
        number = str(numbers[-1].number)
    elif numbers and re.fullmatch(r"[\s）)】\]〕]*", text[numbers[-1].end :]):
        number = str(numbers[-1].number)
        text = re.sub(r"[\s\u3000]*[（(【\[]?$", "", text[: numbers[-1].start])
        text = text if is_complete(text, patterns) else re.sub(r"\s*[（(【\[][^（）()【】\[\]]*$", "", text)
    title = _YEARLY_NUMBER.sub("", _without_author(text, patterns).replace("\u3000", ""))
    if len(_HAN.findall(title)) < 3:
        return None
    return ContentsEntry(title=title, line=line, number=number, page=page, section=section)


def _without_stray(text: str, patterns: LayoutPatterns) -> str:
    """The title without a character or two that OCR made of the dots behind it."""
    if is_complete(text, patterns):
        return text
    cut = (text[:-count] for count in range(1, _STRAY + 1))
    return next((each for each in cut if len(each) > _STRAY and is_complete(each, patterns)), text)


def _without_author(text: str, patterns: LayoutPatterns) -> str:
    """The title without the organ or person printed apart behind it."""
    title, wall, _ = text.partition("\u3000")
    if wall and is_complete(title, patterns):
        return title
    if patterns.title_end.search(text):
        return text
    for at in range(max(8, len(text) - 20), len(text) - 3):
        if patterns.title_end.search(text[:at]) and patterns.organ.match(text[at:]):
            return text[:at]
    return text
