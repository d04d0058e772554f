"""What OCR misread where only digits can stand, and the like: 2019年]月2日, 第l期, 〔2018]8]号, 1一2月, 〈此件…)."""

from __future__ import annotations

import re

_ONE, _ZERO = r"\]\[|lI丨", "OoQ"
MISREAD = frozenset("][|lI丨" + _ZERO)
"""Signs that OCR puts for 1 and 0."""
_DIGIT = rf"[\d{_ONE}{_ZERO}]"
_MEANT = str.maketrans(dict.fromkeys("][|lI丨", "1") | dict.fromkeys(_ZERO, "0"))
_SLOTS = re.compile(
    rf"""
      (?P<date>(?:19|20|2O){_DIGIT}{{2}}\s?年\s?{_DIGIT}{{1,2}}\s?月(?:\s?{_DIGIT}{{1,2}}\s?日)?)   # 2019年]月2日
    | (?<=年)\s?第\s?(?P<dated>{_DIGIT}{{1,3}})\s?期                                     # 2020年第]期
    | 第\s?(?P<issue>{_DIGIT}{{1,3}})\s?期                                                # 第]期
    | [〔\[［（(【]\s?(?P<year>(?:19|20|2O){_DIGIT}{{2}})\s?[〕\]］)）】]                     # 〔2O21〕
      \s?(?P<sequence>{_DIGIT}{{1,4}})\s?号                                               # 8]号
    """,
    re.VERBOSE,
)
_BRACKETED = re.compile(
    r"""^[〈《<](?=[^〈〉《》<>（(]*[)）]$)                                        # 〈此件公开发布)
      | [〈《<](?=[\u4e00-\u9fff、]{1,8}[)）])                                  # 各县《区)人民政府
      | [〈《<](?=[\u4e00-\u9fff]{2,8}\s?[〔\[［（(【〈]?\s?(?:19|20)\d{2}.{1,8}号?[)）]$)   # 〈遂府函[2020]17号)
    """,
    re.VERBOSE,
)
_DAY = re.compile(r"(?<=月)(\s?[\d\]\[|lI丨]{1,2}\s?)[目曰](?=$|[\s。，（(])")
"""2月9目"""
_DASH = re.compile(r"(?<=\d)一(?=\d)")
"""1一2月"""
_DIGITS_ONLY = re.compile(r"[\d\s年月日]*")


def mended(text: str) -> str:
    """``text`` with the digits, dashes and brackets that it can only mean where they stand; of the same length.

    >>> mended("湘政办发[2018]8]号"), mended("2019年]月12日"), mended("[注1]第3期")
    ('湘政办发[2018]81号', '2019年1月12日', '[注1]第3期')
    """
    characters = list(text)
    for bracket in _BRACKETED.finditer(text):
        characters[bracket.start()] = "（"
    for day in _DAY.finditer(text):
        characters[day.end() - 1] = "日"
    text = "".join(characters)
    for dash in _DASH.finditer(text):
        characters[dash.start()] = "—"
    if not any(mark in text for mark in "年期号"):
        return "".join(characters)
    for found in _SLOTS.finditer(text):
        for slot, value in found.groupdict().items():
            certain = slot == "dated" or any(map(str.isdigit, found.group()))
            if value and certain and not _DIGITS_ONLY.fullmatch(value):
                characters[found.start(slot) : found.end(slot)] = value.translate(_MEANT)
    return "".join(characters)
