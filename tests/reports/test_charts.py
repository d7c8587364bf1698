"""Charts: nothing in them but shapes, words and class names, and the right heights."""

import re
from collections.abc import Callable

import pytest

from grodd.engines.money import Money
from grodd.reports import charts
from grodd.reports.charts import Picture

pytestmark = pytest.mark.once

MONTHS = ("Jan", "Feb", "Mar")
SERIES = {"Paid <out>": (1, 2, 3), "Back": (0, None, 1)}


def kronor(amount: int) -> Money:
    return Money(amount * 100, "SEK")


@pytest.mark.parametrize("draw", [charts.bars, charts.stacked_bars, charts.lines])
def test_a_chart_keeps_the_strictest_policy(draw: Callable[..., Picture]) -> None:
    picture = draw(MONTHS, SERIES)
    for drawn in (picture.wide, picture.narrow):
        assert drawn.startswith("<svg ")
        assert not re.search(r"<(style|script|defs|desc|title)|\s(style|id|on\w+|href)=", drawn)
        assert "Paid &lt;out&gt;" in drawn


@pytest.mark.parametrize("draw", [charts.bars, charts.stacked_bars, charts.lines])
def test_only_a_budget_is_marked_on_the_axis(draw: Callable[..., Picture]) -> None:
    assert "major guide" not in draw(MONTHS, {"Paid": (120, 240, 260)}).wide


def test_the_two_sizes_differ() -> None:
    picture = charts.bars(MONTHS, SERIES)
    assert 'viewBox="0 0 760 320"' in picture.wide
    assert 'viewBox="0 0 360 300"' in picture.narrow


def test_a_phone_gets_fewer_marks_than_a_desk() -> None:
    months = [f"M{number}" for number in range(18)]
    picture = charts.bars(months, {"Paid": range(18)})
    assert all(f">{month}<" in picture.wide for month in months)
    shown = [month for month in months if f">{month}<" in picture.narrow]
    assert shown == months[::3]


def test_long_labels_that_would_lie_over_each_other_are_written_at_even_distances() -> None:
    months = [f"December {number}" for number in range(2000, 2024)]
    picture = charts.bars(months, {"Paid": range(24)})
    assert [month for month in months if f">{month}<" in picture.wide] == months[::3]
    few = charts.bars(months[:14], {"Paid": range(14)})
    assert all(f">{month}<" in few.wide for month in months[:14])


def test_a_long_name_does_not_take_the_room_of_the_picture() -> None:
    names = ["Laina kylän ensimmäiseen työpaikkaan", "Mikrolainat ympäri vuoden"]
    picture = charts.bars(names, {"Paid": (375_000, 566_000)})
    assert all(f">{name}<" in picture.wide for name in names)
    assert ">Laina kylän e…<" in picture.narrow
    heights = [float(one) for one in re.findall(r'<rect[^>]* height="([0-9.]+)"', picture.narrow)]
    assert max(heights[1:]) > charts.NARROW[1] / 4


def test_bars_under_each_other_begin_at_the_top() -> None:
    wide = charts.lying_bars(["Applied", "Got through the first look"], "Ideas", [33, 23]).wide
    heights = [float(y) for y in re.findall(r'<text[^>]* y="([0-9.]+)"[^>]*>(?:Applied|Got)', wide)]
    assert wide.index("Got through") < wide.index(">Applied<")
    assert heights[0] > heights[1]


def test_the_same_figures_give_the_same_picture() -> None:
    assert charts.lines(MONTHS, SERIES) == charts.lines(MONTHS, SERIES)


def test_what_lies_beyond_the_budget_is_drawn_as_such() -> None:
    asked = [kronor(30_000), kronor(25_000), kronor(40_000)]
    picture = charts.budget_line(("A", "B", "C"), asked, kronor(60_000))
    within, beyond = (
        [float(h) for h in re.findall(r'height="([\d.]+)"', part) if float(h) > 0]
        for part in re.findall(
            r'class="series serie-[01] color-[01]">(.*?)</g></g></g>', picture.wide
        )
    )
    assert len(within) == 2
    assert len(beyond) == 1
    assert beyond[0] > within[1] > within[0]
    assert "major guide line" in picture.wide


def test_more_than_four_kinds_cannot_be_told_apart() -> None:
    with pytest.raises(AssertionError):
        charts.bars(MONTHS, {str(name): (1, 2, 3) for name in range(5)})


def test_a_chart_of_nothing_is_a_mistake_of_ours() -> None:
    with pytest.raises(AssertionError):
        charts.bars((), {"Paid": ()})
