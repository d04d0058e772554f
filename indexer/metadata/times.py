"""The dates of a document, each under its own name. None is an answer; impossible dates are reported, never mended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.evidence import Rule
from indexer.identifiers import FoundDate, find_dates, parse_number
from indexer.layout import LayoutPatterns, Line, Sign, bare_text
from indexer.metadata.enactments import enactments
from indexer.metadata.found import Found
from indexer.models import Text

_TRIM = "（）() \t\u3000。."
_MOST_SIGNING = 6
"""Lines above a date on which organs may sign together."""
_CUT_DAY = re.compile(r"^(?:19|20)\d{2}\s?年\s?\d{1,2}\s?月\s?(?:[1-3]\d|[4-9])$")
"""2021年7月26, its 日 lost at the edge of the page; 2021年7月2 may have lost a digit as well."""
_SUBJECT = re.compile(r"(?:本[\u4e00-\u9fff]{1,14}|^第.{1,7}条\s*|^|[。；，,])\s*(?:定)?[于自从]\s*$")


@dataclass(frozen=True, slots=True)
class Times:
    """The dates of a document, None where its text gives none, and what is wrong with dates in it."""

    written_on: Found[str] | None
    printed_on: Found[str] | None
    effective_on: Found[str] | None
    expires_on: Found[str] | None
    warnings: tuple[str, ...]


def read_times(
    header: Sequence[Line],
    body: Sequence[Line],
    paragraphs: Sequence[Text],
    title: str,
    patterns: LayoutPatterns,
) -> Times:
    """The four dates of a document and what is wrong with dates in its text."""
    enacted = enactments(header, body, patterns)
    written = (
        _beside_number(header)
        or enacted.last
        or _written(body, title, patterns)
        or _beside_title(header, body, patterns)
    )
    printed = _printed(body, patterns)
    effective = enacted.in_force or _in_prose(paragraphs, _SUBJECT, patterns.in_force_from)
    expires = _in_prose(paragraphs, patterns.term, re.compile(""))
    warnings = [*_impossible([*header, *body])]
    if written and printed and written.value > printed.value:
        warnings.append(f"成文日期{written.value}晚于印发日期{printed.value}")
    return Times(written, printed, effective, expires, tuple(warnings))


def read_item_times(header: Sequence[Line], body: Sequence[Line], patterns: LayoutPatterns) -> Times:
    """A news item or speech is dated beside its title or not at all."""
    return Times(
        _beside_title(header, body, patterns), None, None, None, tuple(_impossible([*header, *body]))
    )


def signer(body: Sequence[Line], patterns: LayoutPatterns) -> Found[str] | None:
    """The organs that sign: the lines above the first date that stands on its own, or before it on its line."""
    for i, line in enumerate(body):
        if line.row:
            continue
        if _only_date(line.text):
            signing = _signing(body[max(0, i - _MOST_SIGNING) : i], patterns)
            names = [name for _, names in signing for name in names]
            return Found(" ".join(names), signing[0][0], Rule.SIGNED_BY) if names else None
        inline = _inline_signature(line.text, patterns)
        if inline:
            return Found(line.text[: inline.start].strip(_TRIM), line.number, Rule.SIGNED_BY)
    return None


def _signing(above: Sequence[Line], patterns: LayoutPatterns) -> list[tuple[int, list[str]]]:
    """The lines directly above a date that hold nothing but organs' names, with these; several sign together."""
    found: list[tuple[int, list[str]]] = []
    for line in reversed(above):
        names = [name.replace(" ", "") for name in line.walled.split("\u3000") if name.strip()]
        whole = line.text.replace(" ", "")
        if line.row or not names or "，" in whole:
            break
        if not all(map(patterns.organ.match, names)):
            names = [whole]
        if not patterns.organ.match(names[0]):
            break
        found.insert(0, (line.number, names))
    return found


def _only_date(text: str) -> FoundDate | None:
    """The date of a line that holds nothing else."""
    bare = text.strip(_TRIM)
    if len(bare) > 24:
        return None
    bare = _CUT_DAY.sub(r"\g<0>日", bare)
    dates = find_dates(bare)
    return dates[0] if len(dates) == 1 and dates[0].start == 0 and dates[0].end == len(bare) else None


def _dated(date: FoundDate, line: Line, rule: Rule) -> Found[str] | None:
    """The date as a value, None where it does not exist."""
    return Found(date.value, line.number, rule) if date.value else None


