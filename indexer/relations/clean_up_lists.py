"""Rows of a 规范性文件清理目录: which document, what was decided, until when, under which registration number.

The decision stands in a column of the table, or in the heading above it. A row counts only where it names a
document; what its columns hold is told by their names, and where these are unknown by what the cells look like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from indexer.analysis import squeezed
from indexer.identifiers import FoundNumber, find_dates, find_numbers, find_registration_numbers
from indexer.relations.durations import last_day
from indexer.relations.language import Language
from indexer.relations.statements import KINDS, Kind, Mention
from indexer.relations.targets import Target, find_targets
from indexer.tables import cells_of

_HEADING_LENGTH = 60
_LABEL = re.compile(r"^(?:附件|附表|附)\s*[\d一二三四五六七八九十]{0,3}\s*[：:.．、]?\s*")
_ORDINAL = re.compile(
    r"^\s*(?:[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]|第[一二三四五六七八九十]{1,3}[部章节类])\s*"
)
_PROSE = re.compile(r"[。；，]")
_CONFIDENCE = 0.95
_PREFIX = "decision_"


@dataclass(frozen=True, slots=True)
class ListRow:
    """A mention and the paragraphs (0-based) that its row takes up."""

    mention: Mention
    paragraphs: tuple[int, ...]


@dataclass(slots=True)
class _State:
    """Where the reading of a text stands: the heading's decision, the columns, the last decision of a merged cell."""

    decision: Kind | None = None
    columns: dict[str, int] = field(default_factory=dict)
    merged: Kind | None = None


def list_rows(paragraphs: Sequence[str], lines: Sequence[int], language: Language) -> Iterator[ListRow]:
    """The rows of all clean-up lists in a text; ``lines`` are the paragraphs' source lines."""
    if not any(map(_any_decision(language).search, paragraphs)):
        return
    state = _State()
    for i, text in enumerate(paragraphs):
        mention = _row(cells_of(text), state, language) if "\t" in text else _paragraph(text, state, language)
        if mention is not None:
            yield ListRow(replace(mention, sentence=text.strip(), paragraph=i, line=lines[i]), (i,))


def _paragraph(text: str, state: _State, language: Language) -> Mention | None:
    """A heading sets the decision; an item below it is a row."""
    if state.decision is None and (
        len(text) > 2 * _HEADING_LENGTH or not _any_decision(language).search(text)
    ):
        return None
    if _is_item(text, language):
        return _item(text, state.decision, language) if state.decision else None
    heading = heading_decision(text, language)
    if heading is not None:
        state.decision, state.columns, state.merged = heading, {}, None
    elif _ends_section(text):
        state.decision, state.columns, state.merged = None, {}, None
    return None


def _is_item(text: str, language: Language) -> bool:
    """A numbered line (or one that is all title) that names a document."""
    marked = _ORDINAL.match(text)
    body = text[marked.end() :] if marked else text
    return bool(marked or body.startswith("《")) and bool(_whole_target(body, language))


def _whole_target(body: str, language: Language) -> Target | None:
    """The one document that an item is about: it begins the item, and hardly anything follows."""
    targets = find_targets(body, language)
    if not targets or targets[0].start > 2 or targets[0].title is None:
        return None
    rest = body[targets[0].end :].strip(" 　。；;，,、.")
    return targets[0] if len(rest) <= 40 and not re.search("[。]", rest) else None


def _item(text: str, decision: Kind, language: Language) -> Mention | None:
    marked = _ORDINAL.match(text)
    body = text[marked.end() :] if marked else text
    target = _whole_target(body, language)
    if target is None:
        return None
    until = _stated_until(body[target.end :]) if decision in ("continues", "extends") else None
    return _mention(decision, target.number, target.title, _registration(text), until)


def heading_decision(text: str, language: Language) -> Kind | None:
    """The decision that a heading, or a sentence that ends in ：, announces for what stands below it."""
    bare = _LABEL.sub("", _ORDINAL.sub("", text.strip()))
    if len(bare) > 2 * _HEADING_LENGTH or not bare:
        return None
    announces = bare.endswith(("：", ":"))
    if not announces and (_PROSE.search(bare) or len(bare) > _HEADING_LENGTH):
        return None
    if announces:
        bare = re.split("[，。；]", bare.rstrip("：:"))[-1]
    kinds = _kinds_in(bare, language)
    if len(kinds) != 1 or not any(noun in bare for noun in language.words("list_noun")):
        return None
    if any(word in bare for word in language.words("negation") if len(word) > 1):
        return None
    return kinds[0]


def _kinds_in(text: str, language: Language) -> list[Kind]:
    """The decisions that ``text`` names, the longest word first: 部分废止 is no 废止."""
    found: list[Kind] = []
    for word, kind in _decisions(language):
        if len(word) > 1 and word != "有效" and word in text:
            text = text.replace(word, "")
            found.append(kind)
    return list(dict.fromkeys(found))


def _ends_section(text: str) -> bool:
    """A heading without a decision: what follows is another matter."""
    bare = text.strip()
    if _LABEL.match(bare) and len(bare) <= _HEADING_LENGTH:
        return True
    return bool(_ORDINAL.match(bare)) and len(bare) <= _HEADING_LENGTH and not _PROSE.search(bare)


def _row(cells: Sequence[str], state: _State, language: Language) -> Mention | None:
    filled = [cell for cell in cells if cell]
    columns = _columns(cells, language)
    if columns:
        state.columns = columns
        return None
    if len(filled) == 1 and not find_numbers(filled[0], language.dictionaries):
        heading = heading_decision(filled[0], language)
        if heading is not None:
            state.decision, state.merged = heading, None
        return None
    decision = _decided(cells, state, language)
    if decision is None:
        return None
    return _row_mention(cells, decision, state.columns, language)


