"""MAIN PATH of the room: the statements of all documents → relations on disk and each document's course.

Read twice, and of large collections never held: the first reading registers the heads, the second resolves every
mention. What no document bears gets a key of its own, so that a number nobody indexed has a timeline too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dictionaries import Dictionaries
from indexer.relations.assembly import DEFAULT_SIGNATURE, event_of, own_events
from indexer.relations.near_duplicates import Likenesses
from indexer.relations.register import Register, names_itself
from indexer.relations.signatures import signature
from indexer.relations.statements import Head, Likeness, Mention, Statements
from indexer.relations.store import Link, Store, Writer
from indexer.relations.targets import title_key
from indexer.relations.timeline import Timeline

_HELD = 60_000
"""Documents up to which their statements are held from one reading to the other, 2 kB each."""


@dataclass(frozen=True, slots=True)
class Related:
    """What the index learns of its documents, by id: ``courses`` are signatures where they are not the default,
    ``likenesses`` are those of documents that have others nearly the same.
    """

    courses: Mapping[str, str]
    likenesses: Mapping[str, Likeness]

    def course(self, id: str) -> str:  # noqa: A002 - the contract's word
        return self.courses.get(id, DEFAULT_SIGNATURE)


def relate(statements: Callable[[], Iterable[Statements]], path: Path, dictionaries: Dictionaries) -> Related:
    """Writes all relations to ``path``; returns what the engine's documents are to know.

    ``statements`` is called twice and yields the same both times, each id once. Raises OSError.
    """
    writer = Writer(path)
    related = _written(statements, writer, dictionaries)
    writer.finish()
    return related


def related_alone(statements: Sequence[Statements], dictionaries: Dictionaries) -> Store:
    """The relations of a few documents among themselves, in memory; to be closed."""
    writer = Writer(None)
    _written(lambda: statements, writer, dictionaries)
    return writer.opened()


def _written(
    statements: Callable[[], Iterable[Statements]], writer: Writer, dictionaries: Dictionaries
) -> Related:
    register = Register()
    likenesses = Likenesses()
    heads: dict[str, Head] = {}
    courses: dict[str, Timeline] = {}
    held: list[Statements] = []
    for each in _noting(statements(), held):
        register.add(each.head)
        heads[each.head.id] = each.head
        writer.add_document(each.head, each.terms)
        if each.terms:
            courses[each.head.id] = _own(each)
    national = dictionaries.markers.get("central_code_lead", ())
    for each in held or statements():
        likenesses.add(each.head, each.fingerprint)
        if each.mentions:
            writer.add_links(_links(each, register, national))
    alike = likenesses.found()
    prints = _prints(alike)
    for key, links in writer.turning():
        for id_ in prints.get(alike[key].print, [key]) if key in alike else [key]:
            if id_ in heads:
                known = courses.get(id_) or Timeline((), heads[id_].written_on, heads[id_].has_validity)
                events = (event_of(link.mention, heads[link.citing]) for link in links)
                courses[id_] = Timeline((*known.events, *events), known.issued_on, known.has_validity)
    writer.add_likenesses(alike)
    signatures = ((id_, signature(course)) for id_, course in courses.items())
    return Related({id_: course for id_, course in signatures if course != DEFAULT_SIGNATURE}, alike)


def _noting(statements: Iterable[Statements], held: list[Statements]) -> Iterator[Statements]:
    """``statements``; when all are through, ``held`` has them, unless they are too many to be held."""
    count = 0
    for count, each in enumerate(statements, 1):
        if count <= _HELD:
            held.append(each)
        yield each
    if count > _HELD:
        held.clear()


def _prints(alike: Mapping[str, Likeness]) -> Mapping[str, list[str]]:
    """Id of the first print → ids of all prints of that document: what is said of one is said of all."""
    found: dict[str, list[str]] = {}
    for id_, each in alike.items():
        found.setdefault(each.print, []).append(id_)
    return found


def _own(statements: Statements) -> Timeline:
    head = statements.head
    return Timeline(own_events(head, statements.terms), head.written_on, head.has_validity)


def _links(statements: Statements, register: Register, national: tuple[str, ...]) -> Iterable[Link]:
    citing = statements.head
    for mention in statements.mentions:
        found = register.resolve(mention, citing)
        if found is None and names_itself(mention, citing):
            continue
        key = found.id if found else unheld_key(mention, citing, national)
        yield Link(citing.id, key, found is not None, mention)


def unheld_key(mention: Mention, citing: Head, national: tuple[str, ...] = ()) -> str:
    """Under which a document that the collection lacks is known: its number, or title, in the place that speaks of it.

    National numbers (国发…) are one all over the country; it is never an id (it holds a ``|``).
    """
    area = "".join(part or "" for part in (citing.province, citing.city))
    if mention.number:
        return f"{mention.number}|{'' if mention.number.startswith(national or ('国',)) else area}"
    return f"《{title_key(mention.title or '')}》|{area}{citing.district or ''}"
