"""What a page of ours can do."""

from bot.model.enclosure import PHOTO, VOICE
from bot.model.ids import Platform
from bot.model.message import Capabilities

PLATFORM = Platform("web")

CAPABILITIES = Capabilities(
    text_limit=20_000,
    buttons=12,
    buttons_per_row=12,
    label_limit=80,
    payload_bytes=64,
    emphasis=True,
    edit=True,
    files=True,
    shows=(PHOTO, VOICE),
    idempotent=True,
)
"""The limits are ours; nobody reads more than this on one page. `reaches` is false: a closed page rings nowhere."""

KEY_BYTES = 32
"""Bytes of the key that signs cookies and forms, at least; characters of one that somebody sets."""
TYPED_LIMIT = 4_000
"""Code points in one message of a person's."""
BODY_LIMIT = 64 * 1024
"""Bytes of a form. `TYPED_LIMIT` emoji are 48,000 bytes once a browser has percent-encoded them."""
