"""A document's lines → its fields: every field of the contract, from the text alone, null where it is silent."""

from indexer.metadata.describe import describe

__all__ = ["describe"]
