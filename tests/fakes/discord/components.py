"""The rules of buttons, selects and modals (developers/components/reference)."""

from __future__ import annotations

from typing import Final

from tests.fakes.discord.errors import Form
from tests.fakes.discord.model import Json, walk

ROW, BUTTON, STRING_SELECT, TEXT_INPUT, TEXT_DISPLAY, LABEL = 1, 2, 3, 4, 10, 18
SELECTS: Final = (3, 5, 6, 7, 8)
LINK, PREMIUM = 5, 6
Path = tuple[str | int, ...]


def check_components(form: Form, components: list[Json], *, v2: bool, at: Path = ("components",)) -> None:
    """Legacy: at most 5 rows of at most 5 buttons or one select. V2: at most 40 components, 4,000 shown characters."""
    if v2:
        _check_v2(form, components, at)
    elif len(components) > 5:
        form.wrong(at, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    for index, part in enumerate(components):
        if not v2 and part.get("type") != ROW:
            form.wrong((*at, index, "type"), "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (1,).')
        _check_tree(form, part, (*at, index))
    _check_unique(form, components, at)


def _check_v2(form: Form, components: list[Json], at: Path) -> None:
    parts = walk(components)
    if len(parts) > 40:
        form.wrong(at, "BASE_TYPE_MAX_LENGTH", "Must be 40 or fewer in length.")
    if sum(len(part.get("content") or "") for part in parts if part.get("type") == TEXT_DISPLAY) > 4000:
        form.wrong(at, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "The total text may not exceed 4000 characters.")


def _check_tree(form: Form, part: Json, at: Path) -> None:
    kind = part.get("type")
    if kind == ROW:
        _check_row(form, part, at)
    elif kind == BUTTON:
        _check_button(form, part, at)
    elif kind in SELECTS:
        _check_select(form, part, at)
    for index, child in enumerate(part.get("components") or []):
        _check_tree(form, child, (*at, "components", index))
    if part.get("accessory"):
        _check_tree(form, part["accessory"], (*at, "accessory"))


def _check_row(form: Form, row: Json, at: Path) -> None:
    children = row.get("components") or []
    if not 1 <= len(children) <= 5:
        form.wrong((*at, "components"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    if len(children) > 1 and any(child.get("type") != BUTTON for child in children):
        message = "The specified component exceeds the maximum width"
        form.wrong((*at, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message)


def _check_button(form: Form, button: Json, at: Path) -> None:
    form.at_most((*at, "label"), button.get("label"), 80)
    style = button.get("style")
    if style not in range(1, 7):
        form.wrong((*at, "style"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6).")
    elif style == LINK:
        form.between((*at, "url"), button.get("url"), 1, 512)
    elif style != PREMIUM:
        _check_custom_id(form, button, at, "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED")
    if style != PREMIUM and not button.get("label") and not button.get("emoji"):
        form.wrong(at, "BUTTON_COMPONENT_INVALID_LABEL", "A label or an emoji is required")


def _check_custom_id(form: Form, part: Json, at: Path, code: str = "BASE_TYPE_REQUIRED") -> None:
    if not part.get("custom_id"):
        form.wrong((*at, "custom_id"), code, "A custom id is required")
    else:
        form.between((*at, "custom_id"), part["custom_id"], 1, 100)


def _check_select(form: Form, select: Json, at: Path) -> None:
    _check_custom_id(form, select, at)
    form.at_most((*at, "placeholder"), select.get("placeholder"), 150)
    if select["type"] != STRING_SELECT:
        return
    options = select.get("options") or []
    if not 1 <= len(options) <= 25:
        form.wrong((*at, "options"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.")
    for index, option in enumerate(options):
        form.between((*at, "options", index, "label"), option.get("label"), 1, 100)
        form.between((*at, "options", index, "value"), option.get("value"), 1, 100)
        form.at_most((*at, "options", index, "description"), option.get("description"), 100)
    if len({option.get("value") for option in options}) < len(options):
        form.wrong((*at, "options"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The value is already used")


def _check_unique(form: Form, components: list[Json], at: Path) -> None:
    ids = [part["custom_id"] for part in walk(components) if part.get("custom_id")]
    if len(set(ids)) < len(ids):
        form.wrong(at, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")


def check_modal(form: Form, modal: Json) -> None:
    """Title 1-45, custom_id 1-100, 1 to 5 components, each a row with one text input, or a label, or a text."""
    at: Path = ("data",)
    form.between((*at, "title"), modal.get("title"), 1, 45)
    form.between((*at, "custom_id"), modal.get("custom_id"), 1, 100)
    components = modal.get("components") or []
    if not 1 <= len(components) <= 5:
        form.wrong((*at, "components"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    for index, part in enumerate(components):
        _check_modal_part(form, part, (*at, "components", index))
    _check_unique(form, components, (*at, "components"))


def _check_modal_part(form: Form, part: Json, at: Path) -> None:
    kind = part.get("type")
    if kind == ROW:
        children = part.get("components") or []
        if len(children) != 1 or children[0].get("type") != TEXT_INPUT:
            form.wrong((*at, "components"), "BASE_TYPE_BAD_LENGTH", "Must be 1 text input.")
            return
        form.between((*at, "components", 0, "label"), children[0].get("label"), 1, 45)
        _check_text_input(form, children[0], (*at, "components", 0))
    elif kind == LABEL:
        form.between((*at, "label"), part.get("label"), 1, 45)
        form.at_most((*at, "description"), part.get("description"), 100)
        _check_labelled(form, part.get("component") or {}, (*at, "component"))
    elif kind != TEXT_DISPLAY:
        form.wrong((*at, "type"), "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (1, 10, 18).')


def _check_labelled(form: Form, part: Json, at: Path) -> None:
    if part.get("type") == TEXT_INPUT:
        _check_text_input(form, part, at)
    elif part.get("type") in SELECTS:
        _check_select(form, part, at)


def _check_text_input(form: Form, field: Json, at: Path) -> None:
    _check_custom_id(form, field, at)
    form.at_most((*at, "placeholder"), field.get("placeholder"), 100)
    form.at_most((*at, "value"), field.get("value"), 4000)
    for name, low in (("min_length", 0), ("max_length", 1)):
        if field.get(name) is not None and not low <= field[name] <= 4000:
            form.wrong((*at, name), "NUMBER_TYPE_MAX", "int value should be less than or equal to 4000.")
