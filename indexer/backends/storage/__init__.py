"""The files of a local index: plain, little-endian, every record with its checksum, nothing that could run code.

``records`` (bytes with a CRC), ``lists`` (posting lists), ``terms`` (the dictionary of terms), ``layout`` (which files
there are), ``segment`` (reading an index), ``writer`` (writing one; imported when needed). docs/index-format.md
describes the bytes.
"""

from indexer.backends.storage.layout import FILES, ROOT_FILE
from indexer.backends.storage.segment import Segment

__all__ = ["FILES", "ROOT_FILE", "Segment"]
