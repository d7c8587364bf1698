"""The parts a page is laid out with, and the ways between pages."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page
from django.template import RequestContext
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from grodd.base import display
from grodd.base.translated import Said, is_said_in, language_of, said
from grodd.web.components.registry import register
from grodd.web.components.values import Tab

PAGES_AROUND = 1
PAGE_ELLIPSIS = "…"


def query_with(context: RequestContext | dict[str, Any], **changed: object) -> str:
    """The query of the present address with some keys changed, beginning with ``?``.

    A key that is set to nothing is taken away. Other keys, such as filters, are kept.
    """
    request = context.get("request")
    query = request.GET.copy() if request is not None else None
    if query is None:
        kept = {key: str(value) for key, value in changed.items() if value not in ("", None)}
        return "?" + "&".join(f"{key}={value}" for key, value in kept.items())
    for key, value in changed.items():
        query.pop(key, None)
        if value not in ("", None):
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.simple_block_tag
def page_header(
    content: str, title: str, lead: str = "", back_url: str = "", back_label: str = "",
    eyebrow: str = "",
) -> SafeString:  # fmt: skip
    """The one h1 of a page with its actions; see ``ui/page_header.html`` for the contract."""
    return render_to_string(
        "ui/page_header.html",
        {
            # Stripped, it would no longer be known as safe.
            "actions": content if content.strip() else "",
            "title": title,
            "lead": lead,
            "back_url": back_url,
            "back_label": back_label,
            "eyebrow": eyebrow,
        },
    )


@register.simple_block_tag
def panel(
    content: str,
    heading: str,
    id: str,  # noqa: A002 - the word of HTML
    level: int = 2,
    lead: str = "",
) -> SafeString:
    """A titled section of a page; see ``ui/panel.html`` for the contract."""
    return render_to_string(
        "ui/panel.html",
        {"content": content, "heading": heading, "id": id, "level": level, "lead": lead},
    )


@register.simple_block_tag
def card(
    content: str, heading: str, url: str = "", level: int = 3, eyebrow: str = "", note: str = ""
) -> SafeString:
    """A thing among others of its kind; see ``ui/card.html`` for the contract."""
    return render_to_string(
        "ui/card.html",
        {
            "content": content,
            "heading": heading,
            "url": url,
            "level": level,
            "eyebrow": eyebrow,
            "note": note,
        },
    )


@register.inclusion_tag("ui/own_text.html")
def own_text(text: Said | None) -> dict[str, Any]:
    """What an organisation wrote itself; see ``ui/own_text.html`` for the contract."""
    language = language_of(text)
    return {"text": said(text), "language": language, "missing": not is_said_in(text),
            "spoken": display.spoken(language)}  # fmt: skip


@register.inclusion_tag("ui/breadcrumb.html")
def breadcrumb(items: Sequence[Any]) -> dict[str, Any]:
    """The way from the top to here; see ``ui/breadcrumb.html`` for the contract."""
    return {"items": items}


@register.inclusion_tag("ui/tabs.html")
def tabs(items: Sequence[Tab | dict[str, Any]], label: str = "") -> dict[str, Any]:
    """Links between the parts of one thing; see ``ui/tabs.html`` for the contract."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(
    context: RequestContext, page: Page[Any], *, parameter: str = "page"
) -> dict[str, Any]:
    """Ways to the other pages of a list; see ``ui/pagination.html`` for the contract."""
    spread = page.paginator.get_elided_page_range(page.number, on_each_side=PAGES_AROUND, on_ends=1)
    numbers = [
        {
            "label": label,
            "url": "" if label == PAGE_ELLIPSIS else query_with(context, **{parameter: label}),
            "current": label == page.number,
        }
        for label in spread
    ]
    previous_page = page.number - 1 if page.has_previous() else None
    next_page = page.number + 1 if page.has_next() else None
    return {
        "page": page,
        "numbers": numbers,
        "previous_url": query_with(context, **{parameter: previous_page}) if previous_page else "",
        "next_url": query_with(context, **{parameter: next_page}) if next_page else "",
    }


@register.inclusion_tag("ui/search_box.html", takes_context=True)
def search_box(
    context: RequestContext, name: str, value: str = "", label: str = "", *, placeholder: str = ""
) -> dict[str, Any]:
    """A search in the list below it; see ``ui/search_box.html`` for the contract."""
    request = context.get("request")
    dropped = {name, "page"}
    kept = [] if request is None else [
        (key, each) for key, values in request.GET.lists() if key not in dropped for each in values
    ]  # fmt: skip
    return {
        "name": name,
        "value": value or "",
        "label": label,
        "placeholder": placeholder,
        "kept": kept,
        "clear_url": query_with(context, **{name: None, "page": None}),
    }
