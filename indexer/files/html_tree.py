"""Tags and texts → a tree of elements, forgiving what pages leave open and bounded in depth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from indexer.files.html_tokens import End, Start, Token

MAX_DEPTH = 200
"""Deeper elements become children of the deepest one: pages made by people nest to about 40, and recursion
over the tree must stay well inside Python's limit."""

_VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    }
)
_TABLE_PARTS = frozenset({"thead", "tbody", "tfoot", "tr", "td", "th", "caption"})

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "ul",
    ]
)
"""Elements that begin and end a line of their own."""

_CLOSES: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu", "dir", "table"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl", "table"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl", "table"})),
    "option": (frozenset({"option"}), frozenset({"select"})),
    "td": (frozenset({"td", "th", "caption"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th", "caption"}), frozenset({"tr", "table"})),
    "tr": (frozenset({"tr", "caption"}), frozenset({"table"})),
    "thead": (frozenset({"thead", "tbody", "tfoot", "caption"}), frozenset({"table"})),
    "tbody": (frozenset({"thead", "tbody", "tfoot", "caption"}), frozenset({"table"})),
    "tfoot": (frozenset({"thead", "tbody", "tfoot", "caption"}), frozenset({"table"})),
}
"""Start tag → the open elements that it ends, and those beyond which it ends nothing (HTML 13.1.2.4)."""

_HEAD_WITHIN = 5
"""Open elements among which a <head> that was never closed is looked for."""

_P_BOUNDARY = frozenset({"table", "td", "th", "button", "div", "li"})


@dataclass(eq=False, slots=True)
class Element:
    """An element with its children in order, elements and texts."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element | str]:
        """All elements and texts below this one, in the order of the page."""
        pending = list(reversed(self.children))
        while pending:
            child = pending.pop()
            yield child
            if isinstance(child, Element):
                pending += reversed(child.children)

    def elements(self) -> Iterator[Element]:
        """All elements below this one, in the order of the page."""
        return (child for child in self.walk() if isinstance(child, Element))

    def text(self) -> str:
        """All text below this element, put together as it stands in the page."""
        return "".join(child for child in self.walk() if isinstance(child, str))


def build_tree(source: Iterable[Token]) -> Element:
    """The tree of a page under one root; never fails, whatever is open, closed twice or in the wrong
    place."""
    root = Element("#root")
    stack = [root]
    for token in source:
        if isinstance(token, str):
            stack[-1].children.append(token)
        elif isinstance(token, Start):
            _close_implied(stack, token.name)
            element = Element(token.name, token.attributes)
            stack[-1].children.append(element)
            if token.name not in _VOID and len(stack) < MAX_DEPTH:
                stack.append(element)
        else:
            _close(stack, token)
    return root


def _close_implied(stack: list[Element], name: str) -> None:
    if name in _CLOSES:
        ended, beyond = _CLOSES[name]
        _pop_to(stack, ended, beyond)
    elif name in BLOCKS:
        _pop_to(stack, frozenset({"p"}), _P_BOUNDARY)
    if name in BLOCKS and len(stack) <= _HEAD_WITHIN:
        _pop_to(stack, frozenset({"head"}), frozenset())


def _close(stack: list[Element], token: End) -> None:
    if token.name in ("p", "br") and all(element.name != token.name for element in stack):
        stack[-1].children.append(Element("br"))
        return
    beyond = frozenset({"table"}) if token.name in _TABLE_PARTS else frozenset({"table", "td", "th"})
    _pop_to(stack, frozenset({token.name}), beyond)


def _pop_to(stack: list[Element], ended: frozenset[str], beyond: frozenset[str]) -> None:
    """Closes the innermost open element named in ``ended``, with all in it, unless one of ``beyond`` holds
    it."""
    for at in range(len(stack) - 1, 0, -1):
        if stack[at].name in ended:
            del stack[at:]
            return
        if stack[at].name in beyond:
            return
