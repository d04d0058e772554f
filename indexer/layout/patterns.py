"""The layout's words (dictionaries/markers.csv, document_types.csv) as compiled patterns, made once per dictionary."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from dictionaries import Dictionaries
from indexer.layout.numbering import Unit, is_numbered

_BRACKET = r"[^\w\s，。；：、！？…%（）()《》〈〉“”]{1,2}"
"""【部门文件】, ·部门文件·, ☆部门文件☆: any mark that is no punctuation of sentences."""
_STRAY = r"[”“\"'·•.．。*※]"
_GARBLED_MARKS = re.compile(rf"^{_STRAY}+\s*([\u4e00-\u9fff]{{2,14}})\s*{_STRAY}+$")
"""What OCR makes of ·部门文件·"""
_HALF_MARKED = re.compile(
    rf"^(?:{_STRAY}+\s*([\u4e00-\u9fff]{{4,14}})|([\u4e00-\u9fff]{{4,14}})\s*{_STRAY}+)$"
)
"""… and what is left of it where the mark of one side is lost: then only names that are known count."""
_FRAMED = re.compile(r"^[\u4e00-\u9fff]{5,16}$")
"""令部门文件命: marks that OCR took for characters, around a name that is known."""
_SHORTEST_CUT = 2
CN_DIGITS = "〇○ＯO零一二三四五六七八九十百廿卅"


@dataclass(frozen=True, slots=True)
class LayoutPatterns:
    """Patterns over cleaned lines; those whose names say what a line is are anchored at its beginning."""

    contents_heading: re.Pattern[str]
    imprint: re.Pattern[str]
    published: re.Pattern[str]
    section: re.Pattern[str]
    known_section: re.Pattern[str]
    registration: re.Pattern[str]
    number_label: re.Pattern[str]
    countersigned: re.Pattern[str]
    attachment_label: re.Pattern[str]
    attachment_list: re.Pattern[str]
    organ: re.Pattern[str]
    organs: re.Pattern[str]
    organ_end: re.Pattern[str]
    half_organ: re.Pattern[str]
    cut_organ: re.Pattern[str]
    place_lead: re.Pattern[str]
    person: re.Pattern[str]
    post: re.Pattern[str]
    addressed: re.Pattern[str]
    not_addressed: re.Pattern[str]
    date_line: re.Pattern[str]
    closing: re.Pattern[str]
    title_end: re.Pattern[str]
    title_verb: re.Pattern[str]
    sentence_lead: re.Pattern[str]
    put_into_force: re.Pattern[str]
    authority: re.Pattern[str]
    carrier: re.Pattern[str]
    adopted_at: re.Pattern[str]
    adoption: re.Pattern[str]
    enacted: re.Pattern[str]
    box_label: re.Pattern[str]
    page_menu: re.Pattern[str]
    comes_into_force: re.Pattern[str]
    issue_verb: re.Pattern[str]
    page_turn: re.Pattern[str]
    before_repeal: re.Pattern[str]
    repeal_lead: re.Pattern[str]
    list_follows: re.Pattern[str]
    news_lead: re.Pattern[str]
    annex_end: re.Pattern[str]
    paragraph_end: re.Pattern[str]
    page_note: re.Pattern[str]
    copied_to: re.Pattern[str]
    disclosure: re.Pattern[str]
    disclosure_within: re.Pattern[str]
    printed: re.Pattern[str]
    gazette_name: re.Pattern[str]
    proclamation: re.Pattern[str]
    minutes: re.Pattern[str]
    speech_end: re.Pattern[str]
    salutation: re.Pattern[str]
    item_end: re.Pattern[str]
    item_entry: re.Pattern[str]
    in_force_from: re.Pattern[str]
    term: re.Pattern[str]


@lru_cache(maxsize=4)
def patterns_of(dictionaries: Dictionaries) -> LayoutPatterns:
    """The patterns that ``dictionaries``' words make."""
    words = defaultdict(tuple, dictionaries.markers)
    types = sorted({entry.name for entry in dictionaries.document_types}, key=len, reverse=True)
    organ = (
        rf"(?:{any_of(words['central_issuer'])}|[\u4e00-\u9fff（）()、，· ]{{2,60}}?"
        rf"{any_of(words['issuer_suffix'])})"
    )
    return LayoutPatterns(
        **_front_patterns(words),
        **_organ_patterns(words, organ),
        **_title_patterns(words, types),
        **_item_patterns(words, organ),
        **_end_patterns(words),
        **_repeal_patterns(words),
    )


