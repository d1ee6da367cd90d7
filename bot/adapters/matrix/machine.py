"""The machine that opens and seals: nio's, over a store in the safe, with what it leaves to be desired put right.

Imported only with the extra `e2e`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from typing import Any, Final

from nio import MegolmEvent, ToDeviceEvent  # type: ignore[import-untyped]  # it ships no types
from nio.crypto import Olm  # type: ignore[import-untyped]  # it ships no types
from nio.events import OlmEvent  # type: ignore[import-untyped]  # it ships no types
from nio.exceptions import EncryptionError  # type: ignore[import-untyped]  # it ships no types
from nio.responses import KeysClaimResponse, KeysQueryResponse  # type: ignore[import-untyped]  # it ships no types
from nio.store import SqliteStore  # type: ignore[import-untyped]  # it ships no types
from peewee import PeeweeException  # type: ignore[import-untyped]  # it ships no types

from bot.adapters.matrix.events import Event, Json
from bot.adapters.matrix.safe import Safe
from bot.adapters.matrix.waiting import Unopened

CURVE: Final = "signed_curve25519"
OLM: Final = "m.olm.v1.curve25519-aes-sha2"


class _Olm(Olm):  # type: ignore[misc]  # it ships no types
    def _should_accept_forward(self, sender: str, sender_key: str, event: Any) -> bool:
        """A key that we asked for is taken from the device that made it, and from nobody else."""
        asked = self.outgoing_key_requests.get(event.session_id)
        made_by = event.source["content"]["sender_key"]
        return asked is not None and asked.room_id == event.room_id and made_by == sender_key


class Machine:
    """The keys of one device. Whatever it does is on disk when it returns, or, where it raises, undone."""

    def __init__(self, safe: Safe, me: str, device: str) -> None:
        """Raises `PeeweeException`, `ValueError` or one of vodozemac's where the store cannot be read."""
        self.me = me
        self.device = device
        # A file for each device: keys of another one would stand in the way of the same keys of this one.
        name = hashlib.sha256(f"{me} {device}".encode()).hexdigest()[:32]
        self._store = SqliteStore(me, device, str(safe.folder), safe.key, f"{name}.db")
        os.chmod(self._store.database_path, 0o600)
        self._olm = _Olm(me, device, self._store)

    def close(self) -> None:
        self._store.database.close()

    @property
    def fingerprint(self) -> str:
        return str(self._olm.account.identity_keys["ed25519"])

    def sign(self, thing: Json) -> str:
        """This device's signature below it."""
        return str(self._olm.sign_json(thing))

    # In

    def take_letters(self, letters: Iterable[object]) -> None:
        """What was sent to this device alone is read, all of it or none: a letter can be opened only once, and the
        key that it brings must be on disk by then. Raises `PeeweeException`."""
        try:
            with self._store.database.atomic():
                for raw in letters:
                    self._take_letter(raw)
        except PeeweeException:
            # In memory they are read already, and could not be read again.
            self._olm = _Olm(self.me, self.device, self._store)
            raise

    def _take_letter(self, raw: object) -> None:
        content = raw.get("content") if isinstance(raw, dict) else None
        if not isinstance(content, dict) or content.get("algorithm") != OLM:
            return
        try:
            event = ToDeviceEvent.parse_event(raw)
            if isinstance(event, OlmEvent):
                self._olm.handle_to_device_event(event)
        except PeeweeException:
            raise
        except Exception:
            # Anybody may send anything to a device; what is no key is nothing.
            return

    def open(self, room: str, event: Event) -> Json:
        """What was sealed: type and content. Raises `Unopened`, and ValueError for what was never sealed well."""
        megolm = self._megolm(room, event)
        try:
            opened = self._olm.decrypt_megolm_event(megolm, room).source
        except EncryptionError as error:
            raise Unopened(str(error)) from error
        except AssertionError as error:
            raise ValueError("no session") from error
        if not isinstance(opened, dict) or not isinstance(opened.get("content"), dict):
            raise ValueError("nothing in it")
        if not isinstance(opened.get("type"), str):
            raise ValueError("no type in it")
        return {"type": opened["type"], "content": opened["content"]}

    def is_theirs(self, room: str, event: Event) -> bool:
        """Whether the key that sealed it belongs to a device of whoever is said to have sent it."""
        if event.sender == self.me:
            return True
        key, seal = self._sealed_by(room, event)
        devices = self._olm.device_store[event.sender].values()
        return any(device.curve25519 == key and seal in ("", device.ed25519) for device in devices)

    def ask_for(self, room: str, event: Event) -> None:
        """Whoever sent that is asked for its key with the next letters, once."""
        megolm = self._megolm(room, event)
        waiting = {getattr(letter, "session_id", "") for letter in self._olm.outgoing_to_device_messages}
        if megolm.session_id not in waiting | self._olm.outgoing_key_requests.keys():
            asked = megolm.as_key_request(event.sender, self.device, megolm.session_id, megolm.device_id)
            self._olm.outgoing_to_device_messages.append(asked)

    def _megolm(self, room: str, event: Event) -> Any:
        key, _seal = self._sealed_by(room, event)
        content = {"device_id": "", **event.content, "sender_key": key}
        raw = {
            "type": "m.room.encrypted", "event_id": event.event_id, "sender": event.sender, "room_id": room,
            "origin_server_ts": event.origin_server_ts, "content": content,
        }  # fmt: skip
        megolm = MegolmEvent.from_dict(raw)
        if not isinstance(megolm, MegolmEvent):
            raise ValueError("not sealed as it should be")
        return megolm

    def _sealed_by(self, room: str, event: Event) -> tuple[str, str]:
        """The device's two keys, by the session alone: what the event says of them is not signed, and may be left out
        by newer clients."""
        session = event.content.get("session_id")
        # Its entries are by room, sender key and session; it has no other way to ask.
        for key, sessions in self._olm.inbound_group_store._entries[room].items():
            if session in sessions:
                return str(key), str(sessions[session].ed25519)
        return str(event.content.get("sender_key") or ""), ""

    # Out

    def current_devices(self, people: Iterable[str]) -> dict[tuple[str, str], Any]:
        """The devices of these people, without this one."""
        store = self._olm.device_store
        found = {(one.user_id, one.id): one for person in people for one in store.active_user_devices(person)}
        found.pop((self.me, self.device), None)
        return found

    def ready_session(self, room: str, devices: Iterable[tuple[str, str]]) -> Any:
        """The session that seals for that room; a new one when it is old, or when somebody has it who is gone."""
        session = self._olm.outbound_group_sessions.get(room)
        if session is None or session.expired or session.users_shared_with - set(devices):
            self._olm.create_outbound_group_session(room)
            session = self._olm.outbound_group_sessions[room]
        return session

    def has_line_to(self, device: Any) -> bool:
        """Whether a letter to that device can be sealed."""
        return self._olm.session_store.get(device.curve25519) is not None

    def letters(self, room: str, session: Any, devices: Iterable[Any]) -> Json:
        """The room's key, sealed for each of these devices, as `sendToDevice` takes it."""
        content = {
            "algorithm": "m.megolm.v1.aes-sha2", "room_id": room, "session_id": session.id,
            "session_key": session.session_key,
        }  # fmt: skip
        messages: dict[str, Json] = {}
        with self._store.database.atomic():
            for device in devices:
                line = self._olm.session_store.get(device.curve25519)
                sealed = self._olm._olm_encrypt(line, device, "m.room_key", content)
                messages.setdefault(device.user_id, {})[device.id] = sealed
        return {"messages": messages}

    def seal(self, room: str, type_: str, content: Json) -> Json:
        """The content of an `m.room.encrypted`; what it refers to stands outside too, for the server to see."""
        self._olm.outbound_group_sessions[room].mark_as_shared()
        sealed: Json = self._olm.group_encrypt(room, {"type": type_, "content": content})
        return sealed | ({"m.relates_to": content["m.relates_to"]} if "m.relates_to" in content else {})

    def waiting_letters(self) -> Iterator[Any]:
        """Letters that were written along the way (requests, new beginnings) and are not sent yet."""
        yield from tuple(self._olm.outgoing_to_device_messages)

    def sent_letter(self, letter: Any) -> None:
        """It is gone."""
        self._olm._mark_to_device_message_as_sent(letter)

    # Devices and their keys

    def changed(self, people: Iterable[str]) -> None:
        """Their devices are asked for anew before the next message to them."""
        self._olm.tracked_users.difference_update(people)

    def unknown(self, people: Iterable[str]) -> set[str]:
        """Those whose devices have to be asked for."""
        olm = self._olm
        return {who for who in people if who not in olm.tracked_users or who in olm.users_for_key_query}

    def learn(self, answer: Json) -> None:
        """The devices that an answer to `keys/query` names are known. Raises ValueError for what is none."""
        response = KeysQueryResponse.from_dict(answer)
        if not isinstance(response, KeysQueryResponse):
            raise ValueError("not an answer to keys/query")
        self._olm.handle_response(response)

    def draw_lines(self, answer: Json) -> None:
        """There is a line to each device that an answer to `keys/claim` has a key of. Raises ValueError."""
        response = KeysClaimResponse.from_dict(answer)
        if not isinstance(response, KeysClaimResponse):
            raise ValueError("not an answer to keys/claim")
        for person, devices in response.one_time_keys.items():
            for device, keys in devices.items():
                # One by one: a key that is none must not stand in the way of the others'.
                one = KeysClaimResponse({person: {device: keys}}, {})
                try:
                    self._olm.handle_response(one)
                except PeeweeException:
                    raise
                except Exception:
                    continue

    def wedged(self) -> list[Any]:
        """Devices whose letters could not be opened: they need a new line."""
        return list(self._olm.wedged_devices)

    def keys_to_publish(self, known: bool, count: int, fallback: bool) -> Json:
        """What the server has to have of ours: who we are unless it is `known`, as many keys as are missing to `count`,
        and one that never runs out if `fallback`. Empty where nothing is missing."""
        account = self._olm.account
        account.shared = known
        self._olm.uploaded_key_count = count
        wanted: Json = {}
        if not known or count < account.max_one_time_keys // 2:
            wanted = self._olm.share_keys()
        if fallback:
            if not account._account.fallback_key:
                account._account.generate_fallback_key()
            keys = {f"{CURVE}:{name}": {"key": key.to_base64(), "fallback": True}
                    for name, key in account._account.fallback_key.items()}  # fmt: skip
            signed = {f"ed25519:{self.device}": self.me}
            wanted["fallback_keys"] = {
                name: key | {"signatures": {who: {device: self.sign(key)} for device, who in signed.items()}}
                for name, key in keys.items()
            }
        # On disk before anybody can use them: what a crash leaves here is offered again, never the other way round.
        self._olm.save_account()
        return wanted

    def published(self) -> None:
        """The server has them."""
        self._olm.account.shared = True
        self._olm.mark_keys_as_published()
        self._olm.save_account()
