"""Draws the results of ``python -m benchmarks --json``: ``python -m benchmarks.plot RESULTS.json… PLOT.svg``.

One panel per kind of question; documents and milliseconds both on logarithmic axes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from math import log10
from pathlib import Path
from typing import Any

from benchmarks.table import LABELS

PANEL_WIDTH, PANEL_HEIGHT, MARGIN, COLUMNS = 230, 170, 42, 4
FASTEST, SLOWEST = 0.001, 1000.0
"""Milliseconds at the foot and at the head of every panel."""

COLOURS = ("#b3261e", "#d9822b", "#1f6f5c", "#2f5fa8", "#7a4fa3", "#777777", "#111111")


def main() -> None:
    *files, target = map(Path, sys.argv[1:])
    results = {
        int(size): found for file in files for size, found in json.loads(file.read_text("utf-8")).items()
    }
    target.write_text(draw(dict(sorted(results.items()))), encoding="utf-8")


def draw(results: dict[int, dict[str, Any]]) -> str:
    """The whole picture, with a legend under the panels."""
    names = list(dict.fromkeys(name for found in results.values() for name in found["contenders"]))
    rows = -(-len(LABELS) // COLUMNS)
    width, height = COLUMNS * PANEL_WIDTH + 20, rows * PANEL_HEIGHT + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        'font-size="11">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for at, kind in enumerate(LABELS):
        left, top = at % COLUMNS * PANEL_WIDTH, at // COLUMNS * PANEL_HEIGHT
        parts += [f'<g transform="translate({left} {top})">', *_panel(kind, results, names), "</g>"]
    for at, name in enumerate(names):
        x = 20 + at * (width - 40) // len(names)
        parts.append(f'<circle cx="{x}" cy="{height - 16}" r="4" fill="{COLOURS[at % len(COLOURS)]}"/>')
        parts.append(f'<text x="{x + 8}" y="{height - 12}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _panel(kind: str, results: dict[int, dict[str, Any]], names: list[str]) -> Iterator[str]:
    yield f'<text x="{MARGIN}" y="14" font-weight="bold">{LABELS[kind]}, ms</text>'
    for milliseconds in (0.001, 0.1, 10, 1000):
        y = _y(milliseconds)
        yield f'<line x1="{MARGIN}" x2="{PANEL_WIDTH - 10}" y1="{y}" y2="{y}" stroke="#ddd"/>'
        yield f'<text x="{MARGIN - 4}" y="{y + 4}" text-anchor="end">{milliseconds:g}</text>'
    for size in results:
        x = _x(size, results)
        yield f'<text x="{x}" y="{PANEL_HEIGHT - 8}" text-anchor="middle">{size:,}</text>'
    for at, name in enumerate(names):
        colour = COLOURS[at % len(COLOURS)]
        points = [
            (_x(size, results), _y(value))
            for size, found in results.items()
            if (value := found["contenders"].get(name, {}).get("latency_ms", {}).get(kind))
        ]
        line = " ".join(f"{x},{y}" for x, y in points)
        yield f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
        yield from (f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in points)


def _x(size: int, results: dict[int, dict[str, Any]]) -> float:
    first, last = log10(min(results)), log10(max(results))
    share = (log10(size) - first) / (last - first) if last > first else 0.5
    return round(MARGIN + 20 + share * (PANEL_WIDTH - MARGIN - 60), 1)


def _y(milliseconds: float) -> float:
    share = (log10(min(max(milliseconds, FASTEST), SLOWEST)) - log10(FASTEST)) / log10(SLOWEST / FASTEST)
    return round(PANEL_HEIGHT - 26 - share * (PANEL_HEIGHT - 50), 1)


if __name__ == "__main__":
    main()
