"""What a line of a file is: its signs, the numbering it begins with, the layout's words as patterns.

Below splitting, metadata, paragraphs and outlines; knows single lines, never documents.
"""

from indexer.layout.classify import classified, is_yearly_number, signs_of
from indexer.layout.line import Line, bare_text, compact
from indexer.layout.numbering import NUMERALS, Numbering, Unit, is_numbered, numbering
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
