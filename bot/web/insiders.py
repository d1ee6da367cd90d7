"""Who may see what is nobody else's business: a program on this machine, or whoever shows the token."""

from __future__ import annotations

import hmac
import ipaddress

from aiohttp import web

from bot.web.cookies import is_near

PASSED_ON = ("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via")
"""Headers by which a proxy tells that somebody else asks."""
BEARER = "Bearer "


def is_insider(request: web.Request, token: str, public: str = "") -> bool:
    """Whether `request` shows the `token`, or, where there is none, comes from this machine itself.

    What a proxy passes on comes from this machine, too, and a proxy need not say so in a header: where the site has a
    `public` address, one stands in front of it, and only the token counts.
    """
    if token:
        shown = request.headers.get("Authorization", "")
        # As bytes, since comparing texts that are not ASCII raises.
        return hmac.compare_digest(shown.encode("utf-8", "surrogateescape"), f"{BEARER}{token}".encode())
    return not public and not any(name in request.headers for name in PASSED_ON) and _is_here(request)


def _is_here(request: web.Request) -> bool:
    """Both ends are this machine: any page may have its own name lead here, and ask through a browser."""
    return _is_loopback(request.remote or "") and is_near(request.host) and not request.headers.get("Origin")


def _is_loopback(address: str) -> bool:
    try:
        there = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    plain = there.ipv4_mapped if isinstance(there, ipaddress.IPv6Address) else None
    return (plain or there).is_loopback
