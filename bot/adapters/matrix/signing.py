"""The account vouches for the bot's device (cross-signing): newer clients hide what comes from a device without it, and
give it no keys.

The keys for it are made once, where the account has none, and kept in the safe. Imported only with the extra `e2e`.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final, NamedTuple

import vodozemac  # its accounts are pairs of keys that sign
from nio import Api as Canonical  # type: ignore[import-untyped]  # it ships no types

from bot.adapters.matrix.events import Json
from bot.adapters.matrix.line import CallRefused, Line
from bot.adapters.matrix.machine import Machine
from bot.adapters.matrix.memory import Memory
from bot.adapters.matrix.safe import IDENTITY, Safe
from bot.files import write_secret

NOTE: Final = "identity"
UPLOAD: Final = "/_matrix/client/v3/keys/device_signing/upload"
SIGN: Final = "/_matrix/client/v3/keys/signatures/upload"


class Signer(NamedTuple):
    """A pair of keys that signs as `name`, its public half."""

    keys: Any

    @property
    def name(self) -> str:
        return str(self.keys.ed25519_key.to_base64())

    def sign(self, thing: Json) -> str:
        bare = {key: value for key, value in thing.items() if key not in ("signatures", "unsigned")}
        return str(self.keys.sign(Canonical.to_canonical_json(bare).encode()).to_base64())


async def vouch(line: Line, safe: Safe, memory: Memory, machine: Machine, known: Json, anew: bool) -> bool:
    """Whether the account vouches for this device now; `known` is what the homeserver says of the account's keys.

    False where the account has keys for it that never were ours, since another client made them; with `anew` those are
    replaced, for which the homeserver wants the password. Raises `Away`.
    """
    me, device = machine.me, machine.device
    there = _at(known, "master_keys", me, "keys")
    signers, made = _kept(safe, me), await memory.noted(NOTE)
    ours = signers is not None and f"ed25519:{signers[0].name}" in there
    try:
        # Keys that were ours and are lost are replaced; somebody else's are not, unless we are told to.
        if not ours and (not there or anew or f"ed25519:{made}" in there):
            signers = signers or _make(safe, me)
            await memory.note(NOTE, signers[0].name)
            await _publish(line, me, *signers)
        elif signers is None or not ours or _is_signed(known, me, device):
            return _is_signed(known, me, device)
        await _sign_device(line, machine, signers[1])
    except CallRefused as refused:
        refused.raise_if_passing()
        return False
    return True


async def _publish(line: Line, me: str, master: Signer, self_signing: Signer) -> None:
    first = _public(me, "master", master)
    second = _public(me, "self_signing", self_signing)
    second["signatures"] = {me: {f"ed25519:{master.name}": master.sign(second)}}
    first["signatures"] = {me: {f"ed25519:{master.name}": master.sign(first)}}
    body: Json = {"master_key": first, "self_signing_key": second}
    await line.call_as_owner(("POST", UPLOAD), body)


async def _sign_device(line: Line, machine: Machine, self_signing: Signer) -> None:
    me, device = machine.me, machine.device
    answer = await line.call(("POST", "/_matrix/client/v3/keys/query", json.dumps({"device_keys": {me: [device]}})))
    keys = dict(_at(answer, "device_keys", me, device))
    keys.pop("unsigned", None)
    keys["signatures"] = {me: {f"ed25519:{self_signing.name}": self_signing.sign(keys)}}
    await line.call(("POST", SIGN, json.dumps({me: {device: keys}})))


def _is_signed(known: Json, me: str, device: str) -> bool:
    """Whether the account's own key for devices has signed this one."""
    signers = _at(known, "self_signing_keys", me, "keys")
    signatures = _at(known, "device_keys", me, device, "signatures", me)
    return bool(signers.keys() & signatures.keys())


def _public(me: str, usage: str, signer: Signer) -> Json:
    return {"user_id": me, "usage": [usage], "keys": {f"ed25519:{signer.name}": signer.name}}


def _make(safe: Safe, me: str) -> tuple[Signer, Signer]:
    """Two new pairs, in the safe before anybody hears of them."""
    made = Signer(vodozemac.Account()), Signer(vodozemac.Account())
    locked = {me: [signer.keys.pickle(_lock(safe)) for signer in made]}
    write_secret(safe.folder / IDENTITY, json.dumps(locked).encode())
    return made


def _kept(safe: Safe, me: str) -> tuple[Signer, Signer] | None:
    try:
        locked = json.loads((safe.folder / IDENTITY).read_bytes())[me]
        master, self_signing = (Signer(vodozemac.Account.from_pickle(one, _lock(safe))) for one in locked)
    except (OSError, ValueError, KeyError, vodozemac.PickleException):
        return None
    return master, self_signing


def _lock(safe: Safe) -> bytes:
    return hashlib.sha256(safe.key.encode()).digest()


def _at(value: object, *path: str) -> Json:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}
