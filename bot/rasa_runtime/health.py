"""Tells whoever balances the load whether this process lives, and whether it can answer."""

from __future__ import annotations

import asyncio
from typing import Any

import sqlalchemy as sa
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

PATIENCE = 3.0
"""Seconds for which database and Redis are waited for."""


def health_routes() -> Blueprint:
    """GET /health: the process answers requests. GET /ready: it can answer people."""
    routes = Blueprint("health")

    @routes.route("/health", methods=["GET"])
    async def health(_request: Request) -> HTTPResponse:
        return json_response({"status": "ok"})

    @routes.route("/ready", methods=["GET"])
    async def ready(request: Request) -> HTTPResponse:
        state = await look(request.app.ctx.agent)
        return json_response(state, status=200 if all(state.values()) else 503)

    return routes


async def look(agent: Any) -> dict[str, bool]:
    """What a message needs, and whether it is there."""
    engine, locks = getattr(agent.tracker_store, "engine", None), agent.lock_store
    state = {"model": agent.is_ready()}
    if engine is not None:
        state["database"] = await _answers(asyncio.to_thread(_select_one, engine))
    if hasattr(locks, "ping"):
        state["locks"] = await _answers(locks.ping())
    return state


def _select_one(engine: Any) -> None:
    with engine.connect() as database:
        database.execute(sa.text("SELECT 1"))


async def _answers(work: Any) -> bool:
    try:
        await asyncio.wait_for(work, PATIENCE)
    except Exception:
        return False
    return True
