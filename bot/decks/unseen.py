"""The characters that no text of a deck has: nobody would see them, or they would be seen elsewhere than they stand."""

from __future__ import annotations

import re
from typing import Final

HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ud800-\udfff"
    "\ufeff\ufff9-\ufffc\ufffe\uffff]"
)
"""Controls, invisible spaces, line ends that editors do not count, and what turns the direction of a text."""
