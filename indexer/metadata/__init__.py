"""A document's lines → its fields: every field of the contract, from the text alone, null where it is silent."""

from indexer.metadata.describe import NEWS_TYPE, Reader, describe
from indexer.metadata.misread_numbers import mended_numbers
from indexer.metadata.origin import Evidence, mended, origin

__all__ = ["NEWS_TYPE", "Evidence", "Reader", "describe", "mended", "mended_numbers", "origin"]
