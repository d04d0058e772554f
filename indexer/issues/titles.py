"""Title blocks: which neighbouring lines together are the title of an official document, and whose it is.

A title is 发文机关 + 关于 + 事由 + 文种 (GB/T 9704-2012, 7.3.1), printed on one to seven lines, the issuer often on a
line of its own. Positions here are 0-based indices into the sequence of non-blank lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.layout import LayoutPatterns, Line, Sign, compact

MOST_LINES = 7
_LONGEST_TITLE = 220

_NUMBERED = re.compile(r"[〔\[［（(]\d{4}[〕\]］）)]")
_LONGEST_SUFFIX, _SHORTEST_HALF = 8, 5
_PLACE = re.compile("[\u4e00-\u9fff]{2,6}?[省市县区州旗]")
_LONGEST_PLACE = 6
_SHORT_NAME = re.compile("^[省市区县州盟旗]")
"""市财政局市教育局: departments as a title of their own government names them."""


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """Lines ``start`` to before ``end`` hold the title; ``title`` begins with the issuer where one is printed."""

    start: int
    end: int
    title: str
    issuer: str | None


def document_ended(body: Sequence[Line], position: int) -> bool:
    """The lines before are how a document ends: a date, an imprint of printing, a closing note."""
    before = body[max(0, position - 2) : position]
    return not before or any(line.signs & (Sign.DATE | Sign.CLOSING) for line in before)


def issuer_of(title: str, patterns: LayoutPatterns) -> str | None:
    """The issuer that a title begins with: what stands before 关于 or 印发, if it is the name of an organ."""
    for verb in patterns.title_verb.finditer(title):
        before = title[: verb.start()]
        if patterns.organ.match(before):
            return before
        if not before or verb.group() == "关于":
            return None
    return None


def ends_title(text: str, patterns: LayoutPatterns) -> bool:
    return bool(patterns.title_end.search(compact(text)))


def title_before(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> TitleBlock | None:
    """The title whose last line is directly before ``position``, searched backwards."""
    if position == 0 or not _ends_before(body, position, patterns):
        return None
    text = ""
    for start in range(position - 1, max(-1, position - 1 - MOST_LINES), -1):
        if Sign.TITLE_PART not in body[start].signs:
            break
        text = compact(body[start].text) + text
        if len(text) > _LONGEST_TITLE:
            break
        if _begins_title(text, patterns) and not (start and cuts_name(body, start, patterns)):
            return with_issuer_lines(body, start, position, text, patterns)
    return None


def _ends_before(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> bool:
    """A title ends directly before ``position``, its last character or two perhaps on a line of their own."""
    last = body[position - 1].text
    if position > 1 and len(last) <= 3:
        return ends_title(body[position - 2].text + last, patterns)
    return ends_title(last, patterns)


def title_after(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> TitleBlock | None:
    """The title whose first line stands at ``position``, searched forwards; organ lines may come first."""
    first = position
    while first < len(body) and Sign.ORGAN in body[first].signs and first - position < 4:
        first += 1
    text = ""
    for end in range(first, min(len(body), first + MOST_LINES)):
        if Sign.TITLE_PART not in body[end].signs or (text and _begins_new(body[end].text, patterns)):
            break
        text += compact(body[end].text)
        if len(text) > _LONGEST_TITLE:
            break
        if (
            _begins_title(text, patterns)
            and ends_title(text, patterns)
            and not _goes_on(body, end + 1, patterns)
        ):
            return _named(body, position, first, end + 1, text, patterns)
    return None


def cuts_name(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> bool:
    """Whether an organ's name stands on the line at ``position`` and the one before: 某某管理委 / 员会办公室."""
    above, below = compact(body[position - 1].text), compact(body[position].text)
    if Sign.TITLE_PART not in body[position - 1].signs or patterns.organ.match(above):
        return False
    cut = patterns.cut_organ.search(f"{above[-_LONGEST_SUFFIX:]}\n{below[:_LONGEST_SUFFIX]}")
    return cut is not None and len(above) >= _SHORTEST_HALF


def _begins_title(text: str, patterns: LayoutPatterns) -> bool:
    """关于… or 印发… at the beginning, or an organ's name before it."""
    verb = patterns.title_verb.search(text)
    if not verb:
        return False
    return verb.start() == 0 or issuer_of(text, patterns) is not None


