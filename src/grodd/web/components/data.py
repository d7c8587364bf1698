"""What is read in rows: tables, descriptions, charts."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Page
from django.template import RequestContext
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from grodd.reports.charts import Picture
from grodd.web.components.layout import query_with
from grodd.web.components.lines import cell_of, head_of, lines, plain_head
from grodd.web.components.registry import register
from grodd.web.components.values import Column

DIRECTIONS = {"": "none", "up": "ascending", "down": "descending"}


def column_of(given: Column | dict[str, Any] | str) -> Column:
    """A column, however short the page wrote it."""
    if isinstance(given, Column):
        return given
    return Column(**given) if isinstance(given, dict) else Column(str(given))


def direction_of(column: Column, sort: str) -> str:
    """Which way the list is sorted by this column now: ``up``, ``down`` or not at all."""
    if not column.sort or column.sort != sort.removeprefix("-"):
        return ""
    return "down" if sort.startswith("-") else "up"


def heads(context: RequestContext, columns: Sequence[Column], sort: str) -> list[SafeString]:
    """The head cells: label, kind, and where a click on them sorts."""
    return [
        _sorting_head(context, column, sort)
        if column.sort
        else plain_head(str(column.label), column.kind)
        for column in columns
    ]


def _sorting_head(context: RequestContext, column: Column, sort: str) -> SafeString:
    direction = direction_of(column, sort)
    wished = f"-{column.sort}" if direction == "up" else column.sort
    url = query_with(context, sort=wished, page=None)
    return head_of(
        {"column": column, "direction": direction, "aria": DIRECTIONS[direction], "url": url}
    )


@register.simple_block_tag(takes_context=True)
def table(
    context: RequestContext,
    content: str,
    caption: str,
    columns: Sequence[Column | dict[str, Any] | str],
    rows: Iterable[Any] | None = None,
    **more: Any,
) -> SafeString:
    """Things in rows; see ``ui/table.html`` for the contract.

    Args:
        context: Of the page; the sort links keep its query.
        content: Without ``rows``: the ``<tr>`` lines, their cells made with ``{% cell %}``.
            With ``rows``: what stands there when there are none.
        caption: What the table shows; heard first, seen above it unless ``hide_caption``.
        columns: ``Column``, the same as a dictionary, or just labels.
        rows: Each a sequence of values or ``Cell``, as many as there are columns.
        more: ``sort`` (the key sorted by now, ``-`` before it for falling), ``hide_caption``,
            ``figures`` (short columns: no cards on a phone), ``exports`` (sequence of ``label``,
            ``url``), ``page`` (of a paginator), ``id``.
    """
    known = {"sort", "hide_caption", "exports", "page", "id", "compact", "figures", "foot"}
    assert set(more) <= known, set(more) - known
    chosen = [column_of(each) for each in columns]
    page: Page[Any] | None = more.get("page")
    drawn = None if rows is None else lines(chosen, rows)
    shared = {
        **more,
        "caption": caption,
        "heads": heads(context, chosen, str(more.get("sort", ""))),
        "lines": drawn,
        "foot": lines(chosen, [more["foot"]]) if more.get("foot") else "",
        "content": content,
        "is_empty": rows is not None and not drawn,
        "page": page,
        "request": context.get("request"),
    }
    return render_to_string("ui/table.html", shared)


@register.simple_block_tag
def cell(content: str, label: str, kind: str = "text", head: bool = False) -> SafeString:
    """A cell of a table that the page draws itself; see ``ui/cell.html`` for the contract."""
    return render_to_string(
        "ui/cell.html", {"content": content, "label": label, "kind": kind, "head": head}
    )


@register.inclusion_tag("ui/description_list.html")
def description_list(pairs: Iterable[tuple[str, object]] | dict[str, object]) -> dict[str, Any]:
    """What is known about a thing; see ``ui/description_list.html`` for the contract."""
    given = pairs.items() if isinstance(pairs, dict) else pairs
    return {"pairs": [(label, cell_of(value)) for label, value in given]}


@register.inclusion_tag("ui/chart.html", takes_context=True)
def chart(
    context: RequestContext,
    title: str,
    svg: Picture | str,
    columns: Sequence[Column | dict[str, Any] | str],
    rows: Iterable[Any],
    **more: Any,
) -> dict[str, Any]:
    """A picture of figures and the figures themselves; see ``ui/chart.html`` for the contract."""
    assert set(more) <= {"note"}, more
    chosen = [Column(each.label, kind=each.kind) for each in map(column_of, columns)]
    drawn = {"wide": svg.wide, "narrow": svg.narrow} if isinstance(svg, Picture) else {"wide": svg}
    return {
        **more,
        **drawn,
        "title": title,
        "heads": heads(context, chosen, ""),
        "lines": lines(chosen, rows),
    }
