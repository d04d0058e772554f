"""The description of the interface (OpenAPI 3.1): templates/openapi.json with the list of fields filled in."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from indexer.fields import OFFERED, STATED, TEXT
from indexer.models import Field, rows_of
from search_app.web.parameters import LONGEST_VALUE, MOST_VALUES

_FRAME = Path(__file__).parent.parent / "templates" / "openapi.json"
_FILTERS_GO_HERE = "filters"
_PATTERNS = {
    "years": "^([0-9]{4}([.][.]([0-9]{4})?)?|[.][.][0-9]{4})$",
    "dates": "^([12][0-9]{3}(-(0[1-9]|1[0-2]))?([.][.])?|[.][.][12][0-9]{3})$",
}
"""What a filter's value has to look like; dates have more forms than are described."""

Schema = dict[str, Any]


@cache
def description() -> str:
    """The whole description as JSON text; the fields are those of ``indexer.fields``."""
    frame: Schema = json.loads(_FRAME.read_text(encoding="utf-8"))
    schemas = frame["components"]["schemas"]
    for field in STATED:
        if field.of is not None:
            schemas[field.of.__name__] = _object({part.name: _value(part) for part in rows_of(field.of)})
    document = {field.name: _value(field) for field in STATED}
    standing = {"validity": _reference("Validity"), "relations": _list_of("Relation")}
    text = {"text": {"type": "string", "description": TEXT.label}}
    url = {"url": {"type": "string", "description": "网页地址"}}
    around = {
        "cited_by": _list_of("Named"),
        "similar": _list_of("Named"),
        "outline": _list_of("Outlined"),
        "citations": _reference("Citations"),
    }
    schemas["Document"] = _object({**document, **text, **standing, **around, **url})
    schemas["ListedDocument"] = _object({**document, **text, **standing, **url})
    schemas["ListedDocument"]["required"].remove("text")
    hit = schemas["Hit"]["properties"]
    schemas["Hit"] = _object({**hit, **document, **standing, "snippets": hit["snippets"]})
    schemas["Hit"]["required"].remove("by")
    for path in frame["paths"].values():
        path["get"]["parameters"] = [*_filled(path["get"].get("parameters", []))]
    return json.dumps(frame, ensure_ascii=False, indent=1)


def _reference(schema: str) -> Schema:
    return {"$ref": f"#/components/schemas/{schema}"}


def _list_of(schema: str) -> Schema:
    return {"type": "array", "items": _reference(schema)}


def _filled(parameters: list[Any]) -> list[Any]:
    """``parameters`` with one for each filter where the frame leaves room for them."""
    return [
        filled
        for parameter in parameters
        for filled in (map(_filter, OFFERED) if parameter == _FILTERS_GO_HERE else (parameter,))
    ]


def _filter(field: Field) -> Schema:
    value: Schema = {"type": "string", "maxLength": LONGEST_VALUE}
    if field.filter in _PATTERNS:
        value["pattern"] = _PATTERNS[field.filter]
    about = f"{field.label}（{field.hint}）" if field.hint else field.label
    return {
        "name": field.name,
        "in": "query",
        "description": f"{about}；可重复，重复表示“或”",
        "required": False,
        "schema": {"type": "array", "items": value, "maxItems": MOST_VALUES},
        "explode": True,
        "style": "form",
    }


def _object(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _value(field: Field) -> Schema:
    """What a field's value looks like; one that need not be stated may be null, a list may be empty."""
    if field.of is not None:
        reference = {"$ref": f"#/components/schemas/{field.of.__name__}"}
        if field.kind == "objects":
            return {"type": "array", "items": reference, "description": field.label}
        return {"oneOf": [reference, {"type": "null"}], "description": field.label}
    if field.kind == "texts":
        return {"type": "array", "items": {"type": "string"}, "description": field.label}
    kind = {"whole": "integer", "share": "number"}.get(field.kind, "string")
    schema: Schema = {"type": kind if field.required else [kind, "null"], "description": field.label}
    return {**schema, "format": "date"} if field.kind == "date" else schema
