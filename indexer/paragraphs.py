"""Lines → paragraphs: what print and OCR cut is joined again, and every character keeps its line.

A blank line decides nothing (pages end in the middle of a word), nor does a line's end. Two lines are one paragraph
when the first is unfinished and the second does not begin something: evidence from the end of the one and the
beginning of the other, never from the blank between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from indexer.layout import CN_DIGITS, LayoutPatterns, Line, Unit, is_numbered, numbering
from indexer.models import Text

_FINISHED = re.compile(r"[。！？；：!?;:…）)]$|[。！？；!?;][”’」』》〉\"']+$")
_UNFINISHED_MARK = re.compile(r"[，、,（(《〈“‘「『〔\[－—-]$")
_DATE_LINE = re.compile(rf"^[（(]?[\d{CN_DIGITS}元年月日 ]{{6,16}}(?:印发)?[）)]?$")
_SIGNED_ON = re.compile(r"\s?(?:19|20)\d{2}年\d{1,2}月\d{1,2}日$")
_LABEL = re.compile(r"^(?:[\u4e00-\u9fff]{2,8}|注)[：:]|^附[件表录]?\s?\d{0,2}$")
_APART = re.compile(r"^[（(](?:此件|\d{4}年|联系人)|^[△▲●■◆★※☆□]")
_CLOSER = re.compile(r"^[，。、；：！？）)》〉”’」』\],.;:!?％%]")
_BRACKETS = {"（": "）", "(": ")", "《": "》", "“": "”", "〔": "〕"}

_SUBHEADING = re.compile(r"^[^。；;]{2,28}$")
_SUBHEADINGS = Unit.FIRST | Unit.SECOND | Unit.CHAPTER | Unit.SECTION
_TAIL = re.compile(r"^[\u4e00-\u9fff]{1,5}[。；]$")
"""施行。 alone on a line is the end of something."""
_ATTACHMENT = re.compile(r"^附[件表]\s?\d?[：:].{12,}")

_CUT_CELL = re.compile(r"[〔（(\[]\d{4}[〕）)\]]$")
_CELL_REST = re.compile(r"^\d{1,4}号")

_LONG = 22
"""Characters from which an unpunctuated line is taken for a cut sentence, not a heading or a list row."""


def paragraphs(
    lines: Iterable[Line], patterns: LayoutPatterns, apart: frozenset[int] = frozenset()
) -> list[list[Line]]:
    """Groups of lines that are one paragraph each; blank lines and furniture are dropped.

    ``apart`` are the numbers of lines known to stand alone (titles, numbers, addressees of documents).
    """
    groups: list[list[Line]] = []
    for line in lines:
        if line.blank:
            continue
        alone = line.number in apart or bool(groups and groups[-1][-1].number in apart)
        if groups and not alone and _continues(groups[-1], line, patterns):
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


def _continues(group: Sequence[Line], line: Line, patterns: LayoutPatterns) -> bool:
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
    return _is_unfinished(text, last, line, patterns)


def _begins_something(line: Line) -> bool:
    return bool(
        line.bullet
        or is_numbered(line.text)
        or _DATE_LINE.match(line.text)
        or _LABEL.match(line.text)
        or _APART.match(line.text)
    )


def _is_cut_heading(heading: str, rest: str) -> bool:
    """A heading and the next one repeat a character at the seam (… 信 / 信息公开), or a bracket is still open."""
    return _open_bracket(heading) or (len(rest) <= 8 and heading[-1] == rest[0])


def _has_sentence(text: str) -> bool:
    return bool(re.search(r"[，。；,;]", text))


def _open_bracket(text: str) -> bool:
    return any(text.count(opening) > text.count(closing) for opening, closing in _BRACKETS.items())


def _is_unfinished(text: str, last: Line, line: Line, patterns: LayoutPatterns) -> bool:
    if _CLOSER.match(line.text) or _UNFINISHED_MARK.search(text):
        return True
    if _FINISHED.search(text):
        return False
    if _open_bracket(text) and len(text) < 2000:
        return True
    if _is_signature(line.text, patterns) or _DATE_LINE.match(last.text):
        return False
    if _ATTACHMENT.match(text) or _is_article(text) or _TAIL.match(line.text):
        return True
    if _is_subheading(text) or _is_list_row(last.text) or patterns.paragraph_end.search(text):
        return False
    if _has_sentence(text) or len(text) >= _LONG:
        return True
    return len(text) >= 13 and not line.bold and not is_numbered(text) and bool(_FINISHED.search(line.text))


def _is_signature(text: str, patterns: LayoutPatterns) -> bool:
    """An organ's name on a short line, perhaps with the date beside it."""
    date = _SIGNED_ON.search(text)
    signer = text[: date.start()] if date else text
    return bool(patterns.organ_end.search(signer)) and (date is not None or len(text) <= 20)


def _is_article(text: str) -> bool:
    """第十三条 and a blank: an article's text always ends in a mark."""
    found = numbering(text)
    return found is not None and found.unit is Unit.ARTICLE and text[found.end : found.end + 1].isspace()


def _is_subheading(text: str) -> bool:
    found = numbering(text)
    return found is not None and found.unit in _SUBHEADINGS and bool(_SUBHEADING.match(text[found.end :]))


def _is_list_row(text: str) -> bool:
    """A name and its post: a real blank and no sentence."""
    return " " in text and not _has_sentence(text)
