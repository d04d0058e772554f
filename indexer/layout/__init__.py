"""What a line of a file is: its signs, the numbering it begins with, the layout's words as patterns.

Below splitting, metadata, paragraphs and outlines; knows single lines, never documents. Only the numbering is wanted by
a search: the rest is loaded when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.doors import lazy
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

__getattr__ = lazy(
    __name__,
    {
        "classify": ("classified", "is_yearly_number", "signs_of"),
        "line": ("Line", "bare_text", "compact"),
        "patterns": (
            "CN_DIGITS",
            "LayoutPatterns",
            "any_of",
            "is_addressee",
            "is_banner",
            "patterns_of",
            "section_name",
        ),
        "signs": ("Sign",),
        "slots": ("MISREAD", "mended"),
    },
)
