"""Whether a request that changes something was made by a page of ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}


class Site(NamedTuple):
    """A scheme, a host in lower case and a port: what browsers compare."""

    scheme: str
    host: str
    port: int


def read(origin: str) -> Site | None:
    """An `Origin` value as a site; None when it is `null`, malformed, or more than an origin."""
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    more = parts.path or parts.query or parts.fragment or "@" in parts.netloc or parts.netloc.endswith(":")
    if scheme not in PORTS or not parts.hostname or more:
        return None
    return Site(scheme, parts.hostname.lower(), port if port is not None else PORTS[scheme])


def is_ours(headers: Mapping[str, str], public: str = "") -> bool:
    """Whether `headers` come from a page of this site.

    With a `public` address (`https://talk.example.org`) only that counts. Without one the page must have come from the
    host that is now addressed; its scheme may be either, since a proxy in front may add TLS.

    Every browser of the last years sends `Origin` with a POST. Where it is missing (a text browser), a `Referer` of
    ours will do; where both are missing, nothing will.
    """
    named = headers.get("Origin")
    if named is None:
        named = origin_of(headers.get("Referer", ""))
    site = read(named)
    if site is None:
        return False
    if public:
        return site == read(public.rstrip("/"))
    return site == read(f"{site.scheme}://{headers.get('Host', '')}")


def origin_of(address: str) -> str:
    """The origin part of a page's address; empty when it has none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
