"""The pages of the web channel: the widget's files, and a conversation in plain HTML forms."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from jinja2 import Environment, FileSystemLoader, select_autoescape
from sanic.request import Request
from sanic.response import HTTPResponse, html, raw

from bot.answers.text import spoken_date
from bot.channels.refusals import LONGEST_BODY, LONGEST_TEXT, Refusal, too_long
from bot.settings import ROOT

if TYPE_CHECKING:
    from bot.channels.web import Visit, WebDesk

FOLDER = ROOT / "bot" / "widget"
PAGES = {"": "demo.html", "chat": "chat.html"}
"""Addresses of whole pages, by their path."""

PLAIN = "plain.html"
KINDS = {".js": "text/javascript", ".json": "application/json", ".css": "text/css"}


@dataclass(frozen=True)
class StaticFile:
    """A file as it is sent."""

    content: bytes
    packed: bytes
    kind: str
    tag: str


class Pages:
    """Serves the files of the widget, and the conversation for browsers without JavaScript."""

    def __init__(self, desk: WebDesk, folder: Path = FOLDER) -> None:
        self._desk = desk
        self._files = {
            path.relative_to(folder).as_posix(): _read(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != PLAIN and not path.name.startswith(".")
        }
        templates = Environment(
            loader=FileSystemLoader(folder), autoescape=select_autoescape(), trim_blocks=True
        )
        templates.filters["spoken_date"] = spoken_date
        self._templates = templates

    async def file(self, visit: Visit) -> HTTPResponse:
        """A file of the widget, or a page that holds it."""
        path = visit.request.match_info.get("path", "")
        found = self._files.get(PAGES.get(path, path))
        if found is None:
            raise Refusal("no_such_page", 404)
        return _sent(found, visit.request)

    async def open(self, visit: Visit) -> HTTPResponse:
        """The page without JavaScript, before a conversation."""
        return self._page()

    async def act(self, visit: Visit) -> HTTPResponse:
        """What a form asks for: a message, feedback, to forget, or to start again.

        The token is kept in the page, so there is no cookie; a page sent again answers once.
        """
        if len(visit.request.body) > LONGEST_BODY:
            raise too_long()
        form = _form(visit.request)
        token = form.get("token") or (await self._desk.new_conversation(visit))[0]
        problem = None
        try:
            if form.get("act") == "forget":
                await self._desk.forget_conversation(visit, token)
                return self._page(forgotten=True)
            if form.get("act") == "start":
                return self._page()
            await self._do(visit, token, form)
        except Refusal as refusal:
            problem = visit.phrases.say(refusal.code, **refusal.values)
            if refusal.status == 401:
                return self._page(problem=problem, text=form.get("text"))
        greeting, turns = await self._desk.read_conversation(visit, token)
        kept = form.get("text") if problem else None
        return self._page(token=token, greeting=greeting, turns=turns, problem=problem, text=kept)

    async def _do(self, visit: Visit, token: str, form: dict[str, str]) -> None:
        if form.get("act") in ("helpful", "unhelpful"):
            content: dict[str, Any] = {"turn": form.get("turn"), "remark": form.get("remark")}
            content["helpful"] = form["act"] == "helpful"
            await self._desk.keep_feedback(visit, token, content)
        else:
            kind = "suggestion" if form.get("suggestion") else "text"
            content = {"id": form.get("id"), kind: form.get(kind, "")}
            await self._desk.answer_message(visit, token, content)

    def _page(self, **values: Optional[Any]) -> HTTPResponse:
        values = {"new_id": secrets.token_hex(16), "longest": LONGEST_TEXT, **values}
        return html(self._templates.get_template(PLAIN).render(**values))


def _form(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in (request.form or {}).items() if values}


def _read(path: Path) -> StaticFile:
    content = path.read_bytes()
    kind = KINDS.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "text/plain"
    kind = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    packed = gzip.compress(content, mtime=0)
    return StaticFile(content, packed, kind, f'"{hashlib.sha256(content).hexdigest()[:16]}"')


def _sent(file: StaticFile, request: Request) -> HTTPResponse:
    headers = {"ETag": file.tag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == file.tag:
        return raw(b"", status=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return raw(file.packed, headers=headers, content_type=file.kind)
    return raw(file.content, headers=headers, content_type=file.kind)
