"""The web protocol against its description, by schemathesis."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bot.settings import ROOT
from tests.scenarios.served import Served
from tests.scenarios.visitor import Visitor

EACH = 40
TOGETHER = 8
"""Requests of one visitor; more would be refused as too many."""

CHECKS = (
    *(not_a_server_error, status_code_conformance, content_type_conformance),
    response_schema_conformance,
)
"""Not that all else is refused: fields that nobody asked for are passed over."""

schema = schemathesis.openapi.from_path(ROOT / "docs" / "web-protocol.openapi.yml")


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    kept = tmp_path_factory.mktemp("protocol")
    served = Served(ROOT, kept, settings={"SANIC_PROXIES_COUNT": "1"})
    try:
        yield served.wait_until_it_answers()
        assert "Traceback" not in served.errors
    finally:
        served.stop()


@pytest.fixture(scope="module")
def visitors(assistant: Served) -> Iterator[dict[str, str]]:
    """The headers of one visitor after another."""

    def each() -> Iterator[dict[str, str]]:
        for number in count():
            address = f"10.77.{number // 250}.{number % 250}"
            visitor = Visitor(assistant.address, **{"X-Forwarded-For": address}).open()
            for _ in range(TOGETHER):
                yield {"Authorization": f"Bearer {visitor.token}", "X-Forwarded-For": address}

    return each()


@schema.parametrize()
@settings(
    max_examples=EACH,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_every_request_gets_what_the_description_says(case, assistant, visitors) -> None:
    headers = next(visitors)

    response = case.call(base_url=f"{assistant.address}/webhooks/web", headers=headers)

    case.validate_response(response, checks=CHECKS)
