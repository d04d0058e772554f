"""What a build does, step by step; ``indexer.build`` is the main path through it.

``order`` (what is asked for), ``constructing`` (lock, disk, signals), ``planning`` with ``seen`` and ``entries`` (what
has to be done), ``analysing`` in ``workers`` within ``bounds``, ``ingest`` (what comes back), ``relating``,
``embedding``, ``carrying`` (what need not be written again), ``writing`` with ``verify``, ``committing`` (name,
manifest, durable), ``comparing`` (with the generation before), ``remembering``, ``report``.
"""

from __future__ import annotations

from indexer.building.carrying import Carrying
from indexer.building.committing import commit
from indexer.building.comparing import nothing_changed, refuse_loss, why_anew
from indexer.building.constructing import construction, ensure_room
from indexer.building.embedding import embed
from indexer.building.entries import DamagedEntryError
from indexer.building.ingest import Ingest
from indexer.building.kept import Kept
from indexer.building.order import Order, Progress, ProgressCallback, listed, order_of, silent
from indexer.building.planning import plan
from indexer.building.relating import relate
from indexer.building.remembering import remember
from indexer.building.report import BuildReport, compared, report_of
from indexer.building.seen import Seen
from indexer.building.verify import VerificationError
from indexer.building.writing import new_folder, write_and_verify

__all__ = [
    "BuildReport",
    "Carrying",
    "DamagedEntryError",
    "Ingest",
    "Kept",
    "Order",
    "Progress",
    "ProgressCallback",
    "Seen",
    "VerificationError",
    "commit",
    "compared",
    "construction",
    "embed",
    "ensure_room",
    "listed",
    "new_folder",
    "nothing_changed",
    "order_of",
    "plan",
    "refuse_loss",
    "relate",
    "remember",
    "report_of",
    "silent",
    "why_anew",
    "write_and_verify",
]
