"""Raw lines of a file → clean lines that know their number, level and nature.

What is repaired here, once: left-over markup goes (real ``<…>`` stays), blanks inside words go (real blanks stay),
an OCR `` and `` between Han characters becomes 和, table rows keep their cells apart by tabs, running heads and
printed page numbers are marked as furniture. Line numbers are those of the file, 1-based.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from indexer.layout import LayoutPatterns, Line, Unit, numbering

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇\U00020000-\U0003134f"

_TAG = re.compile(
    r"""</? (?: a | b | blockquote | br | center | code | dd | div | dl | dt | em | font | h[1-6] | hr | i | img | li
              | ol | p | pre | s | small | span | strong | sub | sup                    # <br/>, <sup>
              | table | tbody | td | tfoot | th | thead | tr | u | ul                   # <td colspan="2">
        ) (?:\s[^<>]{0,500})? /?>
      | <!--.{0,500}?-->                                                                # <!-- page 3 -->
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HEADING = re.compile(r"^\s{0,3}(#{1,6})(?:\s+|(?=[^#\s]))")
_BULLET = re.compile(r"^\s*(?:[-*+]|>+)\s+(?=\S)")
_RULE = re.compile(r"^\s*(?:-{3,}|\*{3,}|_{3,}|={3,}|\|(?:\s*:?-{2,}:?\s*\|)+)\s*$")
_PIPE_ROW = re.compile(r"^\s*\|(?P<cells>[^|]*\|.*)\|\s*$")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\((?:https?:|mailto:|#|/|data:)[^()\s]{0,500}\)")
_BOLD = re.compile(r"(?<!\*)\*\*(?!\*)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]#+\-.!|>~])")
_ENTITY = re.compile(r"&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|middot|mdash|hellip|#\d{2,6}|#x[0-9a-fA-F]{2,6});")
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]"
)
_BLANKS = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_AND = re.compile(f"(?<=[{HAN}]) and (?=[{HAN}])")
_PAGE_NUMBER = re.compile(
    r"""^(?: [-—–―－·•~～\s]*\d{1,4}[-—–―－·•~～\s]*                            # — 12 —
          | [一\s]+\d{1,4}\s*一                                                  # 一 12 一, as OCR reads dashes
          | 第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?                # 第3页，共12页
        )$
    """,
    re.VERBOSE,
)
_ISSUE_NAME = re.compile(r"公[报報]|政报|(?:19|20)\d{2}\s?年?\s?第\s?\d{1,3}\s?期")
_WORDY = re.compile(f"(?!.*[:：_])[^{HAN}]*(?:[{HAN}][^{HAN}]*){{8}}")
_WIDE_GAP = re.compile("[ \u00a0\t\u3000]*(?:\u3000|[ \u00a0\t]{2})[ \u00a0\t\u3000]*")
_WIDER_GAP = re.compile("[ \u00a0\t]*(?:\u3000{2,}|[ \u00a0\t]{4})[ \u00a0\t\u3000]*")
"""What parts 主　办 from what stands beside it."""
_LONGEST_WALLED = 300
"""Characters of a line beyond which gaps say nothing: it is running text."""
_SPACED_OUT = re.compile(f"^[{HAN}] [{HAN}]$")

# A blank between Han characters is real where it parts a name's two characters, a name from a post, or an article's
# number from its text; everywhere else it is a printed line's end that OCR kept.
_STATUTE = Unit.PART | Unit.BOOK | Unit.CHAPTER | Unit.SECTION | Unit.ARTICLE | Unit.CLAUSE
_LABEL = re.compile(f"^[{HAN}][{HAN} ]{{0,6}}[：:] ?")
_NAME = re.compile(f"^(?:[{HAN}] [{HAN}]|[{HAN}]{{2,4}})(?: (?=[{HAN}]{{2}})|$)")
_SENTENCE_MARK = re.compile("[。；，;,！？]")


