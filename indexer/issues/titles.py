"""Title blocks: which neighbouring lines together are the title of an official document, and whose it is.

A title is 发文机关 + 关于 + 事由 + 文种 (GB/T 9704-2012, 7.3.1), printed on one to seven lines, the issuer often on a
line of its own. Positions here are 0-based indices into the sequence of non-blank lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.issues.marks import Marks, is_banner, section_name
from indexer.reading import Line

MOST_LINES = 7
_LONGEST_LINE = 90
_LONGEST_TITLE = 220

_NO_TITLE = re.compile(
    r"[。；：:;]$|[。；]|^(?:为(?:进一步|了|[^，]{2,30}，)|根据|按照|依据|经[\u4e00-\u9fff]{1,12}(?:同意|批准|研究))"
    r"|^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|第[一二三四五六七八九十百\d]{1,4}[章节条])"
    r"|^[（(]?\d{1,2}[）).、．](?!\d)|\.{4,}|…|·{2,}"
)
_NUMBERED = re.compile(r"[〔\[［（(]\d{4}[〕\]］）)]")
_SHORT_NAME = re.compile("^[省市区县州盟旗]")
"""市财政局市教育局: departments as a title of their own government names them."""
_SPREAD = re.compile(r"(?<=[\u3400-\u9fff”》]) (?=[\u3400-\u9fff“《])")
DATE_LINE = re.compile(
    r"^[（(]?(?:\d{4}|[〇○Ｏ零一二三四五六七八九OO]{4})\s*[年.\-/]\s*[\d一二三四五六七八九十]{1,3}\s*[月.\-/]"
    r"\s*(?:[\d一二三四五六七八九十廿]{1,3}\s*日?)?(?:印发|公布|发布|通过)?[）)]?$"
)


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """Lines ``start`` to before ``end`` hold the title; ``title`` begins with the issuer where one is printed."""

    start: int
    end: int
    title: str
    issuer: str | None


def is_title_part(line: Line, marks: Marks) -> bool:
    text = line.text
    return not (
        line.row
        or not 1 <= len(text) <= _LONGEST_LINE
        or _NO_TITLE.search(text)
        or DATE_LINE.match(text)
        or marks.attachment_label.match(text)
        or marks.attachment_list.match(text)
        or marks.contents_heading.match(text)
        or (marks.imprint.match(text) and re.search(r"[:：]", text))
    )


def document_ended(body: Sequence[Line], position: int) -> bool:
    """The lines before are how a document ends: a date, an imprint of printing, a closing note."""
    before = body[max(0, position - 2) : position]
    return not before or any(
        DATE_LINE.match(line.text) or re.search(r"印发[）)]?$|此件", line.text) for line in before
    )


def issuer_of(title: str, marks: Marks) -> str | None:
    """The issuer that a title begins with: what stands before 关于 or 印发, if it is the name of an organ."""
    for verb in marks.title_verb.finditer(title):
        before = title[: verb.start()]
        if marks.organ.match(before):
            return before
        if not before or verb.group() == "关于":
            return None
    return None


def is_organ_line(line: Line, marks: Marks) -> bool:
    """An issuer's name alone on its line, perhaps with 文件 as in a red banner."""
    return (
        not line.row
        and len(line.text) <= 60
        and not re.search(r"[，。：:；]", line.text)
        and bool(marks.organs.match(line.text))
        and "关于" not in line.text
        and (section_name(line.text, marks) is None or is_banner(line.text, marks))
    )


def ends_title(text: str, marks: Marks) -> bool:
    return bool(marks.title_end.search(compact(text)))


def compact(text: str) -> str:
    """A title's line without the blanks that spread its characters (通 知).

    >>> compact("批 复")
    '批复'
    """
    return _SPREAD.sub("", text) if " " in text else text


def title_before(body: Sequence[Line], position: int, marks: Marks) -> TitleBlock | None:
    """The title whose last line is directly before ``position``, searched backwards."""
    if position == 0 or not _ends_before(body, position, marks):
        return None
    text = ""
    for start in range(position - 1, max(-1, position - 1 - MOST_LINES), -1):
        if not is_title_part(body[start], marks):
            break
        text = compact(body[start].text) + text
        if len(text) > _LONGEST_TITLE:
            break
        if _begins_title(text, marks):
            return with_issuer_lines(body, start, position, text, marks)
    return None


