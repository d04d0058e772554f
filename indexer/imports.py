"""Importing libraries whose source makes newer Pythons warn, without a word to people who cannot mend it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quietly() -> Iterator[None]:
    """Within the block, importing says nothing of escapes and comparisons that Python calls doubtful.

    Such warnings come once, when a module is compiled: at the first start after installing. Jieba 0.42.1 and
    Whoosh 2.7.4 give a dozen from Python 3.12 on. To be held while other threads import nothing.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        warnings.simplefilter("ignore", DeprecationWarning)  # what 3.11 calls an invalid escape
        yield
