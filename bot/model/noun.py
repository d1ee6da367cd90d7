"""The one base of all nouns."""

import msgspec


class Noun(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Frozen, compared by value; written down without the fields that still have their default.

    What is frozen cannot come to hold itself, so the collector of cycles need not look: a tenth of a turn's cost.
    """
