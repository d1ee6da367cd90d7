"""What a message body may hold (developers/resources/message; lengths in PLATFORM_LIMITS 2.2)."""

from __future__ import annotations

from typing import Final

from tests.fakes.discord.components import check_components
from tests.fakes.discord.errors import Form, error
from tests.fakes.discord.mentions import check_allowed
from tests.fakes.discord.model import COMPONENTS_V2, Json

CONTENT_MAX: Final = 2000
NONCE_MAX: Final = 25
FILE_MAX: Final = 10 * 1024 * 1024
FILES_MAX: Final = 10


def check_message(body: Json, files: list[bytes], *, editing: bool = False, inside: tuple[str, ...] = ()) -> None:
    """Raises 50035 for limits, 50006 for a message of nothing, 30015 and 40005 for files."""
    form = Form()
    v2 = bool((body.get("flags") or 0) & COMPONENTS_V2)
    form.at_most((*inside, "content"), body.get("content"), CONTENT_MAX)
    _check_nonce(form, body)
    _check_embeds(form, body.get("embeds") or [], inside)
    check_components(form, body.get("components") or [], v2=v2, at=(*inside, "components"))
    check_allowed(form, body.get("allowed_mentions"))
    if v2 and (body.get("content") or body.get("embeds")):
        message = "The 'content' and 'embeds' fields cannot be used when using MessageFlags.IS_COMPONENTS_V2"
        form.wrong((*inside, "content"), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message)
    form.check()
    _check_files(files)
    if not editing and not _says_something(body, files):
        raise error(50006)


def _says_something(body: Json, files: list[bytes]) -> bool:
    filled = (body.get(key) for key in ("embeds", "components", "sticker_ids", "poll"))
    return bool(str(body.get("content") or "").strip()) or bool(files) or any(filled)


def _check_nonce(form: Form, body: Json) -> None:
    nonce = body.get("nonce")
    if nonce is not None and not isinstance(nonce, (int, str)):
        form.wrong(("nonce",), "NONCE_TYPE_INVALID", "Nonce must be a string or an integer.")
    elif nonce is not None:
        form.at_most(("nonce",), str(nonce), NONCE_MAX)


def _check_files(files: list[bytes]) -> None:
    if len(files) > FILES_MAX:
        raise error(30015)
    if any(len(data) > FILE_MAX for data in files):
        raise error(40005)


_EMBED: Final = {"title": 256, "description": 4096}


def _check_embeds(form: Form, embeds: list[Json], inside: tuple[str, ...]) -> None:
    at = (*inside, "embeds")
    if len(embeds) > 10:
        form.wrong(at, "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    for index, embed in enumerate(embeds):
        _check_embed(form, embed, (*at, index))
    if sum(_embed_size(embed) for embed in embeds) > 6000:
        form.wrong(at, "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")


def _check_embed(form: Form, embed: Json, at: tuple[str | int, ...]) -> None:
    for key, limit in _EMBED.items():
        form.at_most((*at, key), embed.get(key), limit)
    form.at_most((*at, "footer", "text"), (embed.get("footer") or {}).get("text"), 2048)
    form.at_most((*at, "author", "name"), (embed.get("author") or {}).get("name"), 256)
    fields = embed.get("fields") or []
    if len(fields) > 25:
        form.wrong((*at, "fields"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for index, part in enumerate(fields):
        form.between((*at, "fields", index, "name"), part.get("name"), 1, 256)
        form.between((*at, "fields", index, "value"), part.get("value"), 1, 1024)


def _embed_size(embed: Json) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    texts += [part.get(key) for part in embed.get("fields") or [] for key in ("name", "value")]
    return sum(len(text or "") for text in texts)
