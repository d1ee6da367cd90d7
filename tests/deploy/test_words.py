"""What people are told to type and to set is there."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from bot.settings import load
from bot.shells.cli import main
from tests.deploy.files import DEPLOY, DOCS, EXAMPLE, KNOWN, ROOT, TEXTS, invocations, variables

NAMES = [str(path.relative_to(ROOT)) for path in TEXTS]


def misunderstood(words: list[str]) -> str:
    """Empty where the command line knows every word of this, otherwise what it would say."""
    command: click.Command = main
    path = ["notdate"]
    try:
        while isinstance(command, click.Group):
            context = click.Context(command, info_name=" ".join(path))
            if not words or words[0].startswith("-"):
                break
            name, found, words = command.resolve_command(context, words)
            assert name is not None and found is not None
            path.append(name)
            command = found
        context = click.Context(command, info_name=" ".join(path))
        command.make_parser(context).parse_args([word for word in words if word not in ("--help", "--version")])
    except click.UsageError as error:
        return error.format_message()
    return ""


@pytest.mark.parametrize("path", TEXTS, ids=NAMES)
def test_every_variable_is_a_setting(path: Path) -> None:
    """Each `NOTDATE_` variable is a setting of today, or one that a platform will bring."""
    assert variables(path.read_text(encoding="utf-8")) - KNOWN == set()


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_command_exists(path: Path) -> None:
    """Each `notdate` command of the document is one that the command line takes, with its options."""
    said = list(invocations(path.read_text(encoding="utf-8")))
    assert len(said) >= 5
    assert [(words, wrong) for words in said if (wrong := misunderstood(words))] == []


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("`notdate bakcup FILE`", "bakcup"),
        ("`notdate backup --forec FILE`", "--forec"),
        ("```sh\nsudo -u notdate notdate farewel\n```", "farewel"),
        ("```sh\ndocker compose run --rm notdate restroe x\n```", "restroe"),
        ("`sudo -u notdate /opt/notdate/now/bin/notdate config shwo`", "shwo"),
    ],
)
def test_a_command_that_is_not_there_is_noticed(code: str, wrong: str) -> None:
    """A wrong command, subcommand or option is found however it is called."""
    assert [wrong in misunderstood(words) for words in invocations(code)] == [True]


@pytest.mark.parametrize("code", ["sudo systemctl restart notdate", "sudo userdel notdate", "-o notdate -g notdate -m"])
def test_a_service_is_no_command(code: str) -> None:
    """The name of the service or the user is not taken for the program."""
    assert list(invocations(f"```sh\n{code} 0700\n```")) == []


def test_the_example_settings_can_be_used(tmp_path: Path) -> None:
    """The example names settings that exist, as it is and with every line of it in force."""
    file = tmp_path / "notdate.toml"
    shipped = EXAMPLE.read_text(encoding="utf-8")
    filled, prepared = re.subn(r"^# (?=[a-z_]+ = )", "", shipped, flags=re.MULTILINE)
    for body, lines in ((shipped, 1), (filled, 1 + prepared)):
        file.write_text(body, encoding="utf-8")
        values = load({}, {}, tmp_path).values
        assert sum(value.origin != "default" for value in values.values()) == lines
    assert prepared >= 5


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    """Every file that the document links to exists."""
    linked = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    assert linked
    assert [link for link in linked if not (path.parent / link).is_file()] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_nobody_is_shouted_at(path: Path) -> None:
    """There is no exclamation mark."""
    assert "!" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_files_are_called_what_they_are(path: Path) -> None:
    """Every file of `deploy/` that the document names is there, but for the one that people write themselves."""
    text = path.read_text(encoding="utf-8")
    ours = {name for name in re.findall(r"\bdeploy/([\w.-]*\w)", text) if name != "compose.override.yaml"}
    assert [name for name in ours if not (DEPLOY / name).is_file()] == []
