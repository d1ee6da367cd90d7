"""What campaigns need of a source checkout: the doubles of chat platforms are not in what is installed."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any, Final

import bot

ROOT: Final = Path(bot.__file__).resolve().parents[1]
PLATFORMS: Final = ("telegram", "discord", "matrix")
"""Those that there is a double of, or a real server."""


class NotHere(Exception):
    """The campaign cannot be run here; the text says why and what to do."""


def glue(kind: str, platform: str) -> Any:
    """The module that joins that kind of campaign to that platform. Raises `NotHere`."""
    name = f"{kind}_{platform}"
    if not (ROOT / "tests" / "crash" / f"{name}.py").is_file():
        raise NotHere(
            f"This campaign on {platform} needs a source checkout, and this is an installed package without the "
            "platform's double: clone the repository, and run the same with `./run bench` there."
        )
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    try:
        return importlib.import_module(f"tests.crash.{name}")
    except ModuleNotFoundError as error:
        raise NotHere(
            f"This campaign needs {error.name}, which only tests need: `./run test --quick` in the checkout brings it."
        ) from error
