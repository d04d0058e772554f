"""Why a field has its value: the source line it was read from, and by which rule, so that somebody can check it.

A rule that had to choose among readings, or to do without what usually proves a value, is believed less; so is
whatever stands on a line in which signs were mended (``MENDED``).
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Rule(StrEnum):
    """How a value was found; the value of a member is what JSON calls it."""

    TITLE_LINES = "title_lines"
    CONTENTS_ROW = "contents_row"
    FIRST_WORDS = "first_words"
    NUMBER_LINE = "number_line"
    MISREAD_CODE = "misread_code"
    IN_TITLE = "in_title"
    ORGAN_LINES = "organ_lines"
    SIGNATURE = "signature"
    SIGNED_BY = "signed_by"
    TITLE_END = "title_end"
    PROMULGATED = "promulgated"
    UNSIGNED_DATE = "unsigned_date"
    BESIDE_NUMBER = "beside_number"
    BESIDE_TITLE = "beside_title"
    ADOPTED = "adopted"
    PRINTED = "printed"
    IN_PROSE = "in_prose"
    IMPRINT_VOTES = "imprint_votes"
    OF_NUMBER = "of_number"
    OF_DATE = "of_date"
    OF_ISSUE = "of_issue"
    COVER = "cover"
    MENDED_NAME = "mended_name"
    PAGE_OF_FILE = "page_of_file"
    PRINTED_PAGE = "printed_page"
    SECTION_HEADING = "section_heading"
    ADDRESSEE_LINE = "addressee_line"
    LOST_COLON = "lost_colon"
    LABELLED_LINE = "labelled_line"
    OWN_LINE = "own_line"
    IN_BRACKETS = "in_brackets"
    ATTACHMENT_LIST = "attachment_list"
    ATTACHMENT_HEADINGS = "attachment_headings"
    NAMED_IN_TEXT = "named_in_text"
    STATED_BY_PAGE = "stated_by_page"
    SIDE_FILE = "side_file"


_LABELS = {
    Rule.TITLE_LINES: "标题行",
    Rule.CONTENTS_ROW: "目录中的一行",
    Rule.FIRST_WORDS: "没有标题，取开头的文字",
    Rule.NUMBER_LINE: "独占一行的文号",
    Rule.MISREAD_CODE: "机关代字疑有误认，按本期的代字读",
    Rule.IN_TITLE: "标题开头的机关名",
    Rule.ORGAN_LINES: "标题上方的机关名",
    Rule.SIGNATURE: "落款下的日期",
    Rule.SIGNED_BY: "落款的机关名",
    Rule.TITLE_END: "标题末尾的文种",
    Rule.PROMULGATED: "命令所公布的文件",
    Rule.UNSIGNED_DATE: "独占一行的日期，上方没有署名",
    Rule.BESIDE_NUMBER: "与文号同一行的日期",
    Rule.BESIDE_TITLE: "标题下方的日期",
    Rule.ADOPTED: "题注中的通过、公布、修订日期",
    Rule.PRINTED: "“印发”前的日期",
    Rule.IN_PROSE: "正文中的语句",
    Rule.IMPRINT_VOTES: "全期的机关名、版权页、代字共同表明",
    Rule.OF_NUMBER: "文号的年份",
    Rule.OF_DATE: "成文日期的年份",
    Rule.OF_ISSUE: "公报的年份",
    Rule.COVER: "封面、页眉",
    Rule.MENDED_NAME: "名称有误认，按本期别处的机关名读",
    Rule.PAGE_OF_FILE: "文件的页码",
    Rule.PRINTED_PAGE: "印在书页上的页码",
    Rule.SECTION_HEADING: "标题上方的栏目名",
    Rule.ADDRESSEE_LINE: "标题下方以冒号结尾的一行",
    Rule.LOST_COLON: "标题下方的一行，冒号已缺",
    Rule.LABELLED_LINE: "有标签的一行",
    Rule.OWN_LINE: "独占一行",
    Rule.IN_BRACKETS: "行中括号内",
    Rule.ATTACHMENT_LIST: "“附件：”下的清单",
    Rule.ATTACHMENT_HEADINGS: "各附件自己的标题",
    Rule.NAMED_IN_TEXT: "正文提到",
    Rule.STATED_BY_PAGE: "网页自己载明",
    Rule.SIDE_FILE: "校对文件",
}
MENDED = 0.8
"""What a mended line leaves of the confidence in the values that stand on it."""

_CONFIDENCE = {
    Rule.FIRST_WORDS: 0.5,
    Rule.MISREAD_CODE: 0.7,
    Rule.SIGNED_BY: 0.9,
    Rule.UNSIGNED_DATE: 0.8,
    Rule.IMPRINT_VOTES: 0.9,
    Rule.OF_ISSUE: 0.9,
    Rule.MENDED_NAME: 0.7,
    Rule.PRINTED_PAGE: 0.8,
    Rule.LOST_COLON: 0.8,
    Rule.IN_BRACKETS: 0.9,
    Rule.ATTACHMENT_HEADINGS: 0.9,
}
"""Of 1, for the rules that may be wrong though every sign on the line was read right; judged, not measured."""


def label_of(rule: str) -> str:
    """What people read for a rule; one of another version is shown as it is called.

    >>> label_of("number_line")
    '独占一行的文号'
    """
    return _LABELS.get(Rule(rule), rule) if rule in Rule.__members__.values() else rule


@dataclass(frozen=True, slots=True)
class FieldEvidence:
    """Why ``field`` has its value: read from ``line`` of the file (None: from no one line) by ``rule``.

    ``confidence`` is 1 where nothing speaks against the value, less where it was mended or is likely at best.
    """

    field: str
    line: int | None
    rule: str
    confidence: float = 1.0


def evidence(field: str, line: int | None, rule: Rule) -> FieldEvidence:
    """The evidence of a field that ``rule`` read from ``line``, believed as the rule is."""
    return FieldEvidence(field, line, rule.value, _CONFIDENCE.get(rule, 1.0))


def doubted(proofs: Iterable[FieldEvidence], mended: Container[int]) -> tuple[FieldEvidence, ...]:
    """The evidence with less confidence in what was read from one of the ``mended`` lines."""
    return tuple(
        replace(each, confidence=round(each.confidence * MENDED, 2))
        if each.line is not None and each.line in mended
        else each
        for each in proofs
    )


def with_evidence(proofs: Iterable[FieldEvidence], *new: FieldEvidence) -> tuple[FieldEvidence, ...]:
    """The evidence with ``new`` in the place of what there was for the same fields."""
    fresh = {each.field: each for each in new}
    kept = [fresh.pop(each.field, each) for each in proofs]
    return (*kept, *fresh.values())