def _written(body: Sequence[Line], title: str, patterns: LayoutPatterns) -> Found[str] | None:
    """The date under the signature: the first date on its own with an organ or a person signing just above it.

    Without a signature, the first such date before any annex, or before the text that the title names.
    """
    unsigned: tuple[FoundDate, Line] | None = None
    in_annex = False
    named = _words(title)
    for i, line in enumerate(body):
        if line.row:
            continue
        if unsigned and len(line.text) >= 8 and _words(line.text) in named:
            return _dated(*unsigned, Rule.UNSIGNED_DATE)
        in_annex = in_annex or Sign.ATTACHMENT in line.signs
        date = _only_date(line.text)
        if date and _signed(body, i, patterns):
            return _dated(date, line, Rule.SIGNATURE)
        signed_inline = None if date else _inline_signature(line.text, patterns)
        if signed_inline:
            return _dated(signed_inline, line, Rule.SIGNATURE)
        if date and unsigned is None and not in_annex and i > 0:
            unsigned = date, line
    return _dated(*unsigned, Rule.UNSIGNED_DATE) if unsigned else None


def _words(text: str) -> str:
    """What is compared when a line repeats a title, in which 的 comes and goes."""
    return bare_text(text).replace("的", "")


def _signed(body: Sequence[Line], i: int, patterns: LayoutPatterns) -> bool:
    return any(not line.row and _is_signature(line.text, patterns) for line in body[max(0, i - 2) : i])


def _is_signature(text: str, patterns: LayoutPatterns) -> bool:
    bare = re.sub(r"\s", "", text)
    return len(bare) <= 60 and (bool(patterns.organ.match(bare)) or bool(patterns.person.match(bare)))


def _inline_signature(text: str, patterns: LayoutPatterns) -> FoundDate | None:
    """台儿庄区人民政府 2019年6月25日 on one line."""
    if len(text) > 70:
        return None
    dates = find_dates(text)
    if len(dates) != 1 or text[dates[0].end :].strip(_TRIM) or dates[0].start == 0:
        return None
    signer = text[: dates[0].start].strip(_TRIM)
    return dates[0] if patterns.organ.match(signer) and "，" not in signer else None


def _beside_number(header: Sequence[Line]) -> Found[str] | None:
    """（一九九六年七月十五日 川府发〔1996〕98号）"""
    for line in header:
        dates = find_dates(line.text)
        rest = re.sub(re.escape(dates[0].raw), "", line.text).strip(_TRIM) if len(dates) == 1 else ""
        if dates and parse_number(rest):
            return _dated(dates[0], line, Rule.BESIDE_NUMBER)
    return None


def _beside_title(
    header: Sequence[Line], body: Sequence[Line], patterns: LayoutPatterns
) -> Found[str] | None:
    """（2021年3月2日） under the title, as speeches and resolutions have it."""
    lines = [*header, *body[:2]]
    for i, line in enumerate(lines):
        bracket = "".join(each.text for each in lines[i : i + 3]).partition("）")[0] + "）"
        date = _only_date(line.text) or _of_the_meeting(line.text)
        adopted = None if date else _adopted(bracket, patterns)
        if date:
            return _dated(date, line, Rule.BESIDE_TITLE)
        if adopted:
            return _dated(adopted, line, Rule.ADOPTED)
    return None


def _of_the_meeting(text: str) -> FoundDate | None:
    """——2023年1月10日在襄垣县第十七届人民代表大会第三次会议上"""
    dates = find_dates(text) if text.startswith(("—", "一", "-")) and len(text) <= 60 else ()
    return dates[0] if dates and text[dates[0].end :].startswith("在") else None


def _adopted(text: str, patterns: LayoutPatterns) -> FoundDate | None:
    """（2021年6月29日某市第七届人民代表大会常务委员会第三十六次会议通过）"""
    dates = find_dates(text) if len(text) <= 200 and re.match("[（(]", text) else ()
    adopted = dates and dates[0].start == 1 and patterns.adopted_at.search(text)
    return dates[0] if adopted else None


def _printed(body: Sequence[Line], patterns: LayoutPatterns) -> Found[str] | None:
    """The last date followed by 印发 on a short line."""
    for line in reversed(body):
        if line.row or len(line.text) > 80:
            continue
        for date in find_dates(line.text):
            if patterns.printed.match(line.text[date.end :].lstrip()):
                return _dated(date, line, Rule.PRINTED)
    return None


def _in_prose(
    paragraphs: Iterable[Text], before: re.Pattern[str], after: re.Pattern[str]
) -> Found[str] | None:
    """The last date in running text that stands between ``before`` and ``after``."""
    found: Found[str] | None = None
    for paragraph in paragraphs:
        text = paragraph.content
        if "\t" in text:
            continue
        for date in find_dates(text):
            between = after.match(text, date.end) and before.search(
                text[max(0, date.start - 40) : date.start]
            )
            if between and date.value:
                found = Found(date.value, paragraph.line_at(date.start), Rule.IN_PROSE)
    return found


def _impossible(lines: Iterable[Line]) -> Iterable[str]:
    for line in lines:
        for date in find_dates(line.text):
            if date.value is None:
                yield f"第{line.number}行：日期“{date.raw}”不存在"
