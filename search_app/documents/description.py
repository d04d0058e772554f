"""A document's fields as its readers see them: each known one under its label, in one order for terminal and page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.fields import FIELDS
from indexer.models import Document, Field, Source, rows_of
from search_app.documents.citing import citation


def described(document: Document) -> Iterator[tuple[Field, tuple[str, ...]]]:
    """Each field that is shown and known, with its values as printed; lists have several.

    A gazette stands as it is cited, with its date of publication behind it, a source as ``file:first-last``.
    """
    for field in FIELDS:
        if field.shown and (values := _printed(field, document)):
            yield field, values
        if field.kind == "object":
            yield from _parts(field, getattr(document, field.name))


def _printed(field: Field, document: Document) -> tuple[str, ...]:
    if field.name == "gazette":
        cited = citation(document)
        return (cited,) if cited else ()
    value = field.of_document(document)
    if isinstance(value, Source):
        return (f"{value.file}:{value.first_line}-{value.last_line}",)
    values = value if isinstance(value, tuple) else (value,)
    return tuple(str(each) for each in values if each not in (None, ""))


def _parts(field: Field, value: Any) -> Iterator[tuple[Field, tuple[str, ...]]]:
    """What an object states beside the line it has of its own."""
    if value is None or field.of is None:
        return
    for part in rows_of(field.of):
        stated = getattr(value, part.name)
        if part.shown and stated is not None:
            yield part, (str(stated),)
