"""The lines below a statute's title say when it was passed, amended and in force; the last one counts."""

from __future__ import annotations

import pytest

import dictionaries
from indexer.files import extract
from indexer.parse import parse_extracted

DICTIONARIES = dictionaries.load()

STATUTE = """# 云台市河道管理条例

{told}

## 第一章 总则

第一条 为了加强河道管理，保障防洪安全，根据有关法律、行政法规，结合本市实际，制定本条例。

第二条 本条例适用于本市行政区域内河道的管理。本市自2001年1月1日起禁止在河道内采砂。
"""
CASES = {
    "2012年4月19日 云台市第三届人民代表大会常务委员会第三十三次会议通过": ("2012-04-19", None),
    "2012年4月19日 云台市第三届人民代表大会常务委员会第三次会议通过\n\n2018年5月24日 云台市第五届人民代表大会"
    "常务委员会第四次会议《关于修改〈云台市河道管理条例〉的决定》第一次修正": ("2018-05-24", None),
    "（2007年5月1日云台市人民政府令第12号公布\n根据2019年6月3日《云台市人民政府关于修改部分规章的决定》修正）": (
        "2019-06-03",
        None,
    ),
    "2018年6月25日 云台市人民政府常务会议通过\n\n2018年10月1日 施行": ("2018-06-25", "2018-10-01"),
    "（二〇一二年四月十九日云台市人民代表大会常务委员会第三次会议通过）": ("2012-04-19", None),
    "2012年4月19日，市水务局组织开展了河道巡查。": (None, None),
    "本条例由市水务局负责解释。": (None, None),
}


@pytest.mark.parametrize("told", CASES)
def test_the_last_statement_dates_the_text(told: str) -> None:
    (document,) = parse_extracted(
        "条例.md", extract("条例.md", STATUTE.format(told=told).encode()), DICTIONARIES
    ).documents
    assert document.title == "云台市河道管理条例"
    assert (document.written_on, document.effective_on) == CASES[told]


def test_a_signature_is_no_statement_though_the_line_below_speaks_of_publishing() -> None:
    text = "云台市人民政府关于加强河道管理的通知\n云政发〔2019〕3号\n各县人民政府：\n现就有关事项通知如下。\n"
    text += "云台市人民政府\n2019年3月8日\n（此件公开发布）\n2020年1月1日 某办公室修订\n"
    (document,) = parse_extracted("a.txt", extract("a.txt", text.encode()), DICTIONARIES).documents
    assert document.written_on == "2019-03-08"


ISSUERS = {
    "（2012年4月19日云台市第三届人民代表大会常务委员会第三十三次会议通过）": "云台市人民代表大会常务委员会",
    "（2007年5月1日云台市人民政府令第12号公布\n根据2019年6月3日《云台市人民政府关于修改部分规章的决定》修正）": (
        "云台市人民政府"
    ),
    "2018年6月25日公布": None,
}


@pytest.mark.parametrize("told", ISSUERS)
def test_the_organ_of_the_first_statement_issued_the_text(told: str) -> None:
    (document,) = parse_extracted(
        "a.md", extract("a.md", STATUTE.format(told=told).encode()), DICTIONARIES
    ).documents
    assert document.issuer == ISSUERS[told]