def _front_patterns(words: Mapping[str, Iterable[str]]) -> dict[str, re.Pattern[str]]:
    """Cover, contents and what stands around a document's head."""
    return {
        "contents_heading": re.compile(
            rf"""^[\#\s*【\[]*
            (?:{spaced(words["contents_heading"])}[\s】\]:：/]*){{1,2}}   # 【目　录】, 目录 / CONTENTS
            (?:[（(]?续[）)]?)?$                                          # 目录（续）""",
            re.IGNORECASE | re.VERBOSE,
        ),
        "imprint": re.compile(rf"^[△▲◆●※\s]*{spaced(words['imprint'])}\s*[:：]?", re.IGNORECASE),
        "published": re.compile(any_of(words["published"])),
        "gazette_name": re.compile(any_of(words["gazette_name"])),
        "section": re.compile(
            rf"""^(?:{_BRACKET}\s*)?
            (?P<name>{any_of(words["section"])}                                          # 部门文件
              | (?!.*[的于在])[\u4e00-\u9fff]{{1,10}}?{any_of(words["section_suffix"])}  # 某某新区动态
            )(?:\s*{_BRACKET})?$""",
            re.VERBOSE,
        ),
        "known_section": re.compile(rf"^{any_of(words['section'])}$"),
        "registration": re.compile(rf"^[（(]?{any_of(words['registration'])}\s*[:：]"),
        "number_label": re.compile(rf"^[（(]?{spaced(words['number_label'])}\s*[:：]\s*"),
        "countersigned": re.compile(rf"\s*{any_of(words['signature_lead'])}\s*[:：].*$"),
        "page_turn": re.compile(rf"^[（(]?{any_of([*words['continuation'], *words['blank_page']])}"),
        "page_note": re.compile(rf"^[（(]?{any_of(words['page_note'])}\s*[:：]"),
    }


def _organ_patterns(words: Mapping[str, Iterable[str]], organ: str) -> dict[str, re.Pattern[str]]:
    """Who issues, signs and receives."""
    banner = any_of([*words["banner_end"], *words["proclamation"]])
    return {
        "organ": re.compile(rf"^{organ}$"),
        "organs": re.compile(rf"^{organ}{banner}?$"),
        "organ_end": re.compile(rf"{any_of([*words['issuer_suffix'], *words['signer_end']])}$"),
        "half_organ": re.compile(rf"^{any_of(words['organ_rest'])}"),
        "cut_organ": re.compile(rf"{_group(_cut(words['issuer_suffix']))}"),
        "place_lead": re.compile(any_of(words["place_lead"])),
        "person": re.compile(rf"^代?{any_of(words['signer_title'])}"),
        "post": re.compile(rf"{any_of(words['post_end'])}[）)]?$"),
        "addressed": re.compile(
            rf"""{any_of(words["addressee"])}
              | {any_of(words["addressee_end"])}(?:[（(][^（）()]{{1,20}}[）)])?$   # 农业农村厅（局、委）
            """,
            re.VERBOSE,
        ),
        "not_addressed": re.compile(
            rf"""[。；] | {any_of(words["not_addressee"])}    # a sentence; 现将有关事项如下
              | [\d〇○零一二三四五六七八九]年                # 2019年
              | {any_of(words["not_addressee_end"])}$         # …的决定
            """,
            re.VERBOSE,
        ),
        "copied_to": re.compile(rf"^{spaced(words['copied_to'])}\s*[:：]"),
    }


