"""Lines get their signs, each line once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from indexer.layout.line import Line, compact
from indexer.layout.numbering import Unit, numbering
from indexer.layout.patterns import LayoutPatterns, is_banner, section_name
from indexer.layout.signs import NO_SIGNS, Sign

_PROSE = re.compile(r"[。；]|[，,].{8,}")
_REGISTRATION = re.compile(
    r"""^[（(]? (?:[\u4e00-\u9fff]{0,8}[:：])? \s*                                      # 登记号：
        [A-Z]{2,8} \s*[-—–]\s* \d{4} \s*[-—–]\s* [\d\s]{3,12} [）)]?$                 # TQDR-2016-0010002
    """,
    re.VERBOSE,
)
_DIGITS = r"[\d〇○零一二三四五六七八九十百]{1,5}"
_YEARLY_NUMBER = re.compile(
    rf"""^[（(]?(?:
        (?:19|20)\d{{2}}\s*年\s*第\s*{_DIGITS}\s*号                     # 2020年第88号
      | [〔\[［（(]\s*(?:19|20)\d{{2}}\s*[〕\]］）)]\s*第?\s*{_DIGITS}\s*号   # 〔2023〕第9号
    )[）)]?$""",
    re.VERBOSE,
)
_NO_TITLE = re.compile(r"[。；]|[：:;]$|\.{4,}|…|·{2,}")
_LONGEST_TITLE_LINE, _LONGEST_ORGAN_LINE, _LONGEST_SIDE_LINE = 90, 60, 40


def classified(lines: Iterable[Line], patterns: LayoutPatterns) -> list[Line]:
    """The lines that are not blank, with their signs; running heads and page numbers tell where pages begin."""
    result: list[Line] = []
    page_top = False
    for line in lines:
        page_top = page_top or line.furniture
        if not line.blank:
            signs = signs_of(line, patterns) | (Sign.PAGE_TOP if page_top else NO_SIGNS)
            result.append(replace(line, signs=signs))
            page_top = False
    return result


def signs_of(line: Line, patterns: LayoutPatterns) -> Sign:
    """The signs of one cleaned line; table rows bear few."""
    text = line.text
    found = Sign.MARKED if line.heading or line.bold else Sign(0)
    if _PROSE.search(text):
        found |= Sign.PROSE
    if line.row:
        return found | Sign.ROW
    if len(text) <= _LONGEST_TITLE_LINE:
        found |= _short_line_signs(line, text, patterns)
    number = numbering(text)
    if number is not None:
        found |= Sign.NUMBERED
    if _may_be_title(text, found, number is not None and not number.unit & _NOT_IN_TITLES, patterns):
        found |= Sign.TITLE_PART
    return found


_BITS = {sign: sign.value for sign in Sign}
_NEVER_TITLES = (
    Sign.DATE | Sign.ATTACHMENT | Sign.ATTACHMENTS | Sign.CONTENTS | Sign.DISCLOSURE | Sign.PAGE_TURN
)
_NOT_IN_TITLES = Unit.SPOKEN | Unit.CIRCLED | Unit.PART | Unit.BOOK | Unit.CLAUSE
"""Numberings with which a title's line may begin as well as not."""


def _short_line_signs(line: Line, text: str, patterns: LayoutPatterns) -> Sign:
    tests = (
        (Sign.DATE, patterns.date_line.match(text)),
        (Sign.ORGAN, _is_organ(text, patterns)),
        (Sign.SECTION, section_name(text, patterns) is not None),
        (Sign.CONTENTS, patterns.contents_heading.match(text)),
        (Sign.IMPRINT, patterns.imprint.match(text)),
        (Sign.ATTACHMENT, patterns.attachment_label.match(text)),
        (Sign.ATTACHMENTS, patterns.attachment_list.match(text)),
        (Sign.REGISTRATION, _is_registration(text, patterns)),
        (Sign.YEARLY_NUMBER, is_yearly_number(text)),
        (Sign.TITLE_END, patterns.title_end.search(compact(text))),
        (Sign.CLOSING, patterns.closing.search(text)),
        (Sign.PAGE_TURN, patterns.page_turn.match(text)),
        (Sign.DISCLOSURE, patterns.disclosure.match(text)),
        (Sign.NOTE, patterns.page_note.match(text)),
    )
    return Sign(sum(_BITS[sign] for sign, fires in tests if fires))


def _is_organ(text: str, patterns: LayoutPatterns) -> bool:
    """An issuer's name alone on its line, perhaps with 文件 as in a red banner."""
    return (
        len(text) <= _LONGEST_ORGAN_LINE
        and not re.search(r"[，。：:；]", text)
        and "关于" not in text
        and bool(patterns.organs.match(text))
        and (section_name(text, patterns) is None or is_banner(text, patterns))
    )


def _is_registration(text: str, patterns: LayoutPatterns) -> bool:
    return bool(_REGISTRATION.match(text)) or (
        len(text) <= _LONGEST_SIDE_LINE and bool(patterns.registration.match(text))
    )


def is_yearly_number(text: str) -> bool:
    """2020年第88号, 〔2023〕第9号: a number that counts an issuer's documents of one kind in a year."""
    return bool(_YEARLY_NUMBER.match(text))


def _may_be_title(text: str, found: Sign, numbered: bool, patterns: LayoutPatterns) -> bool:
    if not 1 <= len(text) <= _LONGEST_TITLE_LINE or numbered:
        return False
    if found & _NEVER_TITLES:
        return False
    if Sign.IMPRINT in found and re.search(r"[:：]", text):
        return False
    return not (_NO_TITLE.search(text) or patterns.sentence_lead.match(text))
