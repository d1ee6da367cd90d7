"""One process owns a database. The lock says who, so that others can ask that process instead."""

from __future__ import annotations

import fcntl
import json
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Final

from bot.ports.store import Refused

ATTEMPTS: Final = 6
PAUSE: Final = 0.05
"""Seconds between two attempts."""


class Owner:
    """Who owns a database: the process, and the socket on which it can be asked."""

    def __init__(self, pid: int, socket: str) -> None:
        self.pid = pid
        self.socket = socket


class Lock:
    """Held from `take` to `release`, or to the end of the process, however it ends."""

    def __init__(self, database: Path) -> None:
        # Two names of one file are one database.
        real = database.resolve()
        self.path = real.with_name(real.name + ".lock")
        self._database = database
        self._file: int | None = None

    def take(self, socket: str = "") -> None:
        """This process owns the database. Raises `Refused` while another one does."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = self._locked()
        except OSError as error:
            raise Refused(
                f"The database {self._database} cannot be used: {error}. Check that its folder may be written to, or "
                "name another file with --db."
            ) from error
        if file is None:
            owner = self.owner()
            who = f"process {owner.pid}" if owner else "another process"
            raise Refused(
                f"The database {self._database} is in use by {who}; one process owns a database. Stop that one first, "
                "or name another file with --db."
            )
        os.ftruncate(file, 0)
        os.pwrite(file, json.dumps({"pid": os.getpid(), "socket": socket}).encode(), 0)
        self._file = file

    def _locked(self) -> int | None:
        """The lock file, held; None while another process holds it."""
        for attempt in range(ATTEMPTS):
            if attempt:
                # Somebody may only be looking who the owner is, which takes a moment.
                time.sleep(PAUSE)
            file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                # A file that was deleted meanwhile (`notdate erase`) locks nothing that others can see.
                if os.path.samestat(os.fstat(file), os.stat(self.path)):
                    return file
            except (BlockingIOError, FileNotFoundError):
                pass
            except BaseException:
                os.close(file)
                raise
            os.close(file)
        return None

    def owner(self) -> Owner | None:
        """The process that owns the database now, or None when nobody does."""
        try:
            file = os.open(self.path, os.O_RDONLY)
        except OSError:
            return None
        try:
            # Shared, so that two who look at once do not take each other for the owner.
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _read_owner(file)
        else:
            return None
        finally:
            os.close(file)

    def release(self) -> None:
        """Nobody owns the database."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None

    def __enter__(self) -> Lock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _read_owner(file: int) -> Owner:
    try:
        found = json.loads(os.pread(file, 4096, 0).decode())
        return Owner(int(found["pid"]), str(found["socket"]))
    except (ValueError, KeyError, TypeError):
        return Owner(0, "")
