"""``python -m tests.relevance``: builds the judged sets, asks their topics, prints figures, holds the floors.

    python -m tests.relevance [SET…] [--shared DIR] [--also DIR]… [--kinds] [--worst N] [--every N] [--raise]

Without names all sets that are there. ``--also DIR`` measures a judged set of your own (docs.jsonl, queries.tsv,
qrels.tsv), whole and as four words. ``--raise`` lifts the floors to what was measured (they never sink); ``--every 5``
asks every fifth topic only, and holds no floor. Under each set stands what plain BM25 over pairs of characters gets
from the same documents, and how far ours lies above it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

from indexer.build import build
from indexer.generations import current
from search_app.search import search
from tests.relevance.baseline import bigrams_of
from tests.relevance.judged import (
    CHECKOUT,
    JudgedSet,
    Noise,
    beside,
    four_words,
    gold,
    lay,
    noisy,
    sample,
    stard,
)
from tests.relevance.measure import (
    FLOORS_FILE,
    Answered,
    ask,
    ask_baseline,
    below,
    differences,
    figures,
    floors,
    intervals,
    raised,
)

NOISES: tuple[Noise, ...] = get_args(Noise)
SETS = ("sample", *(f"sample-{noise}" for noise in NOISES), "gold", "lay", "stard-dev", "stard-words")


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 1 where a figure is below its floor."""
    options = _options(arguments)
    faults = []
    held = floors()
    with tempfile.TemporaryDirectory() as scratch:
        for judged in _sets(options, Path(scratch)):
            answered, baseline = _answer(judged, Path(scratch), options.every)
            measured = figures(answered)
            _show(judged.name, measured, answered, options)
            for name, difference in differences(answered, baseline).items():
                print(f"  {name} of plain bigrams {difference}")
            if options.every == 1:
                faults += [f"{judged.name}: {fault}" for fault in below(measured, held.get(judged.name, {}))]
                held[judged.name] = raised(measured, held.get(judged.name, {}))
    if options.lift:
        FLOORS_FILE.write_text(json.dumps(held, indent=2) + "\n", encoding="utf-8")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.relevance", description="Relevance as numbers.")
    parser.add_argument("sets", nargs="*", metavar="SET", help=" ".join(SETS))
    parser.add_argument(
        "--shared", type=Path, default=CHECKOUT.parent / "shared", help="judged data beside the checkout"
    )
    parser.add_argument(
        "--also", type=Path, action="append", default=[], metavar="DIR", help="a judged set of your own"
    )
    parser.add_argument("--kinds", action="store_true", help="figures by kind of topic, too")
    parser.add_argument(
        "--worst", type=int, default=0, metavar="N", help="the N topics with the worst ranking"
    )
    parser.add_argument("--every", type=int, default=1, metavar="N", help="ask every Nth topic only")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to the figures")
    options = parser.parse_args(arguments)
    unknown = set(options.sets) - set(SETS)
    if unknown:
        parser.error(f"no such set: {' '.join(sorted(unknown))}; there are {' '.join(SETS)}")
    return options


def _sets(options: argparse.Namespace, scratch: Path) -> list[JudgedSet]:
    """The sets asked for; those beside the checkout only where they are."""
    wanted = options.sets or (() if options.also else SETS)
    found = [sample()] if "sample" in wanted else []
    found += [noisy(sample(), noise, scratch) for noise in NOISES if f"sample-{noise}" in wanted]
    if "gold" in wanted and (options.shared / "gold").is_dir():
        found.append(gold(options.shared))
    if "lay" in wanted and (options.shared / "scale").is_dir():
        found.append(lay(options.shared))
    if "stard-dev" in wanted and (options.shared / "retrieval").is_dir():
        found.append(stard(options.shared, scratch))
    if "stard-words" in wanted and (options.shared / "retrieval").is_dir():
        found.append(four_words(stard(options.shared, scratch)))
    for own in (beside(folder, scratch) for folder in options.also):
        found += [own, four_words(own)]
    return found


def _answer(judged: JudgedSet, scratch: Path, every: int) -> tuple[list[Answered], list[Answered]]:
    """What ours answers and what the baseline does; sets of the same documents share their index."""
    first = judged.sources[0]
    index = scratch / f"index-{first.parent.name}-{first.stem}"
    if not index.exists():
        build(judged.sources, index)
    generation = current(index)
    asked = replace(judged, topics=judged.topics[::every])
    answered = ask(asked, lambda request: search(request, generation))
    return answered, ask_baseline(asked, bigrams_of(generation), generation)


def _show(
    name: str, measured: dict[str, float], answered: list[Answered], options: argparse.Namespace
) -> None:
    spread = intervals(answered)
    shown = (
        f"{key} {value:g}" + (f" [{spread[key][0]:g}, {spread[key][1]:g}]" if key in spread else "")
        for key, value in measured.items()
    )
    print(f"{name}: {len(answered)} topics  " + "  ".join(shown))
    if options.kinds:
        for kind in sorted({one.topic.kind for one in answered}):
            part = [one for one in answered if one.topic.kind == kind]
            print(f"  {kind} ({len(part)}): " + "  ".join(f"{k} {v:g}" for k, v in figures(part).items()))
    ranked = sorted(answered, key=lambda one: figures([one])["nDCG@10"]) if options.worst else []
    for one in ranked[: options.worst]:
        print(f"  {one.topic.qid} {one.topic.query}\n    got    {one.items}")
        print(f"    wanted {dict(one.topic.relevant)}")


if __name__ == "__main__":
    sys.exit(main())
