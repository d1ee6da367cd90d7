"""The one base of all nouns."""

import msgspec


class Noun(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=False):
    """Frozen, compared by value; written down without the fields that still have their default."""
