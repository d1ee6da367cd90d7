"""A small secret on disk: there whole, or as it was before."""

from __future__ import annotations

import os
from pathlib import Path


def write_secret(file: Path, secret: bytes) -> None:
    """The file is there, whole and on disk, for this user alone; or it is as it was. Raises OSError."""
    partial = file.with_name(f"{file.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
            handle.write(secret)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(partial, file)
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        partial.unlink(missing_ok=True)