def read(raw_lines: Iterable[str], patterns: LayoutPatterns) -> tuple[Line, ...]:
    """Cleans every line; the n-th of the result is line n of the file. Never refuses a text."""
    return read_numbered(enumerate(raw_lines, 1), patterns)


def read_numbered(raw_lines: Iterable[tuple[int, str]], patterns: LayoutPatterns) -> tuple[Line, ...]:
    """Cleans lines, or pieces of lines, that come with the number of the file's line in any order."""
    lines: list[Line] = []
    open_bold = False
    for number, raw in raw_lines:
        line, open_bold = _clean_line(number, raw, open_bold, patterns)
        lines.append(line)
    return _mark_furniture(lines)


def _clean_line(number: int, raw: str, open_bold: bool, patterns: LayoutPatterns) -> tuple[Line, bool]:
    """The cleaned line, and whether a ``**`` is still open after it."""
    if not raw or raw.isspace():
        return Line(number, ""), False
    text = _ENTITY.sub(lambda m: html.unescape(m.group()), _TAG.sub("", raw))
    text = _INVISIBLE.sub("", text)
    if _RULE.match(text):
        return Line(number, ""), False
    piped = _PIPE_ROW.match(text)
    if piped:
        text = piped["cells"].replace("|", "\t")
    breaks = text.endswith("  ") and bool(text.strip())
    heading = _HEADING.match(text)
    if heading:
        text = text[heading.end() :]
    bullet = _BULLET.match(text)
    if bullet:
        text = text[bullet.end() :]
    stars = len(_BOLD.findall(text))
    bold = bool(text.strip()) and ((open_bold and stars <= 1) or _all_bold(text))
    still_open = (open_bold != (stars % 2 == 1)) and bool(text.strip())
    text = _ESCAPE.sub(r"\1", _LINK.sub(r"\1", _BOLD.sub("", text)))
    row = text.count("\t") >= 2 or "\t" in text.strip()
    if row:
        text = "\t".join(clean_blanks(cell, patterns) for cell in text.rstrip("\r\n").split("\t"))
        row = bool(text.strip("\t"))
    else:
        raw, text = text, clean_blanks(text.replace("\t", " "), patterns)
    walls = () if row else _walls(raw, text)
    level = len(heading.group(1)) if heading else 0
    clean = text if text.strip() else ""
    return Line(number, clean, level, bold, bool(bullet), row, breaks, walls=walls), still_open


def _walls(raw: str, text: str) -> tuple[int, ...]:
    """Offsets in the cleaned ``text`` of the wide gaps of ``raw`` that do not merely spread a word's characters."""
    if len(raw) > _LONGEST_WALLED:
        return ()
    pieces = _pieces(_WIDE_GAP, raw)
    if _spread(pieces):
        pieces = _pieces(_WIDER_GAP, raw)
    if len(pieces) < 2 or _spread(pieces):
        return ()
    offsets = [at for at, char in enumerate(text) if char != " "]
    walls: list[int] = []
    passed = 0
    for piece in pieces[:-1]:
        passed += sum(not char.isspace() for char in piece)
        if passed < len(offsets):
            walls.append(offsets[passed])
    return tuple(walls)


def _pieces(gap: re.Pattern[str], raw: str) -> list[str]:
    return [piece for piece in gap.split(raw.strip()) if piece.strip()]


def _spread(pieces: Sequence[str]) -> bool:
    """Whether gaps merely spread a word's characters: 主　办."""
    return sum(len(piece.strip()) == 1 for piece in pieces) > 1


def _all_bold(text: str) -> bool:
    inner = text.strip()
    return (
        inner.startswith("**") and len(inner) > 4 and (inner.endswith("**") or len(_BOLD.findall(inner)) == 1)
    )


