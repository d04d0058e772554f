"""Styles of a Word document: what a paragraph's style says of its list and its heading level (ECMA-376, 17.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from indexer.files.wordml import attribute, child, value

_BASES = 10
"""Styles that a style is based on, one through the other, that are followed; Word's own go three deep."""

_HEADING_NAME = re.compile(r"heading ([1-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """``numbering`` is the ``numPr`` of the style or its bases, ``heading_level`` 1 to 6, 0 for no heading."""

    numbering: Element | None = None
    heading_level: int = 0


class Styles:
    """The styles of one document; each is looked into once, whatever number of paragraphs have it."""

    def __init__(self, root: Element | None) -> None:
        self._elements = {attribute(each, "styleId"): each for each in (root if root is not None else ())}
        self._read: dict[str, Style] = {}

    def of(self, properties: Element | None) -> Style:
        """The style that a paragraph's properties name; an empty one where they name none."""
        name = value(child(properties, "pStyle"))
        if name not in self._elements:
            return _PLAIN
        if name not in self._read:
            chain = tuple(self._chain(name))
            self._read[name] = Style(_first(chain, "numPr"), _heading_level(chain))
        return self._read[name]

    def _chain(self, name: str) -> Iterator[Element]:
        """A style and those it is based on; a style based on itself ends after some turns."""
        for _ in range(_BASES):
            style = self._elements.get(name)
            if style is None:
                return
            yield style
            name = value(child(style, "basedOn"))


_PLAIN = Style()


def outline_level(outline: Element) -> int:
    """The heading level, 1 to 6, that an ``outlineLvl`` states; 0 for running text."""
    level = value(outline)
    return min(int(level) + 1, 6) if level in set("012345678") and level else 0


def _first(chain: tuple[Element, ...], name: str) -> Element | None:
    found = (child(style, "pPr", name) for style in chain)
    return next((element for element in found if element is not None), None)


def _heading_level(chain: tuple[Element, ...]) -> int:
    outline = _first(chain, "outlineLvl")
    if outline is not None:
        return outline_level(outline)
    for style in chain:
        name = value(child(style, "name"))
        if found := _HEADING_NAME.fullmatch(name):
            return min(int(found.group(1)), 6)
        if name.lower() == "title":
            return 1
    return 0
