"""Coverage-guided fuzzing of everything that reads what strangers wrote: numbers, dates, queries, words, issues, files.

::

    pip install atheris
    python -m benchmarks.fuzzing numbers -runs=1000000
    python -m benchmarks.fuzzing html FOUND -runs=1000000     begins with the folder FOUND, keeps there what is new

A crash, a run of more than a second or of more than 1 GB ends it, and its input is left beside. Inputs that once did so
belong into tests/cases/fuzzed, where a test runs them all.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["indexer", "search_app", "dictionaries"]):
    from benchmarks.fuzz_targets import FILES, TEXTS, data_of, text_of

CASES = Path(__file__).parent.parent / "tests" / "cases" / "fuzzed"


def main() -> None:
    name, *given = sys.argv[1:]
    text, file = TEXTS.get(name), FILES.get(name)

    def run(data: bytes) -> None:
        if text is not None:
            text(text_of(data))
        elif file is not None:
            file(data)

    run(b"")  # what is loaded once is not this run's time
    with TemporaryDirectory() as seeds:
        for path in sorted((CASES / name).glob("*")):
            content = path.read_bytes()
            seed = data_of(content.decode("utf-8", "surrogatepass")) if text is not None else content
            Path(seeds, path.name).write_bytes(seed)
        limits = ["-timeout=1", "-rss_limit_mb=1024", "-max_len=2000"]
        atheris.Setup([sys.argv[0], *limits, *given, seeds], run)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
