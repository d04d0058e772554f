"""The parameters of a search, the same for page, API, feed and export: URL → SearchRequest and back.

| parameter | means |
|---|---|
| ``q`` | the query |
| each of FILTERS | a filter; repeating it means OR |
| ``from`` ``to`` | a range of dates, the same as ``date=from..to`` |
| ``sort`` | ``relevance`` (default), ``newest``, ``oldest`` |
| ``offset`` ``limit`` | the slice of the result; bounded by LARGEST_LIMIT and DEEPEST |
| ``as_of`` | the day (YYYY-MM-DD) that what is in force is told and filtered for; today without it |
| ``brief`` | ``1``: a line a hit, BRIEF_LIMIT of them |
| ``unfold`` | ``1``: each document by itself, also those nearly the same as a better one |
| ``meaning`` | ``0``: by words alone, where the index has a model |
| ``exact`` ``explain`` | ``1``: no synonyms and no typo fallback; explain understanding and scores |
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar, get_args
from urllib.parse import parse_qsl, urlencode

from indexer.backends import Sort
from indexer.errors import UsageError
from indexer.fields import OFFERED
from search_app.query import is_letter
from search_app.response import SearchRequest, iso_day

FILTERS = tuple(field.name for field in OFFERED)
SEARCH = (
    "q",
    *FILTERS,
    "from",
    "to",
    "sort",
    "offset",
    "limit",
    "exact",
    "explain",
    "brief",
    "as_of",
    "unfold",
    "meaning",
)
"""All parameters of a search."""
SELECTING = ("q", *FILTERS, "from", "to", "exact", "as_of")
"""Those that say which documents are meant, whatever their order."""
SORTS: tuple[Sort, ...] = get_args(Sort)

DEFAULT_LIMIT = 10
BRIEF_LIMIT = 20
LARGEST_LIMIT = 100
LARGEST_EXPORT = 1_000
DEEPEST = 10_000
"""No result beyond this rank is handed out one page at a time; an export or a filter gets there sooner."""
LONGEST_QUERY = 1_000
LONGEST_VALUE = 200
MOST_VALUES = 50

Choice = TypeVar("Choice", bound=str)

Arguments = Mapping[str, Sequence[str]]
"""Parameter → its values in order, as a URL's query string gives them."""


def read_request(
    arguments: Arguments,
    *,
    facets: bool = False,
    explain: bool | None = None,
    default: int = DEFAULT_LIMIT,
    largest: int = LARGEST_LIMIT,
) -> SearchRequest:
    """The search that a URL asks for, ``default`` hits unless it says how many, at most ``largest``.

    Raises UsageError naming the parameter and what it may be.
    """
    brief = read_switch(arguments, "brief")
    limit = read_integer(arguments, "limit", _default_limit(default, brief=brief), 1, largest)
    return SearchRequest(
        query=read_query(arguments),
        filters=_filters(arguments),
        sort=read_choice(arguments, "sort", SORTS),
        offset=read_integer(arguments, "offset", 0, 0, DEEPEST - limit),
        limit=limit,
        facets=facets,
        explain=read_switch(arguments, "explain") if explain is None else explain,
        exact=read_switch(arguments, "exact"),
        brief=brief,
        as_of=read_day(arguments, "as_of"),
        unfold=read_switch(arguments, "unfold"),
        meaning=read_switch(arguments, "meaning", default=True),
    )


def read_day(arguments: Arguments, name: str) -> str | None:
    """A day as YYYY-MM-DD, None where none is given. Raises UsageError for anything else."""
    given = _first(arguments, name).strip()
    if not given:
        return None
    return iso_day(given, f"参数 {name}")


def _default_limit(default: int, *, brief: bool) -> int:
    return max(default, BRIEF_LIMIT) if brief else default


def known_only(arguments: Arguments, known: Collection[str]) -> None:
    """Raises UsageError for a parameter that is not ``known``, naming the nearest one that is."""
    for name in arguments:
        if name not in known:
            from difflib import get_close_matches

            near = get_close_matches(name, list(known), n=1, cutoff=0.6)
            advice = f"，是不是 {near[0]}？" if near else f"；可用的有 {'、'.join(known)}" if known else ""
            raise UsageError(f"没有参数 {name}{advice}")


