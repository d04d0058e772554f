"""The figures as a Markdown table: gsearch in units, everybody else as multiples of gsearch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.questions import KINDS

BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
"""What stands round the tables in a page."""

LABELS = {
    "rare": "rare term",
    "common": "common term",
    "snippets": "common term, ten snippets",
    "and": "AND",
    "or": "OR",
    "phrase": "exact string",
    "filter": "filter",
    "sort": "newest first",
    "facets": "facets",
}


def render(size: int, measured: Mapping[str, Any]) -> str:
    """One table per corpus size, with a line on the command and the server under it."""
    found: Mapping[str, Mapping[str, Any]] = measured["contenders"]
    peers = [name for name in found if name != "gsearch"]
    rows = list(_rows(measured, found, peers))
    lines = [f"### {size:,} documents, {measured['bytes'] / 1e6:.1f} MB", ""]
    lines.append(f"| | gsearch | {' | '.join(peers)} |")
    lines.append("|---|---:|" + "---:|" * len(peers))
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([*lines, "", _rest(measured)])


def _rows(
    measured: Mapping[str, Any], found: Mapping[str, Mapping[str, Any]], peers: list[str]
) -> Iterator[list[str]]:
    own = found["gsearch"]
    yield ["building", f"{measured['bytes'] / 1e6 / own['build_seconds']:.2f} MB/s"] + [
        _ratio(_build_seconds(name, found[name], measured), own["build_seconds"]) for name in peers
    ]
    for label, key, unit, scale in (
        ("peak memory of building", "peak_bytes", "MB", 1e6),
        ("index on disk", "index_bytes", "MB", 1e6),
        ("opening", "open_ms", "ms", 1),
    ):
        ratios = [_ratio(found[name].get(key), own[key]) for name in peers]
        yield [label, f"{own[key] / scale:.1f} {unit}", *ratios]
    for kind in KINDS:
        here = own["latency_ms"][kind]
        ratios = [_ratio(found[name]["latency_ms"][kind], here) for name in peers]
        yield [LABELS[kind], f"{here:.2f} ms" if here is not None else "–", *ratios]


def _build_seconds(name: str, figures: Mapping[str, Any], measured: Mapping[str, Any]) -> float | None:
    """Engines over ready-made words are charged the cutting too."""
    seconds: float | None = figures.get("build_seconds")
    given = name in ("tantivy", "tantivy positions", "FTS5 tokens")
    return seconds + measured["analysis_seconds"] if seconds is not None and given else seconds


def _ratio(value: float | None, own: float | None) -> str:
    if value is None or not own:
        return "–"
    times = value / own
    return f"{times:.1f} ×" if times >= 10 else f"{times:.2g} ×"


def _rest(measured: Mapping[str, Any]) -> str:
    commands, server = measured["commands"], measured["server"]
    return (
        f"Cold `gsearch QUERY` {commands['gsearch']:.0f} ms (an idle Python {commands['python']:.0f} ms). "
        f"Server, 8 clients: {server['answers_per_second']:.0f} new answers/s, p50 {server['p50_ms']:.0f} ms, "
        f"p99 {server['p99_ms']:.0f} ms; {server['again_per_second']:.0f} repeated ones/s; {server['failed']} failed. "
        f"{_update(measured)} {_relations(measured)}"
    )


def _relations(measured: Mapping[str, Any]) -> str:
    found, computing = measured["relations"], measured["contenders"]["gsearch"]["computing"]
    reading, relating = (found[f"{step}_seconds"] / computing for step in ("reading", "relating"))
    return (
        f"Relations: {reading + relating:.1%} of the build's {computing:.0f} s of computing "
        f"({reading:.1%} reading statements; {relating:.1%} relating them, "
        f"which takes {found['peak_bytes'] / 1e6:.0f} MB)."
    )


def _update(measured: Mapping[str, Any]) -> str:
    update = measured["update"]
    return (
        f"`update` with one new issue {update['seconds']:.1f} s "
        f"({update['computing']:.1f} s of computing, at most {update['peak_bytes'] / 1e6:.0f} MB)."
    )


def put_into(page: Path, tables: str) -> None:
    """Replaces what stands between the marks of a page. Raises ValueError where it has none."""
    before, begun, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not begun or not ended:
        raise ValueError(f"{page}: {BEGIN} … {END}")
    page.write_text(f"{before}{BEGIN}\n{tables}\n{END}{after}", encoding="utf-8")


def scale(results: Mapping[int, Mapping[str, Any]]) -> str:
    """How gsearch grows: a row for each size."""
    kinds = " | ".join(f"{LABELS[kind]}, ms" for kind in KINDS)
    head = "| documents | building, ms each | memory, kB each | disk, kB each | update, s | answers/s |"
    lines = [f"{head} {kinds} |", "|---:" * (6 + len(KINDS)) + "|"]
    for size, measured in results.items():
        own, server = measured["contenders"]["gsearch"], measured["server"]
        cells = [
            f"{size:,}",
            f"{own['build_seconds'] * 1000 / size:.1f}",
            f"{own['peak_bytes'] / 1000 / size:.0f}",
            f"{own['index_bytes'] / 1000 / size:.1f}",
            f"{measured['update']['seconds']:.1f}",
            f"{server['answers_per_second']:.0f}",
            *(f"{own['latency_ms'][kind]:.1f}" for kind in KINDS),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
