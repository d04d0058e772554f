"""Answering over posting lists and columns: match, score, choose, count facets; and what a writer collects for it.

Nothing here knows a file format: an engine of posting lists offers a ``Store`` (see ``answering``).
"""
