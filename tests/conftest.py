"""What all tests share."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: playwright's own loop stays in the main thread and keeps asyncio's tests from theirs."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
