"""Charts say what they find, in words that fit the numbers, and their tables hold the same."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.utils import translation

from grodd.engines.life import Row
from grodd.engines.money import Money
from grodd.reports import charts
from grodd.reports.findings import on_paper
from grodd.reports.money_findings import repayment_plan, used_against_plan
from grodd.reports.portfolio import STEPS, AtRisk, Line
from grodd.reports.portfolio_findings import funnel, over_time, risk
from grodd.reports.portfolio_parts import Flow
from grodd.reports.project_page import MoneySoFar
from grodd.reports.ranking_table import ranking_table
from grodd.reports.round_findings import reach_of_budget, spread_of_scores
from tests.processes.deciding import Stage
from tests.programmes.making import sek
from tests.world import World

MARCH = date(2026, 3, 1)


def plain(text: str) -> str:
    """With ordinary spaces."""
    return " ".join(text.split())


def line(applied: int, approved: int) -> Line:
    steps = dict.fromkeys(STEPS, 0) | {"applied": applied, "approved": approved}
    return Line("", "SEK", steps, {})


@pytest.mark.once
@pytest.mark.parametrize(
    ("language", "applied", "approved", "title"),
    [
        ("en", 1, 1, "1 of 1 application was approved"),
        ("en", 33, 8, "8 of 33 applications were approved"),
        ("sv", 1, 0, "0 av 1 ansökan beviljades"),
        ("sv", 33, 8, "8 av 33 ansökningar beviljades"),
        ("fi", 33, 8, "33 hakemuksesta hyväksyttiin 8"),
    ],
)
def test_the_funnel_is_told_in_words_that_fit_the_numbers(
    language: str, applied: int, approved: int, title: str
) -> None:
    with translation.override(language):
        found = funnel([line(applied, approved)])
    assert found is not None
    assert found.title == title
    assert found.rows[0][1] == applied


@pytest.mark.once
def test_nothing_to_draw_is_no_chart() -> None:
    assert funnel([]) is None
    assert over_time([]) is None
    assert risk([]) is None
    assert risk([AtRisk(Money(0, "SEK"), 0, ())]) is None
    assert repayment_plan([], "SEK") is None


@pytest.mark.once
def test_one_month_is_drawn_as_bars_for_a_line_of_one_point_says_nothing() -> None:
    one = over_time([Flow("approved", MARCH, "SEK", 300_00), Flow("paid", MARCH, "SEK", 100_00)])
    assert one is not None
    assert "<circle" not in one.picture.wide
    assert one.picture == charts.bars(
        [one.rows[0][0]], {"Approved": [Money(300_00, "SEK")], "Paid out": [Money(100_00, "SEK")]}
    )


def test_money_over_time_only_grows_and_ends_at_the_sums() -> None:
    flows = [
        Flow("paid", MARCH, "SEK", 500_00),
        Flow("paid", date(2026, 6, 1), "SEK", 250_00),
        Flow("repaid", date(2026, 5, 1), "SEK", 100_00),
        Flow("paid", MARCH, "EUR", 9_00),
    ]
    with translation.override("en"):
        found = over_time(flows)
    assert found is not None
    assert found.title == "SEK750 paid out until Jun 2026, and SEK100 of it is back"
    assert [row[0] for row in found.rows] == ["Mar 2026", "Apr 2026", "May 2026", "Jun 2026"]
    assert [row[1].minor for row in found.rows] == [500_00, 500_00, 500_00, 750_00]
    assert [row[2].minor for row in found.rows] == [0, 0, 100_00, 100_00]


@pytest.mark.once
@pytest.mark.parametrize(
    ("last", "labels"),
    [
        (date(2027, 12, 1), ["Q1 2026", "Q2 2026", "Q3 2026"]),
        (date(2036, 2, 1), ["2026", "2027", "2028"]),
    ],
)
def test_a_long_time_is_gathered(last: date, labels: list[str]) -> None:
    with translation.override("en"):
        found = over_time([Flow("paid", MARCH, "SEK", 1), Flow("paid", last, "SEK", 1)])
    assert found is not None
    assert [row[0] for row in found.rows][:3] == labels
    assert found.rows[-1][1].minor == 2


@pytest.mark.once
def test_what_is_late_is_cut_into_parts_that_add_up() -> None:
    shares = ((1, Fraction(1, 2)), (30, Fraction(1, 4)), (90, Fraction(0)))
    with translation.override("en"):
        found = risk([AtRisk(sek(1_000), 4, shares)])
    assert found is not None
    assert (
        plain(found.title) == "25 % of the SEK1,000 that is lent lies in loans 30 days late or more"
    )
    assert [row[0] for row in found.rows] == [
        "On time", "1 to 29 days late", "30 to 89 days late", "90 days late or more",
    ]  # fmt: skip
    assert [row[1].minor for row in found.rows] == [500_00, 250_00, 250_00, 0]


@pytest.mark.once
def test_a_plan_says_what_it_costs_and_when_it_ends() -> None:
    rows = [
        Row(n, MARCH, MARCH + timedelta(30 * n), (0, 0, 10_00, 100_00), (0, 0, 0, 0), 0)
        for n in (1, 2)
    ]
    with translation.override("en"):
        found = repayment_plan(rows, "SEK")
        long = repayment_plan([rows[0]._replace(number=n) for n in range(30)], "SEK")
    assert found is not None
    assert found.title == (
        "SEK200 is repaid in 2 instalments until 30 Apr 2026, with SEK20 of interest and fees"
    )
    assert long is not None
    assert [row[0] for row in long.rows] == ["2026"]


@pytest.mark.once
def test_instalments_of_one_month_are_told_apart_by_their_days() -> None:
    """What was set aside waits on a due day, and stands in the same bar."""
    rows = [
        Row(n, MARCH, MARCH + timedelta(14 * min(n, 3)), (0, 0, 10_00, 100_00), (0, 0, 0, 0), 0)
        for n in range(1, 5)
    ]
    with translation.override("en"):
        found = repayment_plan(rows, "SEK")
    assert found is not None
    assert [row[0] for row in found.rows] == ["15 Mar 2026", "29 Mar 2026", "12 Apr 2026"]
    assert found.rows[-1][1] == Money(200_00, "SEK")


@pytest.mark.once
@pytest.mark.parametrize(
    ("on", "passed", "even"),
    [(MARCH, "0 %", 0), (date(2026, 3, 26), "25 %", 250_00), (date(2027, 1, 1), "100 %", 1_000_00)],
)
def test_use_is_told_beside_an_even_pace(on: date, passed: str, even: int) -> None:
    money = MoneySoFar(sek(1_000), sek(500), sek(400), sek(0), 0, 0)
    with translation.override("en"):
        found = used_against_plan(
            money, starts_on=MARCH, ends_on=MARCH + timedelta(days=100), on=on
        )
    assert found is not None
    assert plain(found.title) == f"40 % of the money is used, and {passed} of the time has passed"
    assert found.rows[1][1].minor == even


@pytest.mark.django_db
def test_a_ranking_shows_how_far_the_money_reaches_and_where_reviewers_differ(
    world: World,
) -> None:
    stage = Stage(world)
    for title, scores in (("Bees", (5, 1)), ("Bikes", (4, 4))):
        application = stage.passed(title, sek(60_000))
        for person, score in zip((world.rolf, world.riitta), scores, strict=True):
            stage.reviewed(application, person, score)
    table = ranking_table(stage.petra, round_id=stage.round.pk)
    with translation.override("en"):
        reach, apart = reach_of_budget(table), spread_of_scores(table.rows)
        agreed = spread_of_scores([row for row in table.rows if row.application.title == "Bikes"])
    assert reach is not None
    assert reach.title == "SEK100,000 and 800 hours are enough for 1 of 2 applications"
    assert [row[3] for row in reach.rows] == ["Yes", "No"]
    assert apart is not None
    assert apart.title == "The reviewers are furthest apart about “Bees”"
    assert agreed is not None
    assert agreed.title == "The reviewers agree about all applications"


@pytest.mark.once
def test_a_finding_goes_to_paper_with_its_own_colours_and_its_figures() -> None:
    with translation.override("en"):
        found = funnel([line(33, 8)])
    assert found is not None
    printed = on_paper(found)
    assert printed["alt"] == found.title
    assert "<style>" in printed["svg"]
    assert printed["table"]["rows"][0] == ["Applied", "33"]
    assert printed["table"]["numbers"] == [1]