def read_query(arguments: Arguments, name: str = "q") -> str:
    """The query as typed, without outer blanks; UsageError where it is too long (LONGEST_QUERY) and no letter."""
    query = _first(arguments, name).strip()
    if len(query) > LONGEST_QUERY and not is_letter(query):
        raise UsageError(f"检索词太长：最多{LONGEST_QUERY}个字符，这里有{len(query)}个")
    return query


def write_request(request: SearchRequest, *, default: int = DEFAULT_LIMIT) -> str:
    """The canonical query string of ``request``: equal searches have equal URLs, defaults are left out.

    >>> write_request(SearchRequest("河长制", {"year": ("2019",)}, offset=10))
    'q=%E6%B2%B3%E9%95%BF%E5%88%B6&year=2019&offset=10'
    """
    pairs = [("q", request.query)] if request.query else []
    pairs += [(name, value) for name in FILTERS for value in request.filters.get(name, ())]
    if request.sort != "relevance":
        pairs.append(("sort", request.sort))
    if request.exact:
        pairs.append(("exact", "1"))
    if request.brief:
        pairs.append(("brief", "1"))
    if not request.meaning:
        pairs.append(("meaning", "0"))
    if request.as_of:
        pairs.append(("as_of", request.as_of))
    if request.unfold:
        pairs.append(("unfold", "1"))
    if request.offset:
        pairs.append(("offset", str(request.offset)))
    if request.limit != _default_limit(default, brief=request.brief):
        pairs.append(("limit", str(request.limit)))
    return urlencode(pairs)


def written_pairs(request: SearchRequest) -> tuple[tuple[str, str], ...]:
    """The parameters of ``request`` from its first page on, for the hidden fields of a form."""
    return tuple(parse_qsl(write_request(replace(request, offset=0)), keep_blank_values=True))


def with_filter(request: SearchRequest, name: str, value: str) -> SearchRequest:
    """The same search narrowed by one more value, from its first page on."""
    values = (*(v for v in request.filters.get(name, ()) if v != value), value)
    return replace(request, filters={**request.filters, name: values}, offset=0)


def without_filter(request: SearchRequest, name: str, value: str | None = None) -> SearchRequest:
    """The same search without one value of a filter, or without the filter, from its first page on."""
    kept = tuple(v for v in request.filters.get(name, ()) if value is not None and v != value)
    filters = {key: values for key, values in request.filters.items() if key != name}
    return replace(request, filters={**filters, name: kept} if kept else filters, offset=0)


def _filters(arguments: Arguments) -> dict[str, tuple[str, ...]]:
    """The filters; ``from`` and ``to`` are a range of dates."""
    filters = {name: values for name in FILTERS if (values := _values(arguments, name))}
    since, until = (_first(arguments, name).strip() for name in ("from", "to"))
    if since or until:
        filters["date"] = (*filters.get("date", ()), f"{since}..{until}")
    return filters


def _first(arguments: Arguments, name: str) -> str:
    values = arguments.get(name, ())
    return values[0] if values else ""


def _values(arguments: Arguments, name: str) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(value.strip() for value in arguments.get(name, ()) if value.strip()))
    if len(values) > MOST_VALUES:
        raise UsageError(f"参数 {name} 太多：最多{MOST_VALUES}个")
    if any(len(value) > LONGEST_VALUE for value in values):
        raise UsageError(f"参数 {name} 太长：最多{LONGEST_VALUE}个字符")
    return values


def read_choice(arguments: Arguments, name: str, choices: tuple[Choice, ...]) -> Choice:
    """One of a few words, the first where none is given. Raises UsageError naming them."""
    given = _first(arguments, name) or choices[0]
    for choice in choices:
        if given == choice:
            return choice
    raise UsageError(f"参数 {name} 只能是 {'、'.join(choices)}")


def read_switch(arguments: Arguments, name: str, *, default: bool = False) -> bool:
    """``1`` is True, ``0`` False, nothing the ``default``. Raises UsageError for anything else."""
    given = _first(arguments, name) or ("1" if default else "0")
    if given not in ("", "0", "1"):
        raise UsageError(f"参数 {name} 只能是 0 或 1")
    return given == "1"


def read_integer(arguments: Arguments, name: str, default: int, least: int, most: int) -> int:
    """A whole number within bounds. Raises UsageError naming them."""
    given = _first(arguments, name)
    if not given:
        return default
    number = int(given) if given.isascii() and given.isdigit() and len(given) <= 9 else -1
    if not least <= number <= most:
        raise UsageError(f"参数 {name} 应为{least}到{most}之间的整数")
    return number
