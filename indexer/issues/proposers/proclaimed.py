"""Documents headed by an issuer and a kind, with a number that has no agency code.

…人民政府令 / 第12号; 财政部 税务总局公告 / 2020年第88号 / 关于…的公告; 常务会议纪要 / 〔2022〕6号.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.issues.candidate import Candidate
from indexer.issues.listing import Listing
from indexer.issues.proposers.number_lines import NumberLine
from indexer.issues.surroundings import prose_follows, sentence_goes_on
from indexer.issues.titles import document_ended, title_after
from indexer.layout import NUMERALS, LayoutPatterns, Line, Sign, compact

_DIGITS = rf"[\d{NUMERALS}]{{1,5}}"
_YEAR = re.compile(r"\d{4}")
_COUNTED = re.compile(rf"^[（(]?\s*第\s*{_DIGITS}\s*[号期次][）)]?$")
_QUOTED = re.compile(r"《((?:[^《》]|《[^《》]*》){4,80})》")
_HALF_NAME = re.compile("^[\u4e00-\u9fff]{4,20}$")
_MOST_ORGANS = 6
_LONGEST_ORDER = 400
"""Characters below an order's heading in which it names what it puts into force."""


def order(body: Sequence[Line], at: NumberLine, patterns: LayoutPatterns) -> Candidate:
    """…人民政府令 / 第12号: what it promulgates is named in 《》 just below."""
    start = at.start - (body[at.start].text.lstrip("（( ").startswith("第"))
    title = at.number.agency_code if start == at.start else compact(body[start].text)
    first = start
    if title in ("令", "命令"):
        first, title = start - 1, compact(body[start - 1].text) + title
    if first == at.start and "中华人民共和国" in body[first].text:
        title = "中华人民共和国" + title
    issuer = re.sub("命?令$", "", title).removeprefix("中华人民共和国")
    end = at.start if first == at.start else at.end
    quoted = _quoted(body, at.end, patterns)
    return Candidate(
        first,
        at.end,
        (first, max(end, start + 1)),
        title,
        issuer,
        at.number,
        alias=quoted,
        promulgates=quoted is not None,
    )


def proclaimed(
    body: Sequence[Line], first: int, listing: Listing, patterns: LayoutPatterns
) -> Iterator[Candidate]:
    """Organ lines, the kind, and a number without a code on a line of its own."""
    counted = [i for i, line in enumerate(body) if _is_counted(line)]
    near = {position for at in counted for position in range(max(first, at - _MOST_ORGANS - 1), at)}
    for position in sorted(near):
        found = _proclaimed(body, position, patterns)
        if found is not None:
            signs = _signs(body, found, listing)
            yield replace(found, year=_year(body[found.start : found.end]), signs=signs)


def _is_counted(line: Line) -> bool:
    return Sign.YEARLY_NUMBER in line.signs or bool(_COUNTED.match(line.text))


def _signs(body: Sequence[Line], found: Candidate, listing: Listing) -> frozenset[str]:
    tests = {
        "counted": True,
        "issuer": found.issuer is not None,
        "listed": listing.names(found.title, found.issuer),
        "prose": prose_follows(body, found.end),
        "mid_sentence": found.start > 0 and sentence_goes_on(body[found.start - 1]),
    }
    return frozenset(sign for sign, fires in tests.items() if fires)


def _year(header: Sequence[Line]) -> int | None:
    yearly = (line for line in header if Sign.YEARLY_NUMBER in line.signs)
    return next((int(_YEAR.findall(line.text)[0]) for line in yearly), None)


def _proclaimed(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> Candidate | None:
    at = position
    while at < len(body) and at - position < _MOST_ORGANS and _only_organ(body[at], patterns):
        at += 1
    organs = [compact(line.text) for line in body[position:at]]
    return _kind_at(body, position, at, organs, patterns) or _half_named(body, position, patterns)


def _half_named(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> Candidate | None:
    """The issuer's name cut by a line's end: 某省应对某疫情 / 应急指挥部公告 / （第6号）."""
    first = body[position]
    begins = Sign.PAGE_TOP in first.signs or document_ended(body, position)
    if not begins or Sign.SECTION in first.signs or not _HALF_NAME.match(compact(first.text)):
        return None
    found = _kind_at(body, position, position + 1, [], patterns)
    if found is None or found.issuer is None or found.number is not None:
        return None
    half = compact(first.text)
    return replace(
        found, title=half + found.title, issuer=half + found.issuer, title_at=(position, found.title_at[1])
    )


def _kind_at(
    body: Sequence[Line], position: int, at: int, organs: Sequence[str], patterns: LayoutPatterns
) -> Candidate | None:
    """The head from ``position`` on whose kind stands at ``at``, below its ``organs``."""
    if at + 2 >= len(body) or body[at].row:
        return None
    kind = patterns.proclamation.match(compact(body[at].text).replace(" ", ""))
    if not kind or not _is_counted(body[at + 1]):
        return None
    issuer = " ".join([*organs, kind["issuer"]] if kind["issuer"] else organs)
    if compact(body[at].text).endswith("令"):
        issuer = patterns.place_lead.sub("", issuer, count=1) if patterns.place_lead.match(issuer) else issuer
    heading = " ".join(organs) + compact(body[at].text)
    if not prose_follows(body, at + 2, within=8):
        return None
    named, alias = issuer or None, heading + body[at + 1].text
    if kind["minutes"]:
        return _minutes(body, position, at, heading, named, patterns)
    block = title_after(body, at + 2, patterns)
    if block is not None:
        title = block.title if block.issuer else issuer + block.title
        return Candidate(
            position, block.end, (block.start, block.end), title, block.issuer or named, None, alias=alias
        )
    quoted = _quoted(body, at + 2, patterns)
    title_at = (position, at + 1)
    head = Candidate(position, at + 2, title_at, heading, named, None, alias=quoted or alias)
    return replace(head, promulgates=quoted is not None)


def _minutes(
    body: Sequence[Line], position: int, at: int, heading: str, issuer: str | None, patterns: LayoutPatterns
) -> Candidate:
    """The minutes' own title (县政府第六次常务会议纪要) may stand below the heading and its number."""
    alias = compact(body[at].text) + body[at + 1].text
    for below in range(at + 2, min(len(body), at + 5)):
        line = body[below]
        text = compact(line.text)
        if (
            not line.row
            and len(text) <= 50
            and patterns.minutes.search(text)
            and Sign.PROSE not in line.signs
        ):
            return Candidate(position, below + 1, (below, below + 1), text, issuer, None, alias=alias)
        if not _is_side(line, patterns):
            break
    return Candidate(position, at + 2, (position, at + 1), heading, issuer, None, alias=alias)


def _is_side(line: Line, patterns: LayoutPatterns) -> bool:
    """The office and the date of printing, as minutes bear them in their heads."""
    return (len(line.text) <= 60 and bool(Sign.DATE in line.signs or re.search(r"\d日$", line.text))) or (
        Sign.ORGAN in line.signs
    )


def _only_organ(line: Line, patterns: LayoutPatterns) -> bool:
    bare = compact(line.text).replace(" ", "")
    return Sign.ORGAN in line.signs and not patterns.proclamation.match(bare)


def _quoted(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> str | None:
    """The title in 《》 that the lines below name first, if the sentence puts it into force."""
    text = "".join(line.text for line in body[position : position + 4])[:_LONGEST_ORDER]
    names = (each for each in _QUOTED.finditer(text) if not patterns.authority.search(text[: each.start()]))
    found = next(names, None)
    return found.group(1) if found and patterns.put_into_force.search(text) else None
