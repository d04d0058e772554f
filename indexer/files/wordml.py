"""Small readers of WordprocessingML elements, whichever of its namespaces (transitional, strict) is used."""

from __future__ import annotations

from xml.etree.ElementTree import Element


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along ``path`` of local names, or None."""
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element if _local(inner.tag) == name), None)
    return element


def attribute(element: Element | None, name: str) -> str:
    """The attribute of that local name, '' where it is absent."""
    if element is None:
        return ""
    return next((text for key, text in element.attrib.items() if _local(key) == name), "")


def value(element: Element | None) -> str:
    """The ``w:val`` of an element, '' where either is absent."""
    return attribute(element, "val")


def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
