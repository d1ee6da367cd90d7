"""The container's recipe, as far as it can be proved without building it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bot.settings import load
from tests.deploy.files import CONTAINERFILE, DEPLOY, ROOT, instructions
from tests.shells.command import environment, served


def every(name: str) -> list[str]:
    """All instructions of that name."""
    return [rest for instruction, rest in instructions() if instruction == name]


def health_check() -> list[str]:
    """The command that looks after the container, for the Python of this test."""
    command: list[str] = json.loads(every("HEALTHCHECK")[0].partition("CMD ")[2])
    assert command[0] == "python"
    return [sys.executable, *command[1:]]


def test_both_stages_have_the_same_python() -> None:
    """An environment made in one stage runs in the other; the base is a short name with a major and a minor version."""
    bases = [rest.split()[0] for rest in every("FROM")]
    assert len(bases) == 2
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+-slim", bases[0])


def test_it_is_not_root() -> None:
    """The user is a fixed number, and nothing after it becomes root again."""
    assert every("USER") == ["10001:10001"]


def test_it_listens_and_stops_as_containers_do() -> None:
    """It listens on every address of the container, on the port that is declared, and hears SIGTERM."""
    settings = dict(re.findall(r"(NOTDATE_\w+)=(\S+)", " ".join(every("ENV"))))
    values = load({}, settings, DEPLOY)
    assert values.text("host") == "0.0.0.0"
    assert every("EXPOSE") == [str(values.number("port"))]
    assert str(values.database.parent) in every("VOLUME")
    assert every("STOPSIGNAL") == ["SIGTERM"]
    assert json.loads(every("ENTRYPOINT")[0]) + json.loads(every("CMD")[0]) == ["notdate", "serve"]


def test_the_ignore_file_lets_in_what_is_copied() -> None:
    """Whatever is copied from the checkout exists and is let in, and nothing else is."""
    ignored = CONTAINERFILE.with_name("Containerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert {line[1:] for line in ignored if line.startswith("!")} == copied()
    assert "*" in ignored
    assert [name for name in copied() if not (ROOT / name).exists()] == []


def copied() -> set[str]:
    """What is copied from the checkout, by name."""
    return {name for rest in every("COPY") if not rest.startswith("--") for name in rest.split()[:-1]}


@pytest.mark.slow
def test_what_is_copied_is_enough_for_the_wheel(tmp_path: Path) -> None:
    """From these files alone comes a wheel with the code, the prompts and the decks."""
    source, built = tmp_path / "source", tmp_path / "wheel"
    source.mkdir()
    for name in copied():
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source / name)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(built), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    names = set(zipfile.ZipFile(next(built.glob("*.whl"))).namelist())
    assert {
        "bot/shells/cli.py",
        "bot/_bundled/prompts/en/solo.jinja",
        "bot/_bundled/question_decks/not-date.yaml",
    } <= names


def check(port: int) -> int:
    """The exit code of the health check, with the bot on that port."""
    env = environment(NOTDATE_PORT=str(port))
    return subprocess.run(health_check(), env=env, capture_output=True, check=False, timeout=60).returncode


class Unwell(BaseHTTPRequestHandler):
    """Says what the bot says when its writer does not answer."""

    def do_GET(self) -> None:
        self.send_response(503)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.mark.slow
def test_the_health_check_knows_who_is_well(tmp_path: Path) -> None:
    """It succeeds while the bot answers that all is well."""
    with served(tmp_path) as (_process, address):
        assert check(int(address.rpartition(":")[2])) == 0


def test_the_health_check_knows_who_is_not() -> None:
    """It fails where the answer is 503, and where there is none."""
    with HTTPServer(("127.0.0.1", 0), Unwell) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_port
        assert check(port) == 1
        server.shutdown()
    assert check(port) == 1
