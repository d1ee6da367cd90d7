"""Signed cookies: what comes back is what was given out, or nothing."""

from __future__ import annotations

import hashlib
import ipaddress

from aiohttp import web
from itsdangerous import BadData, Signer, TimestampSigner

DAY = 24 * 60 * 60
LIFE = 400 * DAY
"""Seconds. Browsers cap a cookie's life at 400 days (RFC 6265bis, section 5.5)."""
RENEWED_AFTER = 30 * DAY


class Cookies:
    """Reads and writes one signed cookie, `name`. `public` is the site's own address where it is known.

    The cookie is HttpOnly, SameSite=Lax and of the whole site. Where the site is reached over TLS it is `Secure` and
    named `__Host-...`, so that no neighbouring host or plain-text page can plant one.
    """

    def __init__(self, key: bytes, name: str, public: str = "") -> None:
        self._signer = TimestampSigner(key, salt=f"notdate.cookie.{name}", digest_method=hashlib.sha256)
        self._name = name
        self._public = public

    def read(self, request: web.Request) -> str | None:
        """The value that was signed here, or None when there is none, it was changed, or it is too old."""
        try:
            return self._signer.unsign(request.cookies.get(self.name(request), ""), max_age=LIFE).decode("ascii")
        except (BadData, UnicodeError):
            return None

    def is_fresh(self, request: web.Request) -> bool:
        """Whether the cookie that came need not be given out again yet."""
        try:
            self._signer.unsign(request.cookies.get(self.name(request), ""), max_age=RENEWED_AFTER)
        except (BadData, UnicodeError):
            return False
        return True

    def write(self, request: web.Request, response: web.StreamResponse, value: str) -> None:
        """The browser will send `value`, signed, with every request from now on."""
        signed = self._signer.sign(value.encode("ascii")).decode("ascii")
        response.set_cookie(
            self.name(request),
            signed,
            max_age=LIFE,
            path="/",
            secure=self._is_secure(request),
            httponly=True,
            samesite="Lax",
        )

    def name(self, request: web.Request) -> str:
        """What the cookie is called on the site that `request` addressed."""
        return f"__Host-{self._name}" if self._is_secure(request) else self._name

    def _is_secure(self, request: web.Request) -> bool:
        if self._public:
            return self._public.startswith("https://")
        return not is_near(request.host)


def is_near(host: str) -> bool:
    """Whether `host` (with or without a port) is this machine or the local network, where there is no TLS to be had."""
    bare = host.rsplit(":", 1)[0] if host.count(":") == 1 else host.partition("]")[0].lstrip("[")
    try:
        return ipaddress.ip_address(bare).is_private
    except ValueError:
        return bare == "localhost" or bare.endswith((".localhost", ".local"))


class Seal:
    """Signs short texts for one reader, and reads them back."""

    def __init__(self, key: bytes, purpose: str) -> None:
        self._key = key
        self._purpose = purpose

    def close(self, text: str, reader: str) -> str:
        """`text` with a signature that only counts for `reader`."""
        return self._signer(reader).sign(text.encode("ascii")).decode("ascii")

    def open(self, sealed: str, reader: str) -> str | None:
        """The text, or None when it was not closed here for `reader`."""
        try:
            return self._signer(reader).unsign(sealed).decode("ascii")
        except (BadData, UnicodeError):
            return None

    def _signer(self, reader: str) -> Signer:
        return Signer(self._key, salt=f"notdate.{self._purpose}.{reader}", digest_method=hashlib.sha256)
