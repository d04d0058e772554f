"""What of a web page is not its text: menus, banners, footers, forms, and whatever is hidden."""

from __future__ import annotations

import re

from indexer.files.html_tree import Element

_NEVER_TEXT = frozenset(
    [
        "audio",
        "button",
        "canvas",
        "datalist",
        "embed",
        "head",
        "iframe",
        "input",
        "map",
        "noembed",
        "noframes",
        "noscript",
        "object",
        "progress",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "video",
    ]
)
_FRAME = frozenset({"nav", "footer", "aside", "header"})
_FRAME_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar"}
)
_FRAME_NAME = re.compile(
    r"""(?:^|[\s_-]) (?:top|main|left|right|site|page|sub)? [_-]?    # main-nav
      (?: nav(?:bar|igation|igator)? | menu                          # navbar, menu
        | breadcrumbs? | crumbs?                                     # breadcrumb
        | foot(?:er)? | copyright | sidebar                          # footer
        | share | toolbar                                            # share
        | paginat(?:ion|or) | pager                                  # pagination
        | search(?:box|bar)? | friend_?links?                        # searchbox, friend_links
      ) (?:[_-]?(?:box|bar|wrap|list|\d+))? (?:$|[\s_-])             # menu-list, nav2
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""How pages name what frames their text, in class and id."""

_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_FRAME_SHARE = 0.4
"""What holds more of a page's text than this is not its frame, whatever it is called."""

_MENU_LINKS, _MENU_DENSITY, _MENU_LINK_LENGTH = 4, 0.85, 10
"""So many links, so much of the text in them, and so short on average: a menu. A list of titles is longer."""


def remove_clutter(root: Element) -> None:
    """Takes out of the tree, in place, what is evidently no text of the page; in doubt it stays."""
    lengths: dict[Element, tuple[int, int, int]] = {}
    total = _measure(root, lengths, in_link=False)[0]
    _prune(root, lengths, total)


def _measure(
    element: Element, lengths: dict[Element, tuple[int, int, int]], in_link: bool
) -> tuple[int, int, int]:
    """Characters of text, characters within links, and links below ``element``; entered for all of them."""
    text = linked = links = 0
    if element.name not in _NEVER_TEXT:
        for child in element.children:
            if isinstance(child, str):
                size = len("".join(child.split()))
                text += size
                linked += size if in_link else 0
            else:
                below = _measure(child, lengths, in_link or child.name == "a")
                text, linked, links = text + below[0], linked + below[1], links + below[2]
    links += element.name == "a"
    lengths[element] = (text, linked, links)
    return lengths[element]


def _prune(element: Element, lengths: dict[Element, tuple[int, int, int]], total: int) -> None:
    kept: list[Element | str] = []
    for child in element.children:
        if isinstance(child, Element):
            if _is_clutter(child, lengths[child], total):
                # What stood on both sides of it must not grow together.
                kept.append(Element("br"))
                continue
            _prune(child, lengths, total)
        kept.append(child)
    element.children = kept


def _is_clutter(element: Element, length: tuple[int, int, int], total: int) -> bool:
    if element.name in _NEVER_TEXT:
        return True
    attributes = element.attributes
    if "hidden" in attributes or _INVISIBLE.search(attributes.get("style", "")):
        return length[0] <= _FRAME_SHARE * total
    named = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    frame = (
        element.name in _FRAME
        or attributes.get("role", "").lower() in _FRAME_ROLES
        or _FRAME_NAME.search(named)
    )
    if frame:
        return length[0] <= _FRAME_SHARE * total
    text, linked, links = length
    return (
        links >= _MENU_LINKS
        and linked >= _MENU_DENSITY * text
        and linked <= _MENU_LINK_LENGTH * links
        and text <= _FRAME_SHARE * total
        and element.name in {"ul", "ol", "div", "table", "p", "td", "dl", "section", "center"}
    )