def _ends_before(body: Sequence[Line], position: int, marks: Marks) -> bool:
    """A title ends directly before ``position``, its last character or two perhaps on a line of their own."""
    last = body[position - 1].text
    if position > 1 and len(last) <= 3:
        return ends_title(body[position - 2].text + last, marks)
    return ends_title(last, marks)


def title_after(body: Sequence[Line], position: int, marks: Marks) -> TitleBlock | None:
    """The title whose first line stands at ``position``, searched forwards; organ lines may come first."""
    first = position
    while first < len(body) and is_organ_line(body[first], marks) and first - position < 4:
        first += 1
    text = ""
    for end in range(first, min(len(body), first + MOST_LINES)):
        if not is_title_part(body[end], marks) or (text and _begins_new(body[end].text, marks)):
            break
        text += compact(body[end].text)
        if len(text) > _LONGEST_TITLE:
            break
        if _begins_title(text, marks) and ends_title(text, marks) and not _goes_on(body, end + 1, marks):
            return _named(body, position, first, end + 1, text, marks)
    return None


def _begins_title(text: str, marks: Marks) -> bool:
    """关于… or 印发… at the beginning, or an organ's name before it."""
    verb = marks.title_verb.search(text)
    if not verb:
        return False
    return verb.start() == 0 or issuer_of(text, marks) is not None


def _begins_new(text: str, marks: Marks) -> bool:
    return text.startswith("关于") and ends_title(text, marks)


def _goes_on(body: Sequence[Line], position: int, marks: Marks) -> bool:
    """Whether the next line is the rest of the title: 实施方案 / 的通知, 关于进一步规范 / 涉企行政检查的意见."""
    if (
        position >= len(body)
        or not is_title_part(body[position], marks)
        or not ends_title(body[position].text, marks)
    ):
        return False
    line, last = body[position], body[position - 1]
    if line.text.startswith(("的", "》的")) or (len(line.text) <= 14 and line.text.endswith("的通知")):
        return True
    close = line.number == last.number + 1 or bool(line.heading and last.heading)
    return close and not _begins_title(line.text, marks) and not is_organ_line(line, marks)


def with_issuer_lines(body: Sequence[Line], start: int, end: int, text: str, marks: Marks) -> TitleBlock:
    """The block with the issuer's own lines above it, joined into the title unless it names the issuer already."""
    if text.startswith("关于"):
        begin = _forwarding_begins(body, start, marks)
        start, text = begin, "".join(compact(line.text) for line in body[begin:start]) + text
    first = start
    while first > 0 and start - first < 6 and is_organ_line(body[first - 1], marks):
        first -= 1
    return _named(body, first, start, end, text, marks)


def _forwarding_begins(body: Sequence[Line], start: int, marks: Marks) -> int:
    """Where 国务院办公厅转发国家发展改革委 (关于转发市财政局 / 市教育局) begins, whose text is named at ``start``."""
    for begin in range(start - 1, max(-1, start - MOST_LINES), -1):
        line = body[begin]
        if not is_title_part(line, marks) or ends_title(line.text, marks) or _NUMBERED.search(line.text):
            break
        if is_organ_line(line, marks) and not _SHORT_NAME.match(line.text):
            break
        verb = marks.put_into_force.search(line.text)
        if verb and (line.text[: verb.start()] in ("", "关于") or issuer_of(line.text, marks) is not None):
            return begin
    return start


def _named(body: Sequence[Line], first: int, start: int, end: int, text: str, marks: Marks) -> TitleBlock:
    above = [re.sub(r"文件$", "", line.text) for line in body[first:start]]
    issuer = issuer_of(text, marks)
    if issuer is None and above:
        named = " ".join(above)
        return TitleBlock(first, end, named + text, named)
    if issuer and above and not issuer.startswith(above[-1]) and _is_half_name(issuer, above[-1]):
        return TitleBlock(first, end, above[-1] + text, above[-1] + issuer)
    return TitleBlock(first, end, text, issuer)


def _is_half_name(issuer: str, above: str) -> bool:
    """办公室 below 周村区人民政府: one name on two lines."""
    return len(issuer) <= 4 and not issuer.startswith(above)
