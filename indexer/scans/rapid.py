"""rapidocr: PP-OCR models that come with the package, run by onnxruntime; no network."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from importlib import metadata
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from indexer.scans.page import TextBox

if TYPE_CHECKING:
    from PIL.Image import Image

_NEEDED = ("rapidocr", "onnxruntime", "pypdfium2", "PIL")

DETECTED_SIDE = 1600
"""Pixels to which a page's longer side is brought to find its lines (they are read at full size): a line of
body text keeps 20 of them. 2,400 takes twice the time and memory and finds the same lines."""

LONGEST_SIDE = 8000
"""Pixels beyond which the engine itself would scale a picture down; ours are never so long."""

_SETTINGS: dict[str, Any] = {
    "Global.use_cls": False,  # it turns whole lines upside down that stand upright
    "Global.log_level": "critical",
    "Global.max_side_len": LONGEST_SIDE,
    "Det.limit_type": "max",
    "Det.limit_side_len": DETECTED_SIDE,
    "Rec.rec_batch_num": 1,  # as fast on one core as six at a time, in half the memory
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


@lru_cache(maxsize=1)
def version() -> str | None:
    """Its version; None where it, or what it needs, is not installed."""
    if any(find_spec(name) is None for name in _NEEDED):
        return None
    return metadata.version("rapidocr")


def load() -> Callable[[Image], tuple[TextBox, ...]]:
    """The engine with its models in memory, computing on one core."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    os.environ["OMP_NUM_THREADS"] = "1"
    import cv2
    from rapidocr import RapidOCR

    cv2.setNumThreads(1)
    engine = RapidOCR(params=_SETTINGS)

    def read(picture: Image) -> tuple[TextBox, ...]:
        found: Any = engine(picture)
        if found.boxes is None or found.txts is None or found.scores is None:
            return ()
        return tuple(
            TextBox(_corners(box), text, round(float(score), 3))
            for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
            if text.strip()
        )

    return read


def _corners(box: Any) -> Any:
    return tuple(round(float(value), 1) for point in box for value in point)
