"""How the server says no: the error code is also the HTTP status, and the words are the real ones."""

from __future__ import annotations

import math


class Refused(Exception):
    """An answer with `ok: false`. `parameters` are the body's, for a migration or a flood wait."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, object]:
        """The JSON of the refusal [D, "Making requests"]."""
        body: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        return {**body, "parameters": self.parameters} if self.parameters else body


def bad(description: str) -> Refused:
    """A 400."""
    return Refused(400, f"Bad Request: {description}")


def forbidden(description: str) -> Refused:
    """A 403."""
    return Refused(403, f"Forbidden: {description}")


def too_many(seconds: float) -> Refused:
    """A 429 that asks for whole seconds, one at least [C Query::set_retry_after_error]."""
    wait = max(1, math.ceil(seconds))
    return Refused(429, f"Too Many Requests: retry after {wait}", retry_after=wait)


def conflict(description: str) -> Refused:
    """A 409."""
    return Refused(409, f"Conflict: {description}")


def unauthorized() -> Refused:
    """A 401: the token is wrong or revoked."""
    return Refused(401, "Unauthorized")
