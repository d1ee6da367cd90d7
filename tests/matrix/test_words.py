"""Words to type are told apart in the plain body as well, and in a group they begin with what makes us listen."""

from __future__ import annotations

from bot.adapters.matrix.outbound import body_of, content_of, html_of
from bot.model.message import Paragraph, Part, Role

PART = Part((Paragraph("Say `skip`, **now** <b>"), Paragraph("1  tea", Role.ITEM), Paragraph("2  milk", Role.ITEM)))


def test_a_plain_body_quotes_what_is_code_in_the_other() -> None:
    """Whoever sees no HTML sees the same words; entries of a list stand line by line in both."""
    assert body_of(PART) == "Say ‘skip’, now <b>\n\n1  tea\n2  milk"
    html = "<p>Say <code>skip</code>, <strong>now</strong> &lt;b&gt;</p><p>1  tea<br>2  milk</p>"
    assert html_of(PART) == html


def test_in_a_group_words_begin_with_our_sign() -> None:
    """A word typed as it stands is heard: in a group nobody is who does not speak to us."""
    content = content_of(PART, "key", 0, "@ada:harbour.test", None)
    assert content["body"].startswith("Say ‘!nd skip’,")
    assert "<code>!nd skip</code>" in content["formatted_body"]
    assert "!nd" not in content_of(PART, "key", 0, "", None)["body"]
