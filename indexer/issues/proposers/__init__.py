"""Where documents may begin: each module proposes candidates from one kind of evidence; none decides.

A new shape of documents is a module here with its row in ``OFFICIAL``, rows of signs in dictionaries/head_signs.csv,
and a golden file of an issue that has it.
"""

from indexer.issues.proposers.news import news
from indexer.issues.proposers.numbered import numbered
from indexer.issues.proposers.proclaimed import proclaimed
from indexer.issues.proposers.titled import titled

OFFICIAL = (numbered, proclaimed, titled)
"""Proposers of official documents; each looks at the whole body from a position on, with the contents list and the
layout's words. News are sought between what these found."""

__all__ = ["OFFICIAL", "news", "numbered", "proclaimed", "titled"]
