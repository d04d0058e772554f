"""Lines → paragraphs: what print and OCR cut is joined again, and every character keeps its line.

A blank line decides nothing (pages end in the middle of a word), nor does a line's end. Two lines are one paragraph
when the first is unfinished and the second does not begin something: evidence from the end of the one and the
beginning of the other, never from the blank between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from indexer.models import Text
from indexer.reading import Line

_FINISHED = re.compile(r"[。！？；：!?;:…）)]$|[。！？；!?;][”’」』》〉\"']+$")
_UNFINISHED_MARK = re.compile(r"[，、,（(《〈“‘「『〔\[－—-]$")
_STRUCTURE = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[一二三四五六七八九十]{1,2}[是要]|第[一二三四五六七八九十百零〇\d]{1,5}[编章节条款]"
    r"|[（(]\d{1,2}[）)]|\d{1,2}[.．、)）](?!\d{1,3}(?!\d))|[①-⑳㈠-㈩⑴-⒇]|附[件表录]?\s?\d{0,2}(?:[：:]|$)|注[：:]|备注[：:]|抄[送报][：:]"
    r"|[（(](?:此件|\d{4}年|联系人)|[△▲●■◆★※☆□])"
)
_DATE_LINE = re.compile(r"^[（(]?[\d〇○零一二三四五六七八九十年月日 ]{6,16}(?:印发)?[）)]?$")
_LABEL = re.compile(r"^[\u4e00-\u9fff]{2,8}[：:]")
_ORGAN = re.compile(r"(?:人民政府|办公室|办公厅|委员会|局|厅|院|会|部|中心|处)$")
_SIGNED = re.compile(r"(?:人民政府|办公室|办公厅|委员会|局|厅|部|院)\s?(?:19|20)\d{2}年\d{1,2}月\d{1,2}日$")
_CLOSER = re.compile(r"^[，。、；：！？）)》〉”’」』\],.;:!?％%]")
_BRACKETS = {"（": "）", "(": ")", "《": "》", "“": "”", "〔": "〕"}

_SUBHEADING = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|第[一二三四五六七八九十百\d]{1,4}[章节])[^。；;]{2,28}$"
)
_TITLE_END = re.compile(
    r"(?:通知|意见|办法|规定|方案|细则|规划|计划|要点|决定|通报|公告|表|目录|名单|清单|职责|一览)$"
)

_ARTICLE = re.compile(r"^第[一二三四五六七八九十百零〇\d]{1,6}条\s")
"""An article's text always ends in a mark."""
_TAIL = re.compile(r"^[\u4e00-\u9fff]{1,5}[。；]$")
"""施行。 alone on a line is the end of something."""
_ATTACHMENT = re.compile(r"^附[件表]\s?\d?[：:].{12,}")

_CUT_CELL = re.compile(r"[〔（(\[]\d{4}[〕）)\]]$")
_CELL_REST = re.compile(r"^\d{1,4}号")

_LONG = 22
"""Characters from which an unpunctuated line is taken for a cut sentence, not a heading or a list row."""


def paragraphs(lines: Iterable[Line], apart: frozenset[int] = frozenset()) -> list[list[Line]]:
    """Groups of lines that are one paragraph each; blank lines and furniture are dropped.

    ``apart`` are the numbers of lines known to stand alone (titles, numbers, addressees of documents).
    """
    groups: list[list[Line]] = []
    for line in lines:
        if line.blank:
            continue
        alone = line.number in apart or bool(groups and groups[-1][-1].number in apart)
        if groups and not alone and _continues(groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def join(groups: Sequence[Sequence[Line]]) -> Text:
    """The cleaned text of the groups, one paragraph a line of the result, with its line map."""
    parts: list[str] = []
    runs: list[tuple[int, int]] = []
    offset = 0
    for group in groups:
        if parts:
            parts.append("\n")
            offset += 1
        before = ""
        for line in group:
            piece = (" " if _needs_blank(before, line.text) else "") + line.text
            runs.append((offset, line.number))
            parts.append(piece)
            offset += len(piece)
            before = line.text
    return Text("".join(parts), tuple(runs))


def _needs_blank(before: str, after: str) -> bool:
    return (
        bool(before)
        and before[-1].isascii()
        and before[-1].isalpha()
        and after[:1].isascii()
        and after[:1].isalpha()
    )


def _continues(group: Sequence[Line], line: Line) -> bool:
    last = group[-1]
    if last.row and line.row:
        return bool(_CUT_CELL.search(last.text) and _CELL_REST.match(line.text))
    if last.row or line.row or last.breaks or _begins_something(line):
        return False
    if line.heading and not (last.heading and _is_cut_heading(last.text, line.text)):
        return False
    text = "".join(part.text for part in group[-4:])
    if last.heading:
        return bool(line.heading) or (_has_sentence(last.text) and not _FINISHED.search(last.text))
    return _is_unfinished(text, last, line)


def _begins_something(line: Line) -> bool:
    return bool(
        line.bullet or _STRUCTURE.match(line.text) or _DATE_LINE.match(line.text) or _LABEL.match(line.text)
    )


def _is_cut_heading(heading: str, rest: str) -> bool:
    """A heading and the next one repeat a character at the seam (… 信 / 信息公开), or a bracket is still open."""
    return _open_bracket(heading) or (len(rest) <= 8 and heading[-1] == rest[0])


def _has_sentence(text: str) -> bool:
    return bool(re.search(r"[，。；,;]", text))


def _open_bracket(text: str) -> bool:
    return any(text.count(opening) > text.count(closing) for opening, closing in _BRACKETS.items())


def _is_unfinished(text: str, last: Line, line: Line) -> bool:
    if _CLOSER.match(line.text) or _UNFINISHED_MARK.search(text):
        return True
    if _FINISHED.search(text):
        return False
    if _open_bracket(text) and len(text) < 2000:
        return True
    if (
        _SIGNED.search(line.text)
        or (_ORGAN.search(line.text) and len(line.text) <= 20)
        or _DATE_LINE.match(last.text)
    ):
        return False
    if _ATTACHMENT.match(text) or _ARTICLE.match(text) or _TAIL.match(line.text):
        return True
    if _SUBHEADING.match(text) or _is_list_row(last.text) or _TITLE_END.search(text):
        return False
    if _has_sentence(text) or len(text) >= _LONG:
        return True
    return (
        len(text) >= 13 and not line.bold and not _STRUCTURE.match(text) and bool(_FINISHED.search(line.text))
    )


def _is_list_row(text: str) -> bool:
    """A name and its post: a real blank and no sentence."""
    return " " in text and not _has_sentence(text)
