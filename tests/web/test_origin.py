"""Who may post."""

from __future__ import annotations

import pytest

from bot.web.origin import is_ours
from tests.web.fakes import Bot
from tests.web.person import Person

HOST = "talk.example.org:8080"
OURS = "http://talk.example.org:8080"
FOREIGN = (
    "null",
    "",
    "http://evil.example",
    "http://talk.example.org",  # another port
    "http://talk.example.org:8081",
    "http://talk.example.org:80800",
    "http://talk.example.org:8080.evil.example",
    "http://talk.example.org.evil.example:8080",
    "http://eviltalk.example.org:8080",
    "http://talk.example.org:8080@evil.example",
    "http://evil.example#http://talk.example.org:8080",
    "http://talk.example.org:8080/",
    "http://talk.example.org:8080?x",
    "http://talk.example.org:x",
    "http://talk.example.org:",
    "http://[talk.example.org]:8080",
    "file://talk.example.org:8080",
    "talk.example.org:8080",
    "http://",
    "http://talk.example.org:8080 http://evil.example",
)


@pytest.mark.parametrize("origin", [OURS, OURS.upper(), "https://talk.example.org:8080"])
def test_our_own_pages_may(origin: str) -> None:
    """The same host and port, in any case, with TLS in front or without."""
    assert is_ours({"Origin": origin, "Host": HOST})


@pytest.mark.parametrize("origin", FOREIGN)
def test_nobody_else_may(origin: str) -> None:
    """Not another host, port, suffix, prefix, scheme, nor an origin that is none."""
    assert not is_ours({"Origin": origin, "Host": HOST})


def test_the_default_port_may_be_named_or_not() -> None:
    """`https://x` and `x:443` are one site."""
    assert is_ours({"Origin": "https://x.example", "Host": "x.example"})
    assert is_ours({"Origin": "https://x.example", "Host": "x.example:443"})
    assert not is_ours({"Origin": "https://x.example", "Host": "x.example:80"})


def test_a_missing_origin_needs_a_referer_of_ours() -> None:
    """Both missing is no; a `Referer` does not outweigh a foreign `Origin`."""
    assert not is_ours({"Host": HOST})
    assert is_ours({"Host": HOST, "Referer": OURS + "/?deck=x"})
    assert not is_ours({"Host": HOST, "Referer": "http://evil.example/" + OURS})
    assert not is_ours({"Host": HOST, "Referer": "http://[x"})
    assert not is_ours({"Host": HOST, "Origin": "null", "Referer": OURS + "/"})


def test_with_a_public_address_only_that_counts() -> None:
    """Neither the host header nor another scheme can stand in for it."""
    public = "https://talk.example.org"
    assert is_ours({"Origin": public, "Host": "127.0.0.1:8080"}, public)
    assert not is_ours({"Origin": "http://talk.example.org", "Host": "talk.example.org"}, public)
    assert not is_ours({"Origin": "http://evil.example", "Host": "evil.example"}, public)


@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
async def test_a_foreign_page_changes_nothing(ada: Person, bot: Bot, origin: str) -> None:
    """A post from elsewhere, with a good cookie and a good id, is refused and not taken."""
    id = await ada.form()
    answer = await ada.post(f"id={id}&text=hi".encode(), Origin=origin)
    assert answer.status == 403
    assert "Set-Cookie" not in answer.headers
    assert bot.messages() == []