def _title_patterns(words: Mapping[str, Iterable[str]], types: Iterable[str]) -> dict[str, re.Pattern[str]]:
    """How titles and the texts that they name begin and end."""
    titles = any_of([*types, *words["title_end"]])
    force = any_of(words["put_into_force"])
    return {
        "title_end": re.compile(rf"{titles}(?:[（(][^（）()]{{1,12}}[)）])*[”’》]?$"),
        "title_verb": re.compile(rf"(?:{any_of(words['title_lead'])}|{force})"),
        "sentence_lead": re.compile(
            rf"""^(?:{any_of(words["sentence_lead"])}                     # 为进一步
              | 为[^，]{{2,30}}，                                         # 为规范…行为，
              | 经[\u4e00-\u9fff]{{1,12}}{any_of(words["approve"])}       # 经区政府同意
            )""",
            re.VERBOSE,
        ),
        "put_into_force": re.compile(force),
        "authority": re.compile(rf"{any_of(words['authority'])}[^。；，]*$"),
        "carrier": re.compile(
            rf"""^(?:{any_of(words["title_lead"])})?{any_of(words["force_adverb"])}?   # 关于重新
            {force}                                                                    # 印发
            (?:{any_of(words["title_lead"])}(?=《))?
            (?P<inner>.+?)的{any_of(words["carrier"])}(?:[（(].*)?$                    # 《…办法》的通知""",
            re.VERBOSE,
        ),
        "issue_verb": re.compile(any_of(words["issue_verb"])),
        "annex_end": re.compile(rf"{any_of([*types, *words['annex_end']])}[）)]?$"),
        "paragraph_end": re.compile(rf"{any_of(words['paragraph_end'])}$"),
        "attachment_label": re.compile(
            rf"^[（(]?{spaced(words['attachment'])}\s*[\d一二三四五六七八九十]{{0,3}}(?:[-—]\d{{1,2}})?[:：]?[）)]?$"
        ),
        "attachment_list": re.compile(rf"^[（(]?{spaced(words['attachment'])}\s*\d{{0,2}}\s*[:：]\s*"),
    }


def _item_patterns(words: Mapping[str, Iterable[str]], organ: str) -> dict[str, re.Pattern[str]]:
    """Proclamations, minutes, speeches, chronicles, news."""
    minutes = any_of(words["minutes"])
    return {
        "proclamation": re.compile(
            rf"""^(?P<issuer>{organ})?
            (?:(?P<minutes>[\u4e00-\u9fff]{{0,12}}{minutes})   # 常务会议纪要
              |{any_of(words["proclamation"])}                 # 公告
            )$""",
            re.VERBOSE,
        ),
        "minutes": re.compile(rf"{minutes}$"),
        "speech_end": re.compile(rf"{any_of(words['speech_end'])}$"),
        "salutation": re.compile(rf"^{any_of(words['salutation'])}[^。；]{{0,40}}[：:!！]$"),
        "item_end": re.compile(
            rf"{any_of(words['item_end'])}$|^《.+》[^《》]{{0,4}}{any_of(words['item_about'])}$"
        ),
        "item_entry": re.compile(
            rf"""^(?:\d{{0,2}}月\d{{1,2}}日                          # 4月6日
              | {any_of(words["letter_lead"])}[:：]                    # 来信：
              | {any_of(words["appointment_lead"])}                    # 任命
            )""",
            re.VERBOSE,
        ),
        "news_lead": re.compile(rf"^{any_of(words['news_lead'])}"),
    }


def _end_patterns(words: Mapping[str, Iterable[str]]) -> dict[str, re.Pattern[str]]:
    """Dates, and how documents end."""
    after_date = any_of([*words["printed"], *words["put_into_force"], *words["adopted"]])
    return {
        "date_line": re.compile(
            rf"""^[（(]?
            (?:\d{{4}}|[〇○Ｏ零一二三四五六七八九O]{{4}})\s*[年.\-/]     # 2019年, 二〇一九年
            \s*[\d一二三四五六七八九十]{{1,3}}\s*[月.\-/]                # 6月
            \s*(?:[\d一二三四五六七八九十廿]{{1,3}}\s*日?)?              # 25日
            {after_date}?[）)]?$""",
            re.VERBOSE,
        ),
        "closing": re.compile(rf"{any_of(words['printed'])}[）)]?$|此件"),
        "box_label": re.compile(
            rf"""(?P<number>{any_of(words["box_number"])})          # 发文字号
              | (?P<issuer>{any_of(words["box_issuer"])})           # 发文机关
              | (?P<written_on>{any_of(words["box_written"])})      # 成文日期
              | (?P<published_on>{any_of(words["box_published"])})  # 发布日期
              | (?P<index_number>{any_of(words["box_index"])})      # 索引号
              | (?P<title>{any_of(words["box_title"])})             # 标题
              | {any_of(words["box_other"])}                        # 主题分类
            """,
            re.VERBOSE,
        ),
        "page_menu": re.compile(
            rf"^[\W_]*(?:{any_of(words['page_menu'])}(?=[\W\d_]|$)|{any_of(words['page_menu_lead'])})"
        ),
        "enacted": re.compile(rf"{any_of(words['enacted'])}[）)]*(?:根据)?$"),
        "comes_into_force": re.compile(rf"^(?:起)?{any_of(words['effect'])}[）)]*$"),
        "adopted_at": re.compile(rf"会议(?:表决)?{any_of(words['adopted'])}"),
        "adoption": re.compile(
            rf"^[（(]\d{{4}}年\d{{1,2}}月\d{{1,2}}日[^。]{{4,160}}{any_of(words['adopted'])}[）)]$"
        ),
        "printed": re.compile(any_of(words["printed"])),
        "disclosure": re.compile(
            rf"""^[（(]?(?:{any_of(words["disclosure_lead"])}\s*[:：]?\s*)?   # 信息公开选项：
            (?P<value>{any_of(words["disclosure"])})[)）]?[。.]?$             # 主动公开, （此件公开发布）""",
            re.VERBOSE,
        ),
        "disclosure_within": re.compile(rf"[（(](?P<value>{any_of(words['disclosure'])})[)）]"),
        "in_force_from": re.compile(rf"(?:之日)?起\s*(?:正式)?(?:开始)?\s*{any_of(words['effect'])}"),
        "term": re.compile(rf"{any_of(words['term'])}[^。；\d]{{0,12}}[至到]\s*$"),
    }


