"""Pictures of figures, drawn on the server as SVG.

pygal draws; we take away its styles, scripts, identifiers and remarks, so that a strict
Content-Security-Policy holds, colours come from ``css/charts.css`` in light and dark, and two
charts on one page do not share an id. The picture says nothing to a screen reader: the ``chart``
component puts a sentence above it and a table of the same figures below it.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import nan
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, register_namespace, tostring

import pygal
from babel.numbers import format_compact_decimal
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from pygal.style import Style

from grodd.base.display import locale
from grodd.engines.money import Money, minor_digits

# pygal puts a finder of an old kind among Python's own, for plugins that we do not use. Every
# import that finds nothing would then warn, for the rest of the process.
sys.meta_path[:] = [one for one in sys.meta_path if not isinstance(one, pygal.PluginImportFixer)]

SVG = "http://www.w3.org/2000/svg"
register_namespace("", SVG)

UNWANTED = frozenset({"defs", "style", "script", "desc", "title"})
"""Elements that carry styles, scripts or words for a mouse only."""

DROPPED_CLASSES = frozenset({"tooltip-overlay"})
KEPT_ATTRIBUTES = frozenset(
    "class cx cy d fill height r rx ry transform viewBox width x y".split()  # noqa: SIM905 - read as a line
)

TEXT_SIZE = 13
WIDE = (760, 320)
NARROW = (360, 300)
WHOLE_TICKS_MAX = 8
LYING_STEPS_MAX, LYING_WIDE_STEPS_MAX, STEPS_MAX = 4, 8, 16
"""Marks of an axis: few lie side by side on a phone."""

NARROW_TICKS_MAX = 6
LABELS_MAX = 8
"""Of more labels only every second, third … is written: the table has them all."""
WIDE_LABELS_MAX = 14
"""So many long ones still stand beside each other on a large screen, turned."""
TURNED_LETTERS_MAX = 14
"""Of a label that stands slanting: a longer one would take the room of the picture."""
SERIES_MAX = 4
"""More than four kinds cannot be told apart by everyone; gather the rest under one name."""

PRINT_STYLE = (Path(__file__).parent / "typst" / "chart.css").read_text(encoding="utf-8")

Value = Money | float | None
Scale = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart in two sizes; the style sheet shows the one that fits.

    Attributes:
        wide: For screens of 640 px and more, and for print.
        narrow: For phones, its text as large as the text around it.
    """

    wide: SafeString
    narrow: SafeString

    def __str__(self) -> str:
        return self.wide


def compact(value: float) -> str:
    """A number short enough for an axis: ``20 tn``, ``1,5 mn``."""
    return str(format_compact_decimal(value, locale=locale(), fraction_digits=1))


def bars(
    labels: Sequence[str], series: Mapping[str, Sequence[Value]], *, scale: Scale = compact
) -> Picture:
    """Amounts side by side, one bar a label and series."""
    return _picture(pygal.Bar, labels, series, scale)


def lying_bars(labels: Sequence[str], name: str, values: Sequence[Value]) -> Picture:
    """Counts under each other, the first at the top: for labels too long to stand side by side."""
    shown = {name: list(reversed(values))}
    top = max(map(_drawn, values), default=0.0)
    # Few things are counted in whole ones; left alone, the library draws fifths of a project.
    few = {"y_labels": list(range(int(top) + 1))} if 0 < top <= WHOLE_TICKS_MAX else {}
    return _picture(pygal.HorizontalBar, list(reversed(labels)), shown, compact, lying=True, **few)


def lying_ranges(
    labels: Sequence[str], series: Mapping[str, Sequence[Value]], *, scale: Scale = compact
) -> Picture:
    """From where to where, as shares of one: what comes before each range, and the range itself."""
    shown = {name: list(reversed(values)) for name, values in series.items()}
    turned = list(reversed(labels))
    ends = {"y_labels": [0, 0.5, 1], "margin_right": 22}
    return _picture(pygal.HorizontalStackedBar, turned, shown, scale, lying=True, **ends)


def stacked_bars(
    labels: Sequence[str], series: Mapping[str, Sequence[Value]], *, scale: Scale = compact
) -> Picture:
    """Parts of a whole, one bar a label, the series on top of each other."""
    return _picture(pygal.StackedBar, labels, series, scale)


def lines(
    labels: Sequence[str], series: Mapping[str, Sequence[Value]], *, scale: Scale = compact
) -> Picture:
    """How amounts move over time, one line a series; a ``None`` is a gap."""
    # From nothing on: an axis that begins higher makes a small change look like a large one.
    return _picture(pygal.Line, labels, series, scale, dots_size=4, include_x_axis=True)


def budget_line(
    labels: Sequence[str], asked: Sequence[Money], budget: Money, *, scale: Scale = compact
) -> Picture:
    """What the ranked cases ask for together, and the line where the budget ends.

    Args:
        labels: The cases, best first.
        asked: What each asks for, in the same order and currency as ``budget``.
        budget: What there is to give.
        scale: How an amount is written on the axis.
    """
    total, sums = Money.zero(budget.currency), []
    for each in asked:
        total += each
        sums.append(total)
    top = max(_drawn(total), _drawn(budget), 1.0)
    ticks = sorted({0.0, top / 2, top, _drawn(budget)})
    within: list[Value] = [each if each.minor <= budget.minor else None for each in sums]
    beyond: list[Value] = [each if each.minor > budget.minor else None for each in sums]
    both = {gettext("Within the budget"): within, gettext("Beyond the budget"): beyond}
    series = {name: values for name, values in both.items() if any(values)}
    return _picture(
        pygal.StackedBar,
        labels,
        series,
        scale,
        y_labels=ticks,
        y_labels_major=[_drawn(budget)],
    )


