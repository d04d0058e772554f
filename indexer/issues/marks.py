"""The layout's words (dictionaries/markers.csv, document_types.csv) as compiled patterns, made once per dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from dictionaries import Dictionaries

_BRACKET = r"[【】\[\]〖〗〔〕［］「」『』·•・\-—◆●■★※|｜]{1,2}"
CN_DIGITS = "〇○ＯO零一二三四五六七八九十百廿卅"


@dataclass(frozen=True, slots=True)
class Marks:
    """Patterns over cleaned lines; ``match`` ones are anchored at the line's beginning by their users."""

    contents_heading: re.Pattern[str]
    imprint: re.Pattern[str]
    section: re.Pattern[str]
    registration: re.Pattern[str]
    attachment_label: re.Pattern[str]
    attachment_list: re.Pattern[str]
    organ: re.Pattern[str]
    organs: re.Pattern[str]
    title_end: re.Pattern[str]
    title_verb: re.Pattern[str]
    put_into_force: re.Pattern[str]
    news_lead: re.Pattern[str]
    annex_end: re.Pattern[str]
    page_note: re.Pattern[str]
    copied_to: re.Pattern[str]
    disclosure: re.Pattern[str]
    printed: re.Pattern[str]
    gazette_name: re.Pattern[str]
    proclamation: re.Pattern[str]
    minutes: re.Pattern[str]
    speech_end: re.Pattern[str]
    salutation: re.Pattern[str]
    item_end: re.Pattern[str]


def squeeze(text: str) -> str:
    """Han, letters and digits only, lower case: what is compared when headings, entries and titles are matched."""
    return "".join(filter(str.isalnum, text)).lower()


@lru_cache(maxsize=4)
def marks_of(dictionaries: Dictionaries) -> Marks:
    words = dictionaries.markers
    types = sorted({entry.name for entry in dictionaries.document_types}, key=len, reverse=True)
    suffix = _any(words["issuer_suffix"])
    organ = rf"(?:{_any(words['central_issuer'])}|[\u4e00-\u9fff（）()、，· ]{{2,60}}?{suffix})"
    return Marks(
        contents_heading=re.compile(
            rf"^[#\s*【\[]*(?:{_spaced(words['contents_heading'])}[\s】\]:：/]*){{1,2}}(?:[（(]?续[）)]?)?$",
            re.IGNORECASE,
        ),
        imprint=re.compile(rf"^[△▲◆●※\s]*{_spaced(words['imprint'])}\s*[:：]?", re.IGNORECASE),
        section=re.compile(
            rf"^(?:{_BRACKET}\s*)?(?P<name>{_any(words['section'])}|(?!.*[的于在])[\u4e00-\u9fff]{{1,10}}?{_any(words['section_suffix'])})"
            rf"(?:\s*{_BRACKET})?$"
        ),
        registration=re.compile(rf"^[（(]?{_any(words['registration'])}\s*[:：]"),
        attachment_label=re.compile(
            rf"^[（(]?{_spaced(words['attachment'])}\s*[\d一二三四五六七八九十]{{0,3}}(?:[-—]\d{{1,2}})?[:：]?[）)]?$"
        ),
        attachment_list=re.compile(rf"^[（(]?{_spaced(words['attachment'])}\s*\d{{0,2}}\s*[:：]\s*"),
        organ=re.compile(rf"^{organ}$"),
        organs=re.compile(rf"^{organ}(?:文件|令|公告|通告)?$"),
        title_end=re.compile(rf"(?:{_any(types)}|讲话|报告|通知书)(?:[（(][^（）()]{{1,12}}[)）])*[”’》]?$"),
        title_verb=re.compile(rf"(?:关于|{_any(words['put_into_force'])})"),
        put_into_force=re.compile(_any(words["put_into_force"])),
        news_lead=re.compile(rf"^{_any(words['news_lead'])}"),
        annex_end=re.compile(
            rf"(?:{_any(types)}|[表单录图书册案则法]|名单|样本|样表|一览|职责|情形|分工)[）)]?$"
        ),
        page_note=re.compile(rf"^[（(]?{_any(words['page_note'])}\s*[:：]"),
        copied_to=re.compile(rf"^{_spaced(words['copied_to'])}\s*[:：]"),
        disclosure=re.compile(
            rf"^[（(]?(?:{_any(words['disclosure_lead'])}\s*[:：]?\s*)?(?P<value>{_any(words['disclosure'])})[)）]?[。.]?$"
        ),
        printed=re.compile(rf"{_any(words['printed'])}"),
        gazette_name=re.compile(rf"{_any(words['gazette_name'])}"),
        proclamation=re.compile(
            rf"^(?P<issuer>{organ})?(?:(?P<minutes>[\u4e00-\u9fff]{{0,12}}{_any(words['minutes'])})|{_any(words['proclamation'])})$"
        ),
        minutes=re.compile(rf"{_any(words['minutes'])}$"),
        speech_end=re.compile(rf"{_any(words['speech_end'])}$"),
        salutation=re.compile(rf"^{_any(words['salutation'])}[^。；]{{0,40}}[：:!！]$"),
        item_end=re.compile(rf"{_any(words['item_end'])}$"),
    )


_ADDRESSED = re.compile(
    r"各|人民政府|单位|部门|企业|同志|学校|代表|委员|[部委厅局办处院校会站所司中心社村镇]$"
)
_NO_ADDRESSEE = re.compile(
    r"[。；]|^[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|如下|附件|事项|[\d〇○零一二三四五六七八九]年|决定$"
)


def is_addressee(text: str) -> bool:
    """Whether a text that ends in a colon names recipients (各区人民政府，市政府各委、办、局：) and is no sentence."""
    bare = text.rstrip(":： ")
    return (
        bare != text.rstrip()
        and 2 <= len(bare) <= 400
        and not _NO_ADDRESSEE.search(bare)
        and bool(_ADDRESSED.search(bare))
    )


def section_name(text: str, marks: Marks) -> str | None:
    """The name of a section heading (【部门工作】, ·区政府文件·, 大事记), without its brackets; None for other text."""
    found = marks.section.match(text.replace(" ", "")) if len(text) <= 22 else None
    if found:
        return found["name"]
    bracketed = re.match(r"^[【〖〔\[·•◆]\s*([\u4e00-\u9fff]{2,16})\s*[】〗〕\]·•◆]$", text)
    return bracketed.group(1) if bracketed else None


def is_banner(text: str, marks: Marks) -> bool:
    """海曙区人民政府文件: an issuer's red banner, where 区政府文件 and 部门文件 are sections."""
    return (
        text.endswith("文件")
        and ("政府" not in text or "人民政府" in text)
        and len(text) >= 8
        and bool(marks.organs.match(text))
    )


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True)) + ")"


def _spaced(words: Iterable[str]) -> str:
    """Like ``_any``, with blanks allowed between the characters (目 录, 附 件)."""
    parts = (r"\s?".join(re.escape(ch) for ch in word) for word in sorted(set(words), key=len, reverse=True))
    return "(?:" + "|".join(parts) + ")"
