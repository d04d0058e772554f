"""Whatever a file holds, under whatever name: text, a warning or an ExtractError, and nothing else
happens."""

from __future__ import annotations

import pickle
import struct
from encodings.aliases import aliases
from pathlib import Path

import pytest
from composed_files import OFD, bare_pdf, docx, ofd, paragraph, table, text_object, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.errors import ExtractError, UsageError
from indexer.files import READABLE_SUFFIXES, archives, decode, docx_styles, extract, mixed, package, text
from indexer.files.decode import canonical
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


def numbered(pattern: str, number_format: str = "decimal") -> str:
    """A list of one level that is written so."""
    level = f'<w:lvl w:ilvl="0"><w:numFmt w:val="{number_format}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
    return (
        f'<w:abstractNum w:abstractNumId="5">{level}</w:abstractNum>'
        '<w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num>'
    )


@pytest.mark.parametrize("number_format", ["decimal", "chineseLegalSimplified"])
def test_a_list_writes_no_more_than_a_number_before_each_paragraph(number_format: str) -> None:
    item = paragraph("甲", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>')
    parts = {"numbering": numbered("%1" * 20_000, number_format)}
    lines = extract("a.docx", docx(item * 200, parts)).lines
    assert len(lines) == 200
    assert max(map(len, lines)) < 300


def test_a_style_based_on_itself_is_looked_into_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []
    real = docx_styles.child
    monkeypatch.setattr(docx_styles, "child", lambda *given: looked.append(given) or real(*given))
    style = '<w:style w:styleId="1"><w:basedOn w:val="1"/></w:style>'
    extract("a.docx", docx(paragraph("甲", '<w:pStyle w:val="1"/>') * 500, {"styles": style}))
    assert len(looked) < 2 * 500 + 100


def test_tags_are_counted_over_all_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_TAGS", 600)
    inner = paragraph("甲") * 60
    assert extract("a.docx", docx(inner)).lines
    with pytest.raises(ExtractError, match="上限"):
        extract("a.docx", docx(inner, {"header1": inner}))


@pytest.mark.parametrize(
    "name", ["punycode", "PUNYCODE-", "idna", "utf-7", "unicode_escape", "undefined", "hex", "mbcs", "rot13"]
)
def test_only_character_sets_are_encodings(name: str) -> None:
    with pytest.raises(UsageError, match="不认识编码"):
        canonical(name)
    page = f'<meta charset="{name}"><p>关于推行一窗受理的通知'.encode()
    assert extract("a.html", page).encoding == "utf-8"


def test_every_name_that_python_knows_is_in_the_table_or_refused() -> None:
    for name in {*aliases, *aliases.values()}:
        try:
            assert canonical(name) in decode.CHARACTER_SETS
        except UsageError:
            continue


@pytest.mark.parametrize("filler", ["a", " _", "——", "&nbsp;", "- "])
def test_a_title_of_any_length_is_a_line_of_a_title_s_length(filler: str) -> None:
    page = f"<title>关于推行一窗受理的通知{filler * 100_000}</title><p>正文"
    assert max(map(len, extract("a.html", page.encode()).lines)) < 600


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_file_of_line_ends_is_refused_before_they_become_lines(
    end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "MAX_LINES", 10_000)
    assert len(extract("a.txt", (end * 10_000).encode()).lines) == 10_001
    with pytest.raises(ExtractError, match="行的上限"):
        extract("a.txt", (end * 10_001).encode())


def test_lines_of_no_encoding_are_looked_at_closely_while_there_are_few(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mixed, "_CLOSELY", 10_000)
    looked: list[bytes] = []
    real = mixed._in_pieces
    monkeypatch.setattr(mixed, "_in_pieces", lambda line: looked.append(line) or real(line))
    both = "通知文件".encode() + "各镇人民政府".encode("gb18030")
    lines = mixed.decode_lines(b"\n".join(both + b"%d" % at for at in range(5_000)))
    assert lines.text.count("\n") == 4_999
    assert sum(map(len, looked)) <= 10_000


@pytest.mark.parametrize("content", ["page", "form"])
def test_a_pdf_that_unpacks_to_far_too_much_is_refused(content: str) -> None:
    pytest.importorskip("pypdfium2")
    far_too_much = b" " * (700 << 20)
    with pytest.raises(ExtractError, match="上限"):
        extract("a.pdf", bare_pdf(far_too_much) if content == "page" else bare_pdf(b"/F Do", far_too_much))


def test_a_pdf_with_a_page_larger_than_pdf_allows_is_refused() -> None:
    pytest.importorskip("pypdfium2")
    with pytest.raises(ExtractError, match="5 米见方"):
        extract("a.pdf", bare_pdf(b"", media="0 0 15000 600"))


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


def test_a_small_archive_of_many_members_costs_what_it_weighs(tmp_path: Path) -> None:
    inner = zipped({f"{at}.txt": b"x" for at in range(6_000)})
    (tmp_path / "a.zip").write_bytes(zipped({"in.zip": inner}))
    size = (tmp_path / "a.zip").stat().st_size
    found = list(walk([tmp_path]))
    sources = [each for each in found if isinstance(each, SourceFile)]
    assert 0 < len(sources) <= archives.FREE_MEMBERS + size // archives.BYTES_PER_MEMBER < 2_000
    (refused,) = (each for each in found if isinstance(each, Skipped))
    assert "a.zip" in refused.reason
    assert len(pickle.dumps(sources[7])) < 2_000


def test_an_archive_unpacks_to_so_much_for_each_of_its_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "FREE_BYTES", 1 << 20)
    (tmp_path / "a.zip").write_bytes(zipped({f"{at}.txt": b"x" * (1 << 18) for at in range(40)}))
    found = list(walk([tmp_path]))
    assert sum(each.size for each in found if isinstance(each, SourceFile)) <= 2 << 20
    assert any(isinstance(each, Skipped) and "a.zip 超过上限" in each.reason for each in found)


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
