from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.shells.cli import main
from tests.shells.forked import run


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def shown(*arguments: str) -> dict[str, tuple[object, str]]:
    """Name to value and origin."""
    result = CliRunner().invoke(main, ["config", "show", "--json", *arguments])
    assert result.exit_code == 0
    return {one["name"]: (one["value"], one["origin"]) for one in json.loads(result.stdout)}


def test_a_default_says_so() -> None:
    """What nobody set has its default and says that it is one."""
    assert shown()["port"] == (8080, "default")


def test_each_origin_beats_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file beats the default, the variable beats the file, the flag beats the variable; each names itself."""
    Path("notdate.toml").write_text('db = "file.db"\nport = 9000\n', encoding="utf-8")
    assert shown()["db"] == ("file.db", str(Path.cwd() / "notdate.toml"))
    monkeypatch.setenv("NOTDATE_DB", "variable.db")
    assert shown()["db"] == ("variable.db", "NOTDATE_DB")
    assert shown("--db", "flag.db")["db"] == ("flag.db", "--db")
    assert shown()["port"] == (9000, str(Path.cwd() / "notdate.toml"))


def test_a_secret_is_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A secret is never shown, in neither form, whether it comes from a variable or from a file."""
    secret = "correct-horse-battery-staple-forever"
    monkeypatch.setenv("NOTDATE_WEB_KEY", secret)
    for arguments in (["config", "show"], ["config", "show", "--json"]):
        result = CliRunner().invoke(main, arguments)
        assert secret not in result.stdout
        assert "********" in result.stdout
    monkeypatch.delenv("NOTDATE_WEB_KEY")
    Path("key").write_text(secret, encoding="utf-8")
    monkeypatch.setenv("NOTDATE_WEB_KEY_FILE", "key")
    assert shown()["web_key"] == ("********", "NOTDATE_WEB_KEY_FILE")


@pytest.mark.parametrize(
    ("toml", "named"), [("prot = 1\n", "prot"), ("port = 70000\n", "port"), ("port = [\n", "notdate.toml")]
)
def test_a_wrong_setting_is_asked_wrongly(toml: str, named: str) -> None:
    """A setting that cannot be used exits with 2 and names itself on stderr."""
    Path("notdate.toml").write_text(toml, encoding="utf-8")
    result = CliRunner().invoke(main, ["config", "show"])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert named in result.stderr


def test_columns_for_people(tmp_path: Path) -> None:
    """Without --json each setting is a line with its origin and value."""
    lines = run(tmp_path, "config", "show", NOTDATE_PORT="9001").out.splitlines()
    assert ["port", "NOTDATE_PORT", "9001"] in [line.split() for line in lines]