def printed(picture: Picture) -> str:
    """The wide drawing as a file of its own, with the colours of paper in it."""
    head, rest = picture.wide.split(">", 1)
    return f"{head}><style>{PRINT_STYLE}</style>{rest}"


def _drawn(value: Value) -> float:
    """The height of a value in the picture; exact figures stand in the table."""
    if isinstance(value, Money):
        return float(value.minor) / float(10 ** minor_digits(value.currency))
    return float(value or 0)


def _picture(
    kind: Any,
    labels: Sequence[str],
    series: Mapping[str, Sequence[Value]],
    scale: Scale,
    **options: Any,
) -> Picture:
    """Draw both sizes."""
    assert labels, "a chart needs something to show; use an empty state"
    assert 1 <= len(series) <= SERIES_MAX, sorted(series)
    assert all(len(values) == len(labels) for values in series.values()), sorted(series)
    # Unasked, the library marks round numbers, and the mark is how a budget is shown. A height
    # that no label has marks none.
    given = {"y_labels_major": [nan], "value_formatter": scale, **options}
    if scale is not compact or options:
        return _both(kind, labels, series, given)
    content = tuple((name, tuple(values)) for name, values in series.items())
    return _usual(kind, tuple(labels), content, str(locale()))


@lru_cache(maxsize=200)
def _usual(
    kind: Any,
    labels: tuple[str, ...],
    series: tuple[tuple[str, tuple[Value, ...]], ...],
    _language: str,
) -> Picture:
    """Drawn once: a page that is opened again shows the same figures as a rule."""
    given = {"y_labels_major": [nan], "value_formatter": compact}
    return _both(kind, labels, dict(series), given)


def _both(
    kind: type[Any],
    labels: Sequence[str],
    series: Mapping[str, Sequence[Value]],
    given: Mapping[str, Any],
) -> Picture:
    wide, narrow = (_svg(kind, labels, series, size=size, **given) for size in (WIDE, NARROW))
    return Picture(wide, narrow)


def _svg(
    kind: type[Any],
    labels: Sequence[str],
    series: Mapping[str, Sequence[Value]],
    *,
    size: tuple[int, int],
    lying: bool = False,
    **options: Any,
) -> SafeString:
    """One size of a chart, with nothing in it but shapes, text and class names."""
    width, height = size
    style = Style(
        label_font_size=TEXT_SIZE, major_label_font_size=TEXT_SIZE, legend_font_size=TEXT_SIZE
    )
    turned = 0 if lying else _rotation(_written(labels, width), width)
    chart = kind(
        js=(),
        style=style,
        width=width,
        height=height,
        margin=4,
        show_legend=len(series) > 1,
        legend_at_bottom=True,
        legend_at_bottom_columns=1 if width < WIDE[0] else len(series),
        truncate_label=TURNED_LETTERS_MAX if turned else -1,
        truncate_legend=-1,
        x_label_rotation=turned,
        min_scale=2,
        spacing=14,
        **_marks(labels, width, lying=lying),
        rounded_bars=3,
        **options,
    )
    chart.x_labels = list(labels)
    for name, values in series.items():
        chart.add(name, [None if value is None else _drawn(value) for value in values])
    tree: Element = chart.render_tree()
    _clean(tree)
    tree.set("focusable", "false")
    drawn = tostring(tree, encoding="unicode")
    return mark_safe(drawn)  # noqa: S308 - made of numbers and escaped text by ElementTree


def _marks(labels: Sequence[str], width: int, *, lying: bool) -> dict[str, Any]:
    """How many marks an axis has at most, and which labels are written."""
    wide = width >= WIDE[0]
    if lying:
        return {"max_scale": LYING_WIDE_STEPS_MAX if wide else LYING_STEPS_MAX}
    marks: dict[str, Any] = {"max_scale": STEPS_MAX if wide else NARROW_TICKS_MAX}
    if len(written := _written(labels, width)) < len(labels):
        marks |= {"x_labels_major": written, "show_minor_x_labels": False}
    return marks


def _written(labels: Sequence[str], width: int) -> list[str]:
    """The labels that there is room for, at even distances."""
    wide = width >= WIDE[0]
    if len(labels) <= (WIDE_LABELS_MAX if wide else LABELS_MAX):
        return list(labels)
    if wide and not _rotation(labels, width):
        return list(labels)
    return list(labels)[:: -(-len(labels) // LABELS_MAX)]


def _rotation(labels: Sequence[str], width: int) -> int:
    """Degrees to turn the labels by when they would run into each other."""
    letters = max(len(label) for label in labels) * len(labels)
    return 0 if letters * TEXT_SIZE * 0.6 < width * 0.85 else 35


def _clean(element: Element) -> None:
    """Keep shapes, text and class names; drop everything else, all the way down."""
    for child in list(element):
        if not isinstance(child.tag, str) or _is_unwanted(child):  # type: ignore[redundant-expr] # a comment's tag is none
            element.remove(child)
        else:
            _clean(child)
    for name in set(element.attrib) - KEPT_ATTRIBUTES:
        del element.attrib[name]


def _is_unwanted(element: Element) -> bool:
    tag = element.tag.rpartition("}")[2]
    classes = set(element.get("class", "").split())
    return tag in UNWANTED or bool(classes & DROPPED_CLASSES)
