"""Chains and comparisons over HTTP: /api/chain, /api/compare and the page /compare."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from indexer.errors import UsageError
from indexer.generations import Generation
from search_app.relations import chain, chain_as_json, compare, comparison_as_json
from search_app.web.compare_page import compare_page
from search_app.web.parameters import LONGEST_VALUE, known_only
from search_app.web.site import answer

blueprint = Blueprint("relations", __name__)


@blueprint.get("/api/chain")
def chain_of_document() -> BaseResponse:
    (wanted,) = _named("document")
    return answer(lambda generation: jsonify(chain_as_json(chain(wanted, generation))))


@blueprint.get("/api/compare")
def compared() -> BaseResponse:
    a, b = _named("a", "b")
    return answer(lambda generation: jsonify(comparison_as_json(compare(a, b, generation))))


@blueprint.get("/compare")
def comparing() -> BaseResponse:
    """The page; without both documents a form that asks for them."""
    if not (request.args.get("a", "").strip() and request.args.get("b", "").strip()):
        given = {name: request.args.get(name, "").strip() for name in ("a", "b")}
        return Response(render_template("compare_form.html", **given))
    a, b = _named("a", "b")

    def make(generation: Generation) -> Response:
        page = compare_page(compare(a, b, generation))
        return Response(render_template("compare.html", page=page, generation=generation.name))

    return answer(make)


def _named(*names: str) -> tuple[str, ...]:
    """The documents (id or number) that the parameters name. Raises UsageError where one is missing or unknown."""
    known_only(request.args.to_dict(flat=False), names)
    values = tuple(request.args.get(name, "").strip() for name in names)
    for name, value in zip(names, values, strict=True):
        if not value or len(value) > LONGEST_VALUE:
            raise UsageError(f"参数 {name} 要给一件公文的编号或文号")
    return values
