"""Somebody with a browser, in small."""

from __future__ import annotations

import html
import re

from aiohttp import ClientResponse, ClientSession


class Person:
    """Somebody with a browser without scripts: keeps cookies, sends forms back as they came."""

    def __init__(self, session: ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def open(self, path: str = "/", **headers: str) -> str:
        async with self.session.get(self.url + path, headers=headers) as answer:
            assert answer.status == 200
            return await answer.text()

    async def form(self) -> str:
        """The hidden id of a page that was just opened."""
        return hidden_id(await self.open())

    async def say(self, text: str | None = None, id: str | None = None, htmx: bool = False, **fields: str) -> Answer:
        """Sends the form with a new id, or with `id` again."""
        data = {"id": id if id is not None else await self.form(), **fields}
        if text is not None:
            data["text"] = text
        headers = {"Origin": self.url} | ({"HX-Request": "true"} if htmx else {})
        async with self.session.post(self.url + "/say", data=data, headers=headers, allow_redirects=False) as answer:
            return await Answer.of(answer)

    async def post(self, body: bytes, **headers: str) -> Answer:
        """Sends any bytes as a form."""
        sent = {"Origin": self.url, "Content-Type": "application/x-www-form-urlencoded"} | headers
        url = self.url + "/say"
        async with self.session.post(url, data=body, headers=sent, allow_redirects=False) as answer:
            return await Answer.of(answer)


class Answer:
    """A response that was read to its end."""

    def __init__(self, status: int, text: str, headers: dict[str, str]) -> None:
        self.status = status
        self.text = text
        self.headers = headers

    @classmethod
    async def of(cls, response: ClientResponse) -> Answer:
        return cls(response.status, await response.text(), dict(response.headers))


def hidden_id(page: str) -> str:
    """The delivery id in a page or a piece of one."""
    found = re.search(r'name="id" value="([^"]+)"', page)
    assert found is not None
    return html.unescape(found[1])


def shown(page: str) -> list[int]:
    """The ids of the entries in a page, in order."""
    return [int(id) for id in re.findall(r'<li id="e(\d+)"', page)]
