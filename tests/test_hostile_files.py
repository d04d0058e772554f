"""Whatever a file holds, under whatever name: text, a warning or an ExtractError, and nothing else
happens."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from composed_files import OFD, docx, ofd, paragraph, table, text_object, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.errors import ExtractError
from indexer.files import READABLE_SUFFIXES, extract
from indexer.sources import Skipped, SourceFile, walk

SUFFIXES = sorted(READABLE_SUFFIXES - {".pdf", ".doc", ".wps"})
"""PDF and old Word files are read by other processes, which is slow; they have a few examples of their
own."""

WHOLE = {
    ".docx": docx(paragraph("关于推行一窗受理的通知") + table(("镇街", "窗口"), ("城关镇", "2"))),
    ".ofd": ofd(text_object(30, 40, "关于推行一窗受理的通知"), text_object(30, 20, "二")),
    ".html": "<html><table><tr><td>镇街<td rowspan=2>窗口</table><p>&lt;&#20013;<!-- x -->".encode(),
    ".jsonl": '{"title": "通知", "text": "正文", "gazette": {"year": 2020}}\n{"title": 1}\n'.encode(),
    ".txt": "关于推行一窗受理的通知\n".encode("gbk") + "各镇人民政府：\n".encode(),
}


def _says_why(error: ExtractError) -> None:
    assert str(error)


def _survives(name: str, data: bytes) -> None:
    try:
        extracted = extract(name, data)
    except ExtractError as error:
        _says_why(error)
        return
    for line in extracted.lines:
        assert "\n" not in line
        assert "\0" not in line
        line.encode("utf-8")
    assert all(0 <= at <= len(extracted.lines) for at, _ in extracted.pages)


@given(st.sampled_from(SUFFIXES), st.binary(max_size=400))
def test_random_bytes_under_every_name(suffix: str, data: bytes) -> None:
    _survives(f"a{suffix}", data)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_damaged_files(suffix: str, data: st.DataObject) -> None:
    whole = bytearray(WHOLE[suffix])
    for _ in range(data.draw(st.integers(0, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    _survives(f"a{suffix}", bytes(whole[: data.draw(st.integers(0, len(whole)))]))


TAGS = ["<p>", "</p>", "<table>", "</table>", "<tr>", "<td colspan=9>", "<td rowspan='9'>", "</td>", "<ul>"]
TAGS += ["<li>", "<div class=nav>", "</div>", "<a>", "</a>", "<h1>", "</h1>", "<pre>", "</pre>"]
TAGS += ["<body>", "</script>"]
HIDING = ["<head>", "<title>", "</title>", "<script>", "<!--", "-->", "<!x", "<?x", "<b", "</", "<", ">", "&"]
MARKUP = st.sampled_from([*TAGS, *HIDING, "&lt;", "&#0;", "&#xD800;", "通知", "镇"])


@given(st.lists(MARKUP, max_size=40))
def test_any_heap_of_tags(parts: list[str]) -> None:
    _survives("a.html", "".join(parts).encode())


@given(
    st.text(alphabet="通知镇街一二三四五", min_size=1),
    st.lists(st.sampled_from(TAGS), max_size=4),
)
def test_text_after_any_whole_tags_is_not_lost(text: str, parts: list[str]) -> None:
    lines = extract("a.html", ("".join(parts) + text).encode()).lines
    assert text in "".join(lines)


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY a{n} "{"&a" + (str(n - 1) if n else "") + ";"}">' for n in range(5)
)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("name", ["word/document.xml", "OFD.xml"])
def test_entities_are_refused_in_any_encoding(codec: str, name: str) -> None:
    xml = f"<?xml version='1.0'?>{LAUGHS}]><x>&a4;</x>".encode(codec)
    with pytest.raises(ExtractError, match="DOCTYPE"):
        extract("a.docx" if "word" in name else "a.ofd", zipped({name: xml}))


@pytest.mark.parametrize(
    "inner",
    ["<w:p>" * 50_000, "<w:tbl><w:tr><w:tc>" * 5_000, "<w:sdt>" * 20_000, "<w:p/>" * 100_000],
    ids=["paragraphs", "tables", "controls", "many"],
)
def test_deep_and_long_word_files_end(inner: str) -> None:
    names = [part.strip("<>") for part in inner.replace("><", "> <").split(" ") if not part.endswith("/>")]
    names = [name for joined in names for name in joined.split("><")]
    closing = "".join(f"</{name}>" for name in reversed(names))
    _survives("a.docx", docx(inner + closing))


def test_word_notes_that_refer_to_themselves_end() -> None:
    reference = '<w:p><w:r><w:t>甲</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    notes = f'<w:footnote w:id="2">{reference * 3}</w:footnote>'
    assert extract("a.docx", docx(reference, {"footnotes": notes})).lines == ("甲", "注1：甲 甲 甲")


def test_word_tables_in_lone_cells_end() -> None:
    body = paragraph("推行告知承诺制" * 80)
    for _ in range(18):
        body = f"<w:tbl><w:tr><w:tc/><w:tc/></w:tr><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    assert extract("a.docx", docx(body)).lines == ("推行告知承诺制" * 80,)


def test_an_ofd_that_refers_to_itself_ends() -> None:
    root = f"<ofd:OFD {OFD}><ofd:DocBody><ofd:DocRoot>OFD.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    with pytest.raises(ExtractError, match="没有文字"):
        extract("a.ofd", zipped({"OFD.xml": root}))
    page = '<ofd:Page BaseLoc="D.xml"/>' * 1000
    document = f"<ofd:Document {OFD}>{page}<ofd:Page BaseLoc='../../../OFD.xml'/></ofd:Document>"
    with pytest.raises(ExtractError, match="没有文字"):
        extract("a.ofd", zipped({"OFD.xml": root.replace("OFD.xml", "D.xml"), "D.xml": document}))


def test_a_part_that_unpacks_to_far_too_much_is_refused() -> None:
    with pytest.raises(ExtractError):
        extract("a.docx", zipped({"word/document.xml": b"<x>" + b" " * (30 << 20)}))


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000,
        "<" * 500_000,
        "<!" * 300_000,
        '<a "' * 100_000,
        "<a =\"'>" * 50_000,
        "<title>" * 50_000,
        "&#" + "1" * 300_000,
        "<table>" + "<tr><td colspan=9999 rowspan=9999>x" * 3_000,
        "<table><tr><td>" * 20_000,
        "<!--" * 200_000,
    ],
    ids=lambda page: str(page)[:12],
)
def test_hostile_pages_end(page: str) -> None:
    _survives("a.html", page.encode())


@pytest.mark.parametrize("size", [0, 5, 60, 500, 1500])
def test_a_broken_pdf_is_named(size: int) -> None:
    pytest.importorskip("pypdfium2")
    pytest.importorskip("reportlab")
    from composed_files import pdf

    with pytest.raises(ExtractError):
        extract("a.pdf", pdf(["通知"])[:size])


def test_members_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    one = zipped({"a.txt": "通知".encode() * 400})
    at = one.index(b"PK\x01\x02")
    end = one.index(b"PK\x05\x06")
    entries = b"".join(one[at:end].replace(b"a.txt", b"%d.txt" % number) for number in range(9))
    tail = one[end : end + 8] + struct.pack("<HHLLH", 9, 9, len(entries), at, 0)
    (tmp_path / "a.zip").write_bytes(one[:at] + entries + tail)
    found = list(walk([tmp_path]))
    assert [type(each) for each in found].count(SourceFile) == 1
    assert sum("重叠" in each.reason for each in found if isinstance(each, Skipped)) == 8


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_archives_write_nothing_and_end(tmp_path: Path, data: st.DataObject) -> None:
    inner = zipped({"deep.txt": b"x" * 40})
    whole = bytearray(zipped({"../a.txt": b"1" * 30, "in.zip": inner, "公报.docx": WHOLE[".docx"]}))
    for _ in range(data.draw(st.integers(1, 5))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "a.zip").write_bytes(whole)
    for found in walk([tmp_path]):
        if isinstance(found, SourceFile):
            try:
                found.read()
            except ExtractError as error:
                _says_why(error)
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]