def _columns(cells: Sequence[str], language: Language) -> dict[str, int]:
    """Role -> column of a header row; {} where the row is none (two known names at least)."""
    roles = _column_roles(language)
    found: dict[str, int] = {}
    known = 0
    for i, cell in enumerate(cells):
        role = roles.get(re.sub(r"[（(].*[）)]", "", squeezed(cell)) or squeezed(cell))
        if role is not None:
            known += 1
            found.setdefault(role, i)
    return found if known >= 2 and known * 2 >= sum(map(bool, cells)) else {}


def _decided(cells: Sequence[str], state: _State, language: Language) -> Kind | None:
    """What the row's own column says, else a merged cell above it, else the heading."""
    at = state.columns.get("decision")
    exact = dict(_decisions(language))
    if at is not None:
        cell = squeezed(cells[at]) if at < len(cells) else ""
        kind = exact.get(cell) or next(iter(_kinds_in(cell, language)), None)
        if cell:
            state.merged = kind
            return kind
        return state.merged
    own = [exact[word] for cell in cells if (word := squeezed(cell)) in exact]
    if own:
        return own[0]
    return state.decision


def _row_mention(
    cells: Sequence[str], decision: Kind, columns: dict[str, int], language: Language
) -> Mention | None:
    if columns and not {"title", "number"} & columns.keys():
        return None
    row = "\t".join(cells)
    title_cell = _cell(cells, columns, "title") or _longest(cells, language)
    number_cell = _cell(cells, columns, "number")
    found = find_numbers(number_cell, language.dictionaries) or find_numbers(
        title_cell, language.dictionaries
    )
    found = found or _alone(cells, language)
    title = _bare_title(title_cell, language)
    if not found and not (title and _names_document(title, cells, columns, language)):
        return None
    until = _until_cell(cells, columns, decision)
    on = _date(_cell(cells, columns, "decision_on"))
    number = str(found[0].number) if found else None
    return replace(_mention(decision, number, title, _registration(row), until), on=on)


def _alone(cells: Sequence[str], language: Language) -> tuple[FoundNumber, ...]:
    """The number that is a cell of its own."""
    found = (find_numbers(cell, language.dictionaries) for cell in cells if len(cell) < _HEADING_LENGTH)
    return next((numbers for numbers in found if numbers), ())


def _names_document(title: str, cells: Sequence[str], columns: dict[str, int], language: Language) -> bool:
    """Without a number a row is a document's only under a column that says so, and with a document's title."""
    targets = find_targets(f"《{title}》", language)
    return "title" in columns and bool(targets) and ("number" in columns or "registration" in columns)


def _cell(cells: Sequence[str], columns: dict[str, int], role: str) -> str:
    at = columns.get(role)
    return cells[at] if at is not None and at < len(cells) else ""


def _longest(cells: Sequence[str], language: Language) -> str:
    """The cell that a title is sought in where no header names it."""
    return max(cells, key=lambda cell: len(squeezed(cell)), default="")


def _bare_title(cell: str, language: Language) -> str | None:
    """A title without 《》 around the whole and without its number's bracket."""
    text = cell.strip()
    for number in find_numbers(text, language.dictionaries):
        before = text[: number.start].rstrip(" （(")
        text = before or text
        break
    whole = re.fullmatch(r"《((?:[^《》]|《[^《》]*》)*)》", text.strip())
    title = (whole.group(1) if whole else text).strip()
    return title if len(squeezed(title)) >= 4 else None


def _until_cell(
    cells: Sequence[str], columns: dict[str, int], decision: Kind
) -> tuple[str | None, str] | None:
    return _stated_until(_cell(cells, columns, "expires"))


def _stated_until(text: str) -> tuple[str | None, str] | None:
    """The last day named in ``text`` (至2023年5月1日, 2024.12.31), None where none is."""
    for date in reversed(find_dates(text, months=True)):
        return last_day(text[date.start :])
    return None


def _date(text: str) -> str | None:
    return next((date.value for date in find_dates(text)), None)


def _registration(text: str) -> str | None:
    found = find_registration_numbers(text)
    return found[0].registration_number if found else None


def _mention(
    kind: Kind,
    number: str | None,
    title: str | None,
    registration: str | None,
    until: tuple[str | None, str] | None,
) -> Mention:
    return Mention(
        kind=kind,
        number=number,
        title=title,
        sentence="",
        paragraph=0,
        line=0,
        confidence=_CONFIDENCE,
        registration_number=registration,
        until=until[0] if until else None,
        until_raw=until[1] if until else None,
        listed=True,
    )


@lru_cache(maxsize=4)
def _any_decision(language: Language) -> re.Pattern[str]:
    """Any word of a decision: where a text has none, it holds no clean-up list."""
    return re.compile(
        "|".join(re.escape(word) for word, _ in _decisions(language) if len(word) > 1 and word != "有效")
    )


@lru_cache(maxsize=4)
def _decisions(language: Language) -> tuple[tuple[str, Kind], ...]:
    """(word, kind) of relation_words.csv, the longest word first."""
    words = [(word, kind) for kind in KINDS for word in language.words(f"{_PREFIX}{kind}")]
    return tuple(sorted(words, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=4)
def _column_roles(language: Language) -> dict[str, str]:
    prefix = "column_"
    return {
        word: role.removeprefix(prefix)
        for role, words in language.dictionaries.relation_words.items()
        if role.startswith(prefix)
        for word in words
    }