def _repeal_patterns(words: Mapping[str, Iterable[str]]) -> dict[str, re.Pattern[str]]:
    """What stands around the word 废止 where a sentence repeals what it names."""
    return {
        "before_repeal": re.compile(
            rf"""[》）)号](?:等?[\u4e00-\u9fff]{{0,8}}文件|{any_of(words["repealed_noun"])})?   # 《…》等3件文件
            (?:从|自[^，。；]{{0,24}}起)?[，,]?{any_of(words["repeal_adverb"])}*$              # 自…起，同时""",
            re.VERBOSE,
        ),
        "repeal_lead": re.compile(rf"(?:^|[，,：:]|{any_of(words['repeal_lead'])})$"),
        "list_follows": re.compile(rf"{any_of(words['repeal'])}{any_of(words['list_lead'])}[^。；]*[:：]$"),
    }


def is_addressee(text: str, patterns: LayoutPatterns) -> bool:
    """Whether a text that ends in a colon names recipients (各区人民政府，市政府各委、办、局：) and is no sentence."""
    bare = text.rstrip(":： ")
    return (
        bare != text.rstrip()
        and 2 <= len(bare) <= 400
        and not is_numbered(bare, Unit.LEVELS)
        and not patterns.not_addressed.search(bare)
        and bool(patterns.addressed.search(bare))
    )


def section_name(text: str, patterns: LayoutPatterns) -> str | None:
    """The name of a section heading (【部门工作】, ·区政府文件·, 大事记), without its brackets; None for other text."""
    found = patterns.section.match(text.replace(" ", "")) if len(text) <= 22 else None
    if found:
        return found["name"]
    garbled = _GARBLED_MARKS.match(text)
    if garbled and patterns.section.match(garbled.group(1)):
        return garbled.group(1)
    half = _HALF_MARKED.match(text)
    if half and patterns.known_section.match(half.group(1) or half.group(2)):
        return half.group(1) or half.group(2)
    if _FRAMED.match(text) and patterns.known_section.match(text[1:-1]):
        return text[1:-1]
    bracketed = re.match(r"^[【〖〔\[·•◆]\s*([\u4e00-\u9fff]{2,16})\s*[】〗〕\]·•◆]$", text)
    return bracketed.group(1) if bracketed else None


def is_banner(text: str, patterns: LayoutPatterns) -> bool:
    """海曙区人民政府文件: an issuer's red banner, where 区政府文件 and 部门文件 are sections."""
    return (
        text.endswith("文件")
        and ("政府" not in text or "人民政府" in text)
        and len(text) >= 8
        and bool(patterns.organs.match(text))
    )


def _cut(words: Iterable[str]) -> Iterator[str]:
    """Each word with a line's end in it: 管理委 / 员会."""
    for word in _longest_first(words):
        yield from (f"{word[:at]}\n{word[at:]}" for at in range(1, len(word)) if len(word) > _SHORTEST_CUT)


def any_of(words: Iterable[str]) -> str:
    """A group that matches any of the words, the longest first, and nothing where there are none.

    Blanks are escaped, so that it may stand in a verbose pattern.
    """
    return _group(re.escape(word) for word in _longest_first(words))


def spaced(words: Iterable[str]) -> str:
    """Like ``any_of``, with blanks allowed between the characters (目 录, 附 件)."""
    return _group(r"\s?".join(re.escape(char) for char in word) for word in _longest_first(words))


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(set(words), key=lambda word: (-len(word), word))


def _group(alternatives: Iterable[str]) -> str:
    return f"(?:{'|'.join(alternatives) or '(?!)'})"
