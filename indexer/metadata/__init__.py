"""A document's lines → its fields: every field of the contract, from the text alone, null where it is silent."""

from indexer.metadata.describe import NEWS_TYPE, Reader, describe
from indexer.metadata.misread_issuers import told_of_issuer, with_issuers
from indexer.metadata.misread_numbers import mended_numbers
from indexer.metadata.origin import Evidence, mended, origin
from indexer.metadata.page_box import NO_BOX, PageBox, framed

__all__ = [
    "NEWS_TYPE",
    "NO_BOX",
    "Evidence",
    "PageBox",
    "Reader",
    "describe",
    "framed",
    "mended",
    "mended_numbers",
    "origin",
    "told_of_issuer",
    "with_issuers",
]
