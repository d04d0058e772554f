"""openapi.json held against the running application: generated requests, no 5xx, no undocumented answer."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from search_app import create_app
from search_app.settings import Settings
from search_app.web.openapi import description

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed (extra: browser)")

app = create_app(Settings(Path("not-yet-known")))
schema = schemathesis.openapi.from_wsgi("/openapi.json", app)


@pytest.fixture(scope="module", autouse=True)
def _over_the_index(web_index: Path) -> None:
    """Cases are collected before fixtures run, and describing itself takes no index."""
    app.extensions["gsearch"] = replace(app.extensions["gsearch"], settings=Settings(web_index))


@schema.parametrize()
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_described(case: Any) -> None:
    from schemathesis import checks

    case.call_and_validate(
        headers={"Accept-Encoding": "identity"},
        checks=[
            checks.not_a_server_error,
            schemathesis.specs.openapi.checks.status_code_conformance,
            schemathesis.specs.openapi.checks.content_type_conformance,
            schemathesis.specs.openapi.checks.response_schema_conformance,
        ],
    )


def test_every_route_is_described(web_index: Path) -> None:
    described = set(json.loads(description())["paths"])
    routes = {rule.rule for rule in create_app(Settings(web_index)).url_map.iter_rules()}
    api = {route for route in routes if route.startswith(("/api/", "/feed", "/healthz", "/metrics"))}
    named = {route.replace("<path:identity>", "{id}").replace("<key>", "{key}") for route in api}
    assert named <= described
