"""Filters, typed (``district:周村区``) or given beside the query, as engine queries over keyword fields."""

from __future__ import annotations

from collections.abc import Mapping

from indexer.analysis import squeezed
from indexer.backends import And, Prefix, Query, Substring, Term
from indexer.errors import UsageError
from indexer.fields import BY_NAME, LABELS
from indexer.schema import TITLE, TITLE_BIGRAM, keyword
from search_app.query.combining import any_of
from search_app.query.dates import read_dates
from search_app.query.numbers import own_query
from search_app.query.parser import read_years
from search_app.query.places import other_names
from search_app.query.syntax import Filter, YearFilter
from search_app.searcher import Searcher

MAX_VALUES = 500
"""Values of a field that one filter may stand for."""


def filter_query(node: Filter | YearFilter, index: Searcher) -> Query:
    """Documents that the filter lets through. Raises UsageError for a field that cannot be filtered by."""
    if isinstance(node, YearFilter):
        return _years(node, index)
    if node.field == "date":
        return _dates(node.value, index)
    if node.field == "number":
        return _number(node.value, index)
    if node.field == "title":
        return _title(squeezed(node.value), index)
    if node.field == "text":
        return Substring(squeezed(node.value))
    if node.field == "validity":
        return _in_force(node.value, index)
    if not _is_known(node.field):
        raise UsageError(f"不能按“{node.field}”筛选")
    terms = values(node, index) + [(other.field, other.term) for other in other_names(node, index)]
    return any_of([Term(name, value) for name, value in dict.fromkeys(terms)])


def filters_query(filters: Mapping[str, tuple[str, ...]], index: Searcher) -> Query | None:
    """Filters beside the query: values of one field mean OR, different fields AND; None where there are none.

    Raises UsageError for an unknown field and for a value that its field cannot have; it names the field.
    """
    clauses = [
        any_of([_given(name, value, index) for value in given])
        for name, given in sorted(filters.items())
        if given
    ]
    if not clauses:
        return None
    return clauses[0] if len(clauses) == 1 else And(tuple(clauses))


def _given(name: str, value: str, index: Searcher) -> Query:
    """The filter beside the query: where it is wrong, the field must be named, since no caret can point at it."""
    try:
        return filter_query(as_filter(name, value), index)
    except UsageError as error:
        raise UsageError(f"{name}（{LABELS[name]}）：{error}" if name in LABELS else str(error)) from None


def as_filter(name: str, value: str) -> Filter | YearFilter:
    """A filter given beside the query, as if it had been typed."""
    if name == "year":
        return read_years(value)
    if not _is_known(name):
        raise UsageError(f"没有“{name}”这个筛选项")
    if name == "date":
        read_dates(value)
    if not squeezed(value):
        raise UsageError("没有写值")
    return Filter(name, value)


def _is_known(name: str) -> bool:
    """Whether documents can be told by the field: it is filtered by, or the index holds it for other uses."""
    field = BY_NAME.get(name)
    return field is not None and (field.indexed or field.filter is not None)


def values(node: Filter, index: Searcher) -> list[tuple[str, str]]:
    """Keyword fields and values that the filter's value means: itself where the index holds it, else what
    holds it.

    ``周村`` is 周村区, ``济南市市中区`` a district with its city, ``人社局`` any issuer with that name
    inside.
    """
    value = keyword(node.value)
    fields = ("district", "place") if node.field == "district" else (node.field,)
    for field in fields:
        if index.frequency(field, value):
            return [(field, value)]
    if node.quoted:
        return [(node.field, value)]
    forms = [value, *(keyword(other) for other in index.dictionaries.synonyms.get(node.value, ()))]
    found = [
        (field, term)
        for field in fields
        for term, _ in index.reader.terms(field)
        if any(form in term for form in forms)
    ]
    begun = [(field, term) for field, term in found if term.startswith(value)]
    return (begun or found)[:MAX_VALUES] or [(node.field, value)]


def _in_force(status: str, index: Searcher) -> Query:
    """Documents whose status it is on the searcher's day; their courses are few, however many they are."""
    from search_app.relations import courses_in

    courses = courses_in(status, (course for course, _ in index.reader.terms("validity")), index.on)
    return any_of([Term("validity", course) for course in courses])


def _years(node: YearFilter, index: Searcher) -> Query:
    return any_of(
        [
            Term("year", year)
            for year, _ in index.reader.terms("year")
            if year.isdigit() and (node.first or 0) <= int(year) <= (node.last or 9999)
        ]
    )


def _dates(value: str, index: Searcher) -> Query:
    first, last = read_dates(value)
    return any_of([Term("date", date) for date, _ in index.reader.terms("date") if first <= date <= last])


def _number(value: str, index: Searcher) -> Query:
    from indexer.identifiers import parse_number_query

    if index.frequency("number", keyword(value)):
        return Term("number", keyword(value))
    pattern = parse_number_query(value)
    if pattern is None:
        return Term("number", keyword(value))
    query = own_query(pattern)
    if pattern.year is None and pattern.sequence is None and not index.count(query):
        return Prefix("number", keyword(value))
    return query


def _title(value: str, index: Searcher) -> Query:
    """The string stands in the title: it stands in the document, and all its pairs in the title."""
    if len(value) > 1:
        pairs = tuple(Term(TITLE_BIGRAM, value[at : at + 2]) for at in range(len(value) - 1))
        return And((*pairs, Substring(value)))
    pairs = tuple(Term(TITLE_BIGRAM, pair) for pair, _ in index.reader.terms(TITLE_BIGRAM) if value in pair)
    return any_of([Term(TITLE, value), *pairs])
