"""Text to tokens, the same for indexing and searching; no engine in sight.

``fold`` and ``squeeze`` are the string side (what ``"…"`` compares), ``Analyzer`` the token side (what is
ranked).
"""

from indexer.analysis.analyzer import Analyzer, Token
from indexer.analysis.folding import fold, folding_by, is_han, squeeze, squeezed
from indexer.analysis.segmenter import Vocabulary

__all__ = ["Analyzer", "Token", "Vocabulary", "fold", "folding_by", "is_han", "squeeze", "squeezed"]