def _begins_new(text: str, patterns: LayoutPatterns) -> bool:
    return text.startswith("关于") and ends_title(text, patterns)


def _goes_on(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> bool:
    """Whether the next line is the rest of the title: 实施方案 / 的通知, 关于进一步规范 / 涉企行政检查的意见."""
    if (
        position >= len(body)
        or Sign.TITLE_PART not in body[position].signs
        or not ends_title(body[position].text, patterns)
    ):
        return False
    line, last = body[position], body[position - 1]
    if line.text.startswith(("的", "》的")) or (len(line.text) <= 14 and line.text.endswith("的通知")):
        return True
    close = line.number == last.number + 1 or bool(line.heading and last.heading)
    return close and not _begins_title(line.text, patterns) and Sign.ORGAN not in line.signs


def with_issuer_lines(
    body: Sequence[Line], start: int, end: int, text: str, patterns: LayoutPatterns
) -> TitleBlock:
    """The block with the issuer's own lines above it, joined into the title unless it names the issuer already."""
    if text.startswith("关于"):
        begin = _forwarding_begins(body, start, patterns)
        start, text = begin, "".join(compact(line.text) for line in body[begin:start]) + text
    first = start
    while first > 0 and start - first < 6 and Sign.ORGAN in body[first - 1].signs:
        first -= 1
    cut = first if first < start else start - 1
    if cut > 0 and text.startswith("关于") and cuts_name(body, cut, patterns):
        whole = compact(body[cut - 1].text) + compact(body[cut].text)
        if patterns.organ.match(whole) and start - cut == 1:
            return TitleBlock(cut - 1, end, whole + text, whole)
    return _named(body, first, start, end, text, patterns)


def _forwarding_begins(body: Sequence[Line], start: int, patterns: LayoutPatterns) -> int:
    """Where 国务院办公厅转发国家发展改革委 (关于转发市财政局 / 市教育局) begins, whose text is named at ``start``."""
    for begin in range(start - 1, max(-1, start - MOST_LINES), -1):
        line = body[begin]
        if (
            Sign.TITLE_PART not in line.signs
            or ends_title(line.text, patterns)
            or _NUMBERED.search(line.text)
        ):
            break
        if Sign.ORGAN in line.signs and not _SHORT_NAME.match(line.text):
            break
        verb = patterns.put_into_force.search(line.text)
        if verb and (line.text[: verb.start()] in ("", "关于") or issuer_of(line.text, patterns) is not None):
            return begin
    return start


def _named(
    body: Sequence[Line], first: int, start: int, end: int, text: str, patterns: LayoutPatterns
) -> TitleBlock:
    above = [re.sub(r"文件$", "", line.text) for line in body[first:start]]
    issuer = issuer_of(text, patterns)
    while issuer is None and len(above) > 1 and not _of_one_place(above[0], above[-1]):
        first, above = first + 1, above[1:]
    if issuer is None and above:
        named = " ".join(above)
        return TitleBlock(first, end, named + text, named)
    if issuer and above and not issuer.startswith(above[-1]) and _is_half_name(issuer, above[-1]):
        return TitleBlock(first, end, above[-1] + text, above[-1] + issuer)
    if issuer and above and _are_joint(body, first, above, issuer):
        named = " ".join(above)
        return TitleBlock(first, end, f"{named} {text}", f"{named} {issuer}")
    return TitleBlock(first, end, text, issuer)


def _are_joint(body: Sequence[Line], first: int, above: Sequence[str], issuer: str) -> bool:
    """Other organs of the same rank, from where a document has ended or a page begins: they issue it together."""
    begins = document_ended(body, first) or Sign.PAGE_TOP in body[first].signs
    government = issuer.endswith("政府")
    return begins and all(
        name not in issuer
        and issuer not in name
        and name.endswith("政府") == government
        and _of_one_place(name, issuer)
        for name in above
    )


def _of_one_place(name: str, issuer: str) -> bool:
    """No organ of another city, as tables hold them: two that name their places share some of the name."""
    if not (_PLACE.match(name) and _PLACE.match(issuer)):
        return True
    return any(name[at : at + 2] in issuer for at in range(min(len(name), _LONGEST_PLACE) - 1))


def _is_half_name(issuer: str, above: str) -> bool:
    """办公室 below 周村区人民政府: one name on two lines."""
    return len(issuer) <= 4 and not issuer.startswith(above)
