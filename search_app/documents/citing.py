"""How a document is cited: as official documents do, the gazette's own form, and one line after GB/T 7714.

Only what the document states is cited; a part that is unknown is left out, never guessed.
"""

from __future__ import annotations

from indexer.models import Document, Gazette
from indexer.titles import in_title_marks

UNTITLED = "（无标题）"
"""Stands for the title of a document without one, wherever people read it; it is never cited."""


def reference(document: Document) -> str | None:
    """As one official document names another: the title first, then the number; None without a title.

    Marks inside a title become single ones (GB/T 15834-2011, 4.15.3).

    >>> reference(Document("1", "甲区人民政府关于印发《甲区办法》的通知", number="甲政发〔2019〕7号"))
    '《甲区人民政府关于印发〈甲区办法〉的通知》（甲政发〔2019〕7号）'
    """
    if not document.title:
        return None
    return in_title_marks(document.title) + (f"（{document.number}）" if document.number else "")


def issue_label(gazette: Gazette) -> str:
    """The issue as its readers name it.

    >>> issue_label(Gazette("台儿庄区人民政府公报", 2019, 3, 9))
    '《台儿庄区人民政府公报》2019年第3期（总第9期）'
    """
    label = f"《{_bare(gazette.title)}》" if gazette.title else ""
    if gazette.year is not None:
        label += f"{gazette.year}年"
    if gazette.number is not None:
        label += f"第{gazette.number}期"
    if gazette.serial_number is not None:
        serial = f"总第{gazette.serial_number}期"
        label += f"（{serial}）" if label else serial
    return label


def citation(document: Document) -> str | None:
    """Where it was published: 《台儿庄区人民政府公报》2019年第3期（总第9期）第3页; None without a gazette."""
    if document.gazette is None:
        return None
    label = issue_label(document.gazette)
    if label and document.page is not None:
        label += f"第{document.page}页"
    return label or None


def gbt7714(document: Document) -> str | None:
    """One reference after GB/T 7714: an article of a serial ([J]), or, without a gazette, a single document
    ([Z]); None without a title.

    >>> gbt7714(Document("1", "甲区人民政府关于开会的通知", issuer="甲区人民政府", page=3,
    ...                  gazette=Gazette("甲区人民政府公报", 2019, 3)))
    '甲区人民政府. 甲区人民政府关于开会的通知[J]. 甲区人民政府公报, 2019(3): 3.'
    >>> gbt7714(Document("1", "关于开会的通知", number="甲政发〔2019〕7号", written_on="2019-06-25"))
    '关于开会的通知: 甲政发〔2019〕7号[Z]. 2019-06-25.'
    """
    if not document.title:
        return None
    author = f"{document.issuer}. " if document.issuer else ""
    gazette = document.gazette
    if gazette is not None and gazette.title:
        return f"{author}{document.title}[J]. {_bare(gazette.title)}{_serial_place(gazette, document.page)}."
    number = f": {document.number}" if document.number else ""
    date = document.written_on or (str(document.year) if document.year is not None else "")
    return f"{author}{document.title}{number}[Z].{' ' + date + '.' if date else ''}"


def _serial_place(gazette: Gazette, page: int | None) -> str:
    """``, 2019(3): 3``: year, issue in brackets, page."""
    place = f", {gazette.year}" if gazette.year is not None else ""
    if gazette.number is not None:
        place += f"({gazette.number})" if place else f", ({gazette.number})"
    if page is not None:
        place += f": {page}"
    return place


def _bare(title: str) -> str:
    """A gazette's title without the marks that some collections keep around it."""
    return title.strip().removeprefix("《").removesuffix("》")
