"""Rows of a 规范性文件清理目录: which document, what was decided, until when, under which registration number.

The decision stands in a column of the table, or in the heading above it. A row counts only where it names a
document; what its columns hold is told by their names, and where these are unknown by what the cells look like.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from indexer.analysis import squeezed
from indexer.identifiers import FoundNumber, find_dates, find_numbers, find_registration_numbers
from indexer.relations.decisions import (
    HEADING_LENGTH,
    any_decision,
    decision_in_cell,
    ends_section,
    heading_decision,
    is_planned,
    names_a_decision,
    roles_of,
    ticked_columns,
    whole_decision,
)
from indexer.relations.durations import day_of_effect, last_day
from indexer.relations.language import Language
from indexer.relations.list_items import Item, TornRows, item_of, whole_items
from indexer.relations.speaking import with_words
from indexer.relations.statements import Kind, Mention
from indexer.relations.targets import find_targets
from indexer.tables import cells_of

_CONFIDENCE = 0.95
_ORDER = re.compile(r"\s*[（(]?(?:\d{1,4}|[一二三四五六七八九十]{1,3})[）)、.．]?\s*")
"""A cell with nothing but a row's place in the list."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """A mention and the paragraphs (0-based) that its row takes up."""

    mention: Mention
    paragraphs: tuple[int, ...]


@dataclass(slots=True)
class _State:
    """Where the reading of a text stands: the heading's decision, the columns, the last decision of a merged cell.

    ``ticked`` are columns of one decision each, ``width`` the header's cells, ``begun`` a row that its cell's end cuts.
    """

    decision: Kind | None = None
    columns: dict[str, int] = field(default_factory=dict)
    ticked: dict[int, Kind] = field(default_factory=dict)
    width: int = 0
    begun: tuple[str, ...] = ()
    on: str | None = None
    merged: Kind | None = None
    torn: TornRows = field(default_factory=TornRows)

    def start(self, decision: Kind | None, on: str | None = None) -> None:
        """Another section, under ``decision``, which counts from the day ``on`` where its heading names one."""
        self.on = on
        self.decision, self.columns, self.ticked, self.merged = decision, {}, {}, None
        self.torn, self.width, self.begun = TornRows(), 0, ()


def list_rows(text: str, line_of: Callable[[int], int], language: Language) -> Iterator[ListRow]:
    """The rows of all clean-up lists in a text; ``line_of`` tells the source line at an offset of it (0-based)."""
    if not any(_may_begin_list(each.text, language) for each in with_words(any_decision(language), text)):
        return
    paragraphs = text.split("\n")
    starts = list(accumulate((len(each) + 1 for each in paragraphs), initial=0))
    state = _State()
    for i, whole in whole_items(paragraphs):
        is_row = "\t" in whole
        mention = _row(cells_of(whole), state, language) if is_row else _paragraph(whole, state, language)
        if mention is not None:
            said = replace(mention, sentence=whole.strip(), paragraph=i, line=line_of(starts[i]))
            said = replace(said, on=said.on or state.on)
            yield ListRow(said, (i,))


def _may_begin_list(text: str, language: Language) -> bool:
    """Is a paragraph that names a decision a row, or a heading of rows? Where none is there is no list."""
    return "\t" in text or heading_decision(text, language) is not None


def _paragraph(text: str, state: _State, language: Language) -> Mention | None:
    """A heading sets the decision; an item below it is a row."""
    if state.decision is None and (len(text) > 2 * HEADING_LENGTH or not names_a_decision(text, language)):
        return None
    item = item_of(text, language)
    if item is not None:
        return _mention(state.decision, item, text) if state.decision else None
    heading = heading_decision(text, language)
    if heading is not None or ends_section(text, language):
        state.start(heading, day_of_effect(text))
        return None
    torn = state.torn.add(text, language) if state.decision else None
    return _mention(state.decision, torn, text) if torn and state.decision else None