def clean_blanks(text: str, patterns: LayoutPatterns) -> str:
    """Blanks folded to one and dropped where they cut a word; no tab or line end may be inside.

    >>> from dictionaries import load
    >>> from indexer.layout import patterns_of
    >>> patterns = patterns_of(load())
    >>> clean_blanks("区行政审批服 务局于 2019 年 6 月印发", patterns)
    '区行政审批服务局于2019年6月印发'
    >>> clean_blanks("组 长：刘 伟 区委副书记", patterns)
    '组长：刘 伟 区委副书记'
    >>> clean_blanks("第一条 为了规范", patterns)
    '第一条 为了规范'
    """
    text = _AND.sub("和", _BLANKS.sub(" ", text)).strip()
    if " " not in text:
        return text
    if len(text) > 3 and all(len(word) == 1 for word in text.split(" ")):
        return text.replace(" ", "")
    if _SPACED_OUT.match(text):
        return text
    head = ""
    mark = _statute_mark(text)
    label = None if mark else _LABEL.match(text)
    if mark:
        head, text = mark, text[len(mark) :]
    elif label and " " in label.group():
        head, text = label.group().replace(" ", ""), text[label.end() :]
    return head + (_join_around_names(text) if _is_name_list(text, patterns) else _join_words(text))


def _statute_mark(text: str) -> str:
    """第一条 and the blank behind it, empty where the text begins otherwise."""
    found = numbering(text)
    if found is None or found.unit not in _STATUTE or text[found.end : found.end + 1] != " ":
        return ""
    return text[: found.end + 1]


def _is_name_list(text: str, patterns: LayoutPatterns) -> bool:
    name = _NAME.match(text)
    if not name or len(text) > 60 or _SENTENCE_MARK.search(text) or "关于" in text:
        return False
    return name.end() == len(text) or bool(patterns.post.search(text))


def _join_around_names(text: str) -> str:
    return re.sub(r" ?([、，：；（）()]) ?", r"\1", text)


_LATIN = re.compile("[A-Za-z]")
_INNER_LABEL = re.compile(f"[{HAN}](?: ?[{HAN}]){{1,5}}[:：]")
_ENUMERATOR = re.compile(r"\d{1,2}[.、．](?!\d{1,3}(?!\d))")


def _join_words(text: str) -> str:
    """Drops each blank unless both its neighbours, or a Latin word and a Han character, need it."""
    return re.sub(" ", lambda m: " " if _blank_is_real(text, m.start()) else "", text)


def _blank_is_real(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at + 1]
    if _ENUMERATOR.match(text, at + 1) or _INNER_LABEL.match(text, at + 1):
        return True
    if before.isascii() and after.isascii():
        return before.isalnum() and after.isalnum()
    return bool((_LATIN.match(before) and after.isalnum()) or (_LATIN.match(after) and before.isalnum()))


def _mark_furniture(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Marks printed page numbers, short lines that recur on many pages but for their digits (running heads), and
    lines that OCR gave twice."""
    filled = [line for line in lines if line.text]
    shapes = Counter(_shape(line.text) for line in filled if _may_be_running_head(line))
    running = {shape for shape, times in shapes.items() if times >= 3}
    numbered = sum(1 for line in filled if _PAGE_NUMBER.match(line.text)) >= 3

    def is_furniture(line: Line) -> bool:
        if _PAGE_NUMBER.match(line.text):
            return numbered
        return _may_be_running_head(line) and _shape(line.text) in running

    printed_around = _doubled(filled) | {line.number for line in filled if is_furniture(line)}
    return tuple(replace(line, furniture=True) if line.number in printed_around else line for line in lines)


def _doubled(lines: Sequence[Line]) -> set[int]:
    """The numbers of lines that only repeat the line before them, letter by letter."""
    doubled: set[int] = set()
    before = ""
    for line in lines:
        if line.text == before and not line.row and _WORDY.match(line.text):
            doubled.add(line.number)
        before = line.text or before
    return doubled


def _may_be_running_head(line: Line) -> bool:
    return (
        not line.row
        and 4 <= len(line.text) <= 40
        and bool(_ISSUE_NAME.search(line.text))
        and not _SENTENCE_MARK.search(line.text)
    )


def _shape(text: str) -> str:
    return re.sub(r"[\d\s.,，。·•\-—–|｜/（）()第总期年]+", "", text)
