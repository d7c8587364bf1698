"""Forms: fields with their label, help and errors, choices as cards, buttons."""

from typing import Any

from django.forms import BaseForm, BoundField, CheckboxInput, FileInput, Select, Textarea
from django.utils.translation import gettext

from grodd.web.components.registry import register

VARIANTS = {
    "primary": "primary",
    "secondary": "secondary",
    "danger": "primary",
    "quiet": "tertiary",
}


def kind_of(bound: BoundField) -> str:
    """How a field is laid out: ``group``, ``tick``, ``file``, ``select``, ``text`` or ``line``."""
    widget = bound.field.widget
    if widget.use_fieldset:
        return "group"
    kinds = (
        (CheckboxInput, "tick"),
        (FileInput, "file"),
        (Select, "select"),
        (Textarea, "text"),
    )
    return next((kind for type_, kind in kinds if isinstance(widget, type_)), "line")


def dressed(bound: BoundField) -> BoundField:
    """The field with our style's class on its widget; forms copy widgets, so only on this one."""
    attributes = bound.field.widget.attrs
    classes = attributes.get("class", "")
    if "ds-input" not in classes.split():
        attributes["class"] = f"ds-input {classes}".strip()
    return bound


@register.inclusion_tag("ui/field.html")
def field(bound_field: BoundField, *, suffix: str = "", hide_label: bool = False) -> dict[str, Any]:
    """A form field with all its words; see ``ui/field.html`` for the contract."""
    bound = dressed(bound_field)
    currency = getattr(bound.field, "currency", "")
    limit = bound.field.widget.attrs.get("maxlength") if kind_of(bound) == "text" else None
    return {
        "field": bound,
        "kind": kind_of(bound),
        "required": bound.field.required,
        "suffix": suffix or currency or getattr(bound.field, "suffix", ""),
        "hide_label": hide_label,
        "limit": limit,
    }


@register.inclusion_tag("ui/choice_cards.html")
def choice_cards(bound_field: BoundField, *, notes: dict[str, str] | None = None) -> dict[str, Any]:
    """A choice with room for words; see ``ui/choice_cards.html`` for the contract."""
    bound = dressed(bound_field)
    told = notes or {}
    choices = [
        {"widget": choice, "note": told.get(str(choice.data.get("value", "")), "")}
        for choice in bound
    ]
    return {"field": bound, "choices": choices, "required": bound.field.required}


def target_of(bound: BoundField) -> str:
    """The id that an error leads to: the first choice of a group, or the field itself."""
    return f"{bound.auto_id}_0" if bound.field.widget.use_fieldset else str(bound.auto_id)


@register.inclusion_tag("ui/form_errors.html")
def form_errors(form: BaseForm, heading: str = "") -> dict[str, Any]:
    """Everything that is wrong, in one place; see ``ui/form_errors.html`` for the contract."""
    lines = [{"text": text, "target": ""} for text in form.non_field_errors()]
    for bound in form:
        lines += [{"text": text, "target": target_of(bound), "label": bound.label}
                  for text in bound.errors]  # fmt: skip
    return {
        "lines": lines if form.is_bound else [],
        "heading": heading or gettext("Something needs your attention"),
        "id": f"{form.prefix or 'form'}-errors",
    }


@register.inclusion_tag("ui/button.html")
def button(
    label: str,
    variant: str = "primary",
    url: str = "",
    type: str = "submit",  # noqa: A002 - the word of HTML
    **more: Any,
) -> dict[str, Any]:
    """Something a person can do; see ``ui/button.html`` for the contract.

    Args:
        label: What happens, in the words of the one who presses it.
        variant: ``primary`` (one on a page), ``secondary``, ``danger`` or ``quiet``.
        url: Makes it a link that looks like a button.
        type: ``submit``, ``button`` or ``reset``.
        more: ``name``, ``value``, ``icon``, ``size`` (``sm``), ``form``, ``disabled``, ``opens``
            (id of a dialog), ``download`` and ``described_by``.
    """
    known = {"name", "value", "icon", "size", "form", "disabled", "opens", "download",
             "described_by", "current", "id"}  # fmt: skip
    assert variant in VARIANTS, variant
    assert set(more) <= known, set(more) - known
    return {
        "label": label, "look": VARIANTS[variant], "danger": variant == "danger", "url": url,
        "type": type, **more,
    }  # fmt: skip
