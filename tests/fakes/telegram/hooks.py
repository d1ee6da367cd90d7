"""setWebhook, deleteWebhook and getWebhookInfo."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlsplit

from tests.fakes.telegram.account import NOT_BY_DEFAULT, UPDATES, Account
from tests.fakes.telegram.errors import bad, conflict, too_many
from tests.fakes.telegram.nouns import Json
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.polling import BY_HOOK
from tests.fakes.telegram.webhook import Delivery, Target
from tests.fakes.telegram.world import World

SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
PORTS: Final = frozenset({None, 443, 80, 88, 8443})
Reply = Callable[[Account, str, str], Awaitable[None]]


async def set_webhook(world: World, account: Account, params: Params, reply: Reply) -> bool:
    """[D setWebhook; C process_set_webhook_query]: once a second; ends a waiting getUpdates."""
    if not params.has("url"):
        return await delete_webhook(world, account, params)
    now = world.clock.now()
    if now < account.next_webhook:
        raise too_many(1)
    account.next_webhook = now + 1
    target = _target(params)
    account.allow(params.json("allowed_updates", "allowed_updates"))
    if account.delivery is not None and account.delivery.target == target and not params.has("drop_pending_updates"):
        return True
    account.polling.abort(conflict(BY_HOOK))
    await _end(world, account, params)
    account.delivery = Delivery(
        world.clock, account.queue, target, lambda kind, body: reply(account, kind, body), lambda: _close(account)
    )
    account.delivery.start()
    return True


async def delete_webhook(world: World, account: Account, params: Params) -> bool:
    """[D deleteWebhook]; updates that wait can then be polled, unless dropped."""
    await _end(world, account, params)
    return True


def get_info(world: World, account: Account, params: Params) -> Json:
    """[D getWebhookInfo, WebhookInfo]"""
    waiting = len(account.queue.waiting())
    body: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": waiting}
    if account.allowed != UPDATES - NOT_BY_DEFAULT:
        body["allowed_updates"] = sorted(account.allowed)
    delivery = account.delivery
    if delivery is None:
        return body
    body |= {"url": delivery.target.url, "max_connections": delivery.target.connections}
    if delivery.last_error:
        body |= {"last_error_date": delivery.last_error_date, "last_error_message": delivery.last_error}
    return body | ({"ip_address": delivery.target.ip} if delivery.target.ip else {})


def _target(params: Params) -> Target:
    """As the hosted server checks it, except that loopback may be plain http on any port."""
    url = urlsplit(params.text("url"))
    if not url.hostname:
        raise bad("invalid webhook URL specified")
    if url.hostname not in LOOPBACK:
        if url.scheme != "https":
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if url.port not in PORTS:
            raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    secret = params.text("secret_token")
    if secret and not SECRET.fullmatch(secret):
        raise bad("secret token contains illegal characters")  # [U]
    connections = params.integer("max_connections", 40, 1, 100)
    return Target(params.text("url"), secret, connections, params.text("ip_address"))


async def _end(world: World, account: Account, params: Params) -> None:
    delivery, account.delivery = account.delivery, None
    if delivery is not None:
        await delivery.stop()
    if params.flag("drop_pending_updates"):
        account.queue.clear()


def _close(account: Account) -> None:
    delivery, account.delivery = account.delivery, None
    if delivery is not None:
        delivery.halt()
