"""Schemathesis on the described API: any request that its schema allows, and many that it does not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from tests.api.conftest import Served, serve

pytestmark = pytest.mark.slow

OPERATIONS = (
    ("POST", "/api/ask"),
    ("POST", "/api/search"),
    ("GET", "/api/documents"),
    ("GET", "/v1/models"),
    ("GET", "/v1/models/{name}"),
    ("POST", "/v1/chat/completions"),
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(Path(tmp_path_factory.mktemp("schema")), most=64)


def test_every_operation_is_tried(running: Served) -> None:
    described = running.client.get("/api/openapi.json").json()["paths"]
    assert {(method.upper(), path) for path, methods in described.items() for method in methods} == set(OPERATIONS)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: str(mode.value))
def test_every_request_gets_a_described_reply(running: Served, method: str, path: str, mode: GenerationMode) -> None:
    """No crash, no undescribed status or body, whether the request is right or wrong."""
    schema = schemathesis.openapi.from_url(f"{running.url}/api/openapi.json")
    operation = schema[path][method]
    found: list[int] = []

    @given(data=st.data())
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    def tried(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        response = case.call(timeout=60)
        found.append(response.status_code)
        case.validate_response(
            response,
            checks=[
                schemathesis.checks.not_a_server_error,
                schemathesis.checks.CHECKS.get_one("status_code_conformance"),
                schemathesis.checks.CHECKS.get_one("content_type_conformance"),
                schemathesis.checks.CHECKS.get_one("response_schema_conformance"),
            ],
        )

    try:
        tried()
    except Exception as error:
        if "Unsatisfiable" in type(error).__name__ or "Cannot generate" in str(error):
            # Nothing wrong can be sent to an operation that takes nothing.
            assert mode is GenerationMode.NEGATIVE and method == "GET"
            return
        raise
    assert found
