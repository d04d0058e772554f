"""The characters that a 发文字号 is spelled with, and the values of its parts.

Blanks, line breaks and cell borders stand anywhere in a number, digits are half-width, full-width or
circled, brackets of any kind open and close it.
"""

from __future__ import annotations

import re

BLANK = r"[\s\u200b\ufeff]"
B = rf"{BLANK}{{0,12}}"
D = r"[0-9０-９]"
OPEN = r"[〔﹝\[［(（【〖{｛〈<《「『]"
CLOSE = r"[〕﹝﹞〔\]］)）】〗}｝〉>》」』]"
HAN = r"[\u3007\u3400-\u4dbf\u4e00-\u9fff]"
DASH = "[-－—–/／]"
NUMERALS = "[〇零一二三四五六七八九十百]{1,7}"

NOUGHTS = "OoＯｏ〇○◯"
"""What OCR reads for 0; a number never begins with it."""
_FURTHER = rf"[0-9０-９{NOUGHTS}]"
YEAR = rf"(?:[1１]{B}[9９]|[2２]{B}[0０{NOUGHTS}])(?:{B}{_FURTHER}){{2}}"
SHORT_YEAR = rf"(?<={OPEN})[5-9]{D}(?={CLOSE})"
"""国发(98)23号: the years of the twentieth century were often printed without it."""
SEQUENCE = rf"(?:{D}(?:{B}{_FURTHER}){{0,4}}(?!{B}{D})|[①-⑳㉑-㉟㊱-㊿])"

NAMED_YEAR = rf"[一二]{B}[九〇零○]{B}[〇零○一二三四五六七八九]{B}[〇零○一二三四五六七八九]"
"""二〇一九."""
NAMED_SEQUENCE = rf"{NUMERALS}(?={B}[号號])"

ONES = "lI|!ｌＩ｜丨]］"
"""What OCR reads for 1; only a slot of the number, between bracket and 号, shows that it is one."""
MISREAD_YEAR = rf"(?<={OPEN})[2２][0０{NOUGHTS}](?:[0-9０-９{NOUGHTS}lI|丨]){{2}}(?={B}{CLOSE})"
MISREAD_SEQUENCE = rf"(?:{D}|[{re.escape(ONES + NOUGHTS)}]){{1,4}}(?={B}[号號])"
ANY_YEAR = rf"{YEAR}|{SHORT_YEAR}|{NAMED_YEAR}|{MISREAD_YEAR}"
ANY_SEQUENCE = (
    rf"{SEQUENCE}(?![{re.escape(ONES)}]{{1,2}}{D}{{0,3}}{B}[号號])|{NAMED_SEQUENCE}|{MISREAD_SEQUENCE}"
)

_AS_DIGITS = str.maketrans(dict.fromkeys(NOUGHTS, "0"))
_MENDED = str.maketrans(dict.fromkeys(ONES, "1") | dict.fromkeys("OoＯｏ", "0"))


def squeeze(text: str) -> str:
    """``text`` without blanks."""
    return re.sub(BLANK, "", text)


def ascii_form(text: str) -> str:
    """Full-width letters, digits and marks as their half-width forms."""
    return "".join(chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char for char in text)


def digits(text: str) -> str:
    """``text`` without blanks, its digits half-width."""
    return ascii_form(squeeze(text))


def value(text: str) -> int:
    """The value of a run of digits or of one circled number; 0 for anything else.

    >>> value("2 ０19"), value("⑫"), value("甲")
    (2019, 12, 0)
    """
    plain = digits(text).translate(_AS_DIGITS)
    if plain.isascii() and plain.isdigit():
        return int(plain)
    return _circled(plain) if len(plain) == 1 else 0


def mended(text: str) -> str:
    """``text`` with the digits that OCR read as letters and marks put right.

    >>> mended("8]"), mended("2O l9")
    ('81', '20 19')
    """
    return text.translate(_MENDED)


def is_year(text: str) -> bool:
    """Is ``text`` four digits of the twentieth or twenty-first century?"""
    return re.fullmatch(YEAR, text) is not None


def _circled(char: str) -> int:
    for first, last, least in (("①", "⑳", 1), ("㉑", "㉟", 21), ("㊱", "㊿", 36)):
        if first <= char <= last:
            return ord(char) - ord(first) + least
    return 0
