"""What a person corrects in a file, in a side file beside it (公报.txt.gsearch.toml): read, checked, brought to its
documents. The source itself is never touched, and no correction is ever lost silently: what does not fit is a warning.
"""

from indexer.corrections.addressing import NO_ORDERS, Orders, addressed
from indexer.corrections.applying import applied, corrected_head
from indexer.corrections.side_file import SIDE_SUFFIX, Corrections, read_side_file

__all__ = [
    "NO_ORDERS",
    "SIDE_SUFFIX",
    "Corrections",
    "Orders",
    "addressed",
    "applied",
    "corrected_head",
    "read_side_file",
]