def _row(cells: Sequence[str], state: _State, language: Language) -> Mention | None:
    filled = [cell for cell in cells if cell and not _ORDER.fullmatch(cell)]
    found = roles_of(cells, language)
    if found:
        state.columns, state.ticked, state.width = found, ticked_columns(cells, language), len(cells)
        return None
    cells = _joined(cells, state, language)
    if not cells:
        return None
    if len(filled) == 1 and not find_numbers(filled[0], language.dictionaries):
        heading = whole_decision(filled[0], language) or heading_decision(filled[0], language)
        if heading is not None or is_planned(filled[0], language):
            state.decision, state.merged = heading, None
        return None
    decision = _decided(cells, state, language)
    if decision is None:
        return None
    return _row_mention(cells, decision, state.columns, language)


def _joined(cells: Sequence[str], state: _State, language: Language) -> Sequence[str]:
    """A row that came in two, whole: the last cell of its first part goes on in the second; () for a first part."""
    begun, state.begun = state.begun, ()
    if begun and len(begun) + len(cells) - 1 == state.width:
        return (*begun[:-1], begun[-1] + cells[0], *cells[1:])
    is_first = 1 < len(cells) < state.width and all(cells)
    if is_first and "number" in state.columns and not find_numbers("\t".join(cells), language.dictionaries):
        state.begun = tuple(cells)
        return ()
    return cells


def _decided(cells: Sequence[str], state: _State, language: Language) -> Kind | None:
    """What the row's own column says, else a merged cell above it, else the heading."""
    ticks = language.words("tick")
    ticked = [kind for i, kind in state.ticked.items() if i < len(cells) and cells[i].strip() in ticks]
    if len(ticked) == 1 and len(state.ticked) > 1:
        return ticked[0]
    at = state.columns.get("decision")
    if at is not None:
        cell = cells[at] if at < len(cells) else ""
        if squeezed(cell):
            state.merged = decision_in_cell(cell, language)
        return state.merged
    own = [kind for cell in cells if (kind := whole_decision(cell, language)) is not None]
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
    number = str(found[0].number) if found else None
    item = Item(number, title, _cell(cells, columns, "expires"), has_column=True)
    mention = _mention(decision, item, row)
    registered = mention.registration_number or _registered(_cell(cells, columns, "registration"))
    return replace(mention, on=_date(_cell(cells, columns, "decision_on")), registration_number=registered)


def _registered(cell: str) -> str | None:
    """What stands in a column of 登记号, where its form is not one that is known everywhere."""
    text = "".join(cell.split())
    return text if re.search(r"\d{3}", text) and len(text) <= 30 else None


def _alone(cells: Sequence[str], language: Language) -> tuple[FoundNumber, ...]:
    """The number that is a cell of its own."""
    found = (find_numbers(cell, language.dictionaries) for cell in cells if len(cell) < HEADING_LENGTH)
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
    titles = [cell for cell in cells if _bare_title(cell, language)]
    return max(titles, key=lambda cell: len(squeezed(cell)), default="")


def _bare_title(cell: str, language: Language) -> str | None:
    """A title without 《》 around the whole and without its number's bracket."""
    text = cell.strip()
    for number in find_numbers(text, language.dictionaries):
        before = text[: number.start].rstrip(" （(")
        text = before or text
        break
    whole = re.fullmatch(r"《((?:[^《》]|《[^《》]*》)*)》", text.strip())
    title = (whole.group(1) if whole else text).strip()
    if len(found := find_numbers(title, language.dictionaries)) == 1 and found[0].end - found[0].start == len(
        title
    ):
        return None
    return title if len(squeezed(title)) >= 4 else None


def _date(text: str) -> str | None:
    return next((date.value for date in find_dates(text)), None)


def _mention(kind: Kind, item: Item, row: str) -> Mention:
    """What the list decides of ``item``; ``row`` is all of its row."""
    registered = find_registration_numbers(row)
    until = _stated_until(item.term) if item.has_column or kind in ("continues", "extends") else None
    return Mention(
        kind=kind,
        number=item.number,
        title=item.title,
        sentence="",
        paragraph=0,
        line=0,
        confidence=_CONFIDENCE,
        registration_number=registered[0].registration_number if registered else None,
        until=until[0] if until else None,
        until_raw=until[1] if until else None,
        listed=True,
    )


def _stated_until(text: str) -> tuple[str | None, str] | None:
    """The last day named in ``text`` (至2023年5月1日, 2024.12.31), None where none is."""
    for date in reversed(find_dates(text, months=True)):
        return last_day(text[date.start :])
    return None
