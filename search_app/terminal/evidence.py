"""Where each field of a document was read and why, for whoever checks it."""

from __future__ import annotations

from indexer.evidence import label_of
from indexer.fields import LABELS
from indexer.models import Document
from search_app.terminal.layout import Screen
from search_app.terminal.table import render_table


def render_evidence(document: Document, screen: Screen) -> str:
    """A row a field: its name, the source's line, the rule, and how far it is believed where that is not wholly."""
    rows = [
        (
            LABELS.get(each.field, each.field),
            f"第{each.line}行" if each.line is not None else "",
            label_of(each.rule),
            "" if each.confidence == 1 else f"{each.confidence:.2f}",
        )
        for each in document.evidence
    ]
    if not rows:
        return "没有依据可列：它来自 .jsonl，或索引是旧版本建的。\n"
    return render_table(("字段", "出处", "依据", "把握"), rows, screen)
