"""What a line of a file is: its signs, the numbering it begins with, the layout's words as patterns.

Below splitting, metadata, paragraphs and outlines; knows single lines, never documents. Only the numbering is wanted by
a search: the rest is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from indexer.layout.numbering import NUMERALS, Numbering, Unit, is_numbered, numbering

if TYPE_CHECKING:
    from indexer.layout.classify import classified, is_yearly_number, signs_of
    from indexer.layout.line import Line, bare_text, compact
    from indexer.layout.patterns import (
        CN_DIGITS,
        LayoutPatterns,
        any_of,
        is_addressee,
        is_banner,
        patterns_of,
        section_name,
    )
    from indexer.layout.signs import Sign
    from indexer.layout.slots import MISREAD, mended

__all__ = [
    "CN_DIGITS",
    "MISREAD",
    "NUMERALS",
    "LayoutPatterns",
    "Line",
    "Numbering",
    "Sign",
    "Unit",
    "any_of",
    "bare_text",
    "classified",
    "compact",
    "is_addressee",
    "is_banner",
    "is_numbered",
    "is_yearly_number",
    "mended",
    "numbering",
    "patterns_of",
    "section_name",
    "signs_of",
]

_LATER = {
    "CN_DIGITS": "patterns",
    "LayoutPatterns": "patterns",
    "Line": "line",
    "MISREAD": "slots",
    "Sign": "signs",
    "any_of": "patterns",
    "bare_text": "line",
    "classified": "classify",
    "compact": "line",
    "is_addressee": "patterns",
    "is_banner": "patterns",
    "is_yearly_number": "classify",
    "mended": "slots",
    "patterns_of": "patterns",
    "section_name": "patterns",
    "signs_of": "classify",
}
"""Name → module of this room that is loaded when the name is first asked for."""


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
