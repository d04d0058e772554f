"""Where documents may begin: each module proposes candidates from one kind of evidence; none decides."""

from indexer.issues.proposers.news import news
from indexer.issues.proposers.numbered import numbered
from indexer.issues.proposers.proclaimed import proclaimed
from indexer.issues.proposers.titled import titled

__all__ = ["news", "numbered", "proclaimed", "titled"]
