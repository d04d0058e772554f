"""Bytes of text files become the characters that were written, or say where they did not."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import UsageError
from indexer.files import extract

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "encodings.jsonl").read_text(encoding="utf-8").splitlines()
]
SENTENCE = "为贯彻落实“双随机、一公开”监管工作的意见，现将有关事项通知如下：\n"


def _bytes_and_text(parts: list[list[str]]) -> tuple[bytes, str]:
    data = b"".join(bytes.fromhex(text) if codec == "hex" else text.encode(codec) for codec, text in parts)
    return data, "".join(text for codec, text in parts if codec != "hex")


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["case"]))
def test_what_was_written_is_read(case: dict[str, Any]) -> None:
    data, text = _bytes_and_text(case["parts"])
    extracted = extract("a.txt", data)
    assert extracted.lines == tuple(text.split("\n"))
    assert extracted.encoding == case["encoding"]
    assert len(extracted.warnings) == case["warnings"]
    assert case.get("named", "") in "".join(extracted.warnings)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_lost_byte_costs_one_character_and_names_its_line(codec: str) -> None:
    lines = (SENTENCE * 6).encode(codec).split(b"\n")
    lines[3] = lines[3][:12] + b"\xff" + lines[3][12:]
    extracted = extract("a.txt", b"\n".join(lines))
    assert extracted.lines[3].count("\ufffd") == 1
    assert extracted.lines[0] == SENTENCE.strip()
    assert ["第 4 行" in warning for warning in extracted.warnings] == [True]


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_damage_everywhere_costs_little_and_is_not_taken_for_another_encoding(codec: str) -> None:
    choice = random.Random(7)
    data = bytearray((SENTENCE * 300).encode(codec))
    for _ in range(len(data) // 200):
        data[choice.randrange(len(data))] = choice.randrange(0x80, 0x100)
    extracted = extract("a.txt", bytes(data))
    assert extracted.encoding == codec
    assert "".join(extracted.lines).count("双随机") > 250
    assert len(extracted.warnings) == 1


def test_paragraphs_of_both_encodings_on_one_line_are_all_read() -> None:
    pieces = [SENTENCE.strip(), "各镇人民政府，区政府各部门："] * 20
    data = b"".join(text.encode("gb18030" if at % 2 else "utf-8") for at, text in enumerate(pieces))
    extracted = extract("a.txt", data)
    assert extracted.encoding == "utf-8+gb18030"
    (line,) = extracted.lines
    assert (line.count("双随机、一公开"), line.count("各镇人民政府，区政府各部门")) == (20, 20)


def test_an_encoding_that_is_given_overrides_the_guess() -> None:
    assert extract("a.txt", "通知".encode("gbk"), "utf-8").encoding == "utf-8"
    assert extract("a.txt", "喆镕".encode("gbk"), "GB2312").lines == ("喆镕",)


@pytest.mark.parametrize("name", ["gb9999", "base64", "idna", "", "\0"])
def test_an_encoding_that_does_not_exist_is_a_usage_error(name: str) -> None:
    with pytest.raises(UsageError, match="编码"):
        extract("a.txt", b"abc", name)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\r\r\n"])
def test_lines_are_counted_as_editors_count_them(ending: str) -> None:
    text = ending.join(["第一条", "", "第二条"])
    assert extract("a.txt", text.encode()).lines == ("第一条", "", "第二条")


def test_a_form_feed_or_line_separator_begins_no_line() -> None:
    assert extract("a.txt", "甲\f乙\u2028丙\x85丁\n戊".encode()).lines == ("甲乙 丙 丁", "戊")


def test_control_characters_go_and_their_lines_are_named() -> None:
    extracted = extract("a.txt", "甲\n乙\x00\x1b丙\n\u200b丁\ufeff".encode())
    assert extracted.lines == ("甲", "乙丙", "丁")
    assert len(extracted.warnings) == 1
    assert "第 2 行" in extracted.warnings[0]


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 40,
        b"\x89PNG\r\n\x1a\n" + bytes(500),
        bytes(range(256)) * 99,
    ],
    ids=["jpeg", "png", "unknown"],
)
def test_a_photograph_named_txt_is_one_warning_and_no_text(data: bytes) -> None:
    extracted = extract("照片.txt", data)
    assert extracted.kind == "binary"
    assert extracted.lines == ()
    assert len(extracted.warnings) == 1


@given(
    st.text(st.sampled_from("关于推行一窗受理改革的通知各镇人民政府：〔〕2019第号，。、\n"), min_size=12),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"]),
)
def test_any_office_prose_survives_any_usual_encoding(text: str, codec: str) -> None:
    if len(set(text) & set("关于推行一窗受理改革的通知各镇人民政府")) >= 6:
        assert extract("a.txt", text.encode(codec)).lines == tuple(text.split("\n"))


@given(st.text())
def test_utf8_with_a_mark_is_read_whatever_it_says(text: str) -> None:
    joined = "".join(extract("a.txt", b"\xef\xbb\xbf" + (SENTENCE + text).encode()).lines)
    kept = [character for character in text if character.isalnum()]
    assert [character for character in joined if character.isalnum()][-len(kept) or len(joined) :] == kept
