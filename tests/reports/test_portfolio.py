from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.applications.models import Application
from grodd.base import clock
from grodd.base.errors import NotFound
from grodd.people.models import Person
from grodd.people.roles import Role
from grodd.reports.portfolio import PERSONS_MIN, STEPS, Wanted, by_kind, portfolio, waits_of
from tests.agreements.signing import LOAN, Desk, sek
from tests.applications.making import make_application
from tests.processes.deciding import Stage
from tests.programmes.making import make_programme, make_round
from tests.world import World

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_the_funnel_counts_how_far_each_application_came(world: World) -> None:
    stage = Stage(world)
    stage.submitted("Bees")
    stage.passed("Bikes")
    stage.proposed("Compost")
    found = portfolio(world.asker(world.agda), Wanted(), at=clock.now())
    assert list(found.totals[0].steps.values()) == [3, 2, 1, 0, 0, 0]
    assert found.by_round[0].label == str(stage.round)
    assert found.by_round[0].money["asked"].minor == 9_000_000
    assert found.by_round[0].steps == found.totals[0].steps


def test_money_is_followed_from_what_was_asked_to_what_came_back(world: World) -> None:
    desk = Desk(world)
    loan = desk.loan()
    Application.objects.update(submitted_at=clock.now() - timedelta(days=10), amount_minor=999)
    asker = desk.bo
    found = portfolio(asker, Wanted(), at=clock.now())
    money = found.totals[0].money
    assert money["asked"] == sek(999)
    assert money["approved"] == sek(1_200_000)
    assert money["outstanding"] == sek(loan.principal_minor)
    assert money["paid"].minor > 0
    assert found.waits.decided == 1
    assert found.at_risk[0].shares == ((1, Fraction(0)), (30, Fraction(0)), (90, Fraction(0)))
    late = portfolio(asker, Wanted(), at=clock.now() + timedelta(days=40))
    assert late.at_risk[0].shares == ((1, Fraction(1)), (30, Fraction(0)), (90, Fraction(0)))
    assert LOAN.months == 12


def test_it_can_be_cut_by_programme_round_and_year_and_nothing_of_others_is_seen(
    world: World,
) -> None:
    programme = make_programme(world)
    first, second = make_round(world, programme), make_round(world, programme)
    make_application(world, first)
    petra = world.asker(world.petra)
    assert portfolio(petra, Wanted(round_id=first.pk), at=clock.now()).totals
    assert portfolio(petra, Wanted(round_id=second.pk), at=clock.now()).totals == ()
    assert portfolio(petra, Wanted(year=2025), at=clock.now()).totals == ()
    for asker in (world.asker(world.petra, world.fund), world.asker(world.amina)):
        with pytest.raises(NotFound):
            portfolio(asker, Wanted(programme_id=programme.pk), at=clock.now())


def test_a_few_persons_of_a_kind_are_not_shown(world: World) -> None:
    round_ = make_round(world, make_programme(world))
    for number in range(PERSONS_MIN - 1):
        make_application(world, round_, owner=newcomer(world, number))
    petra = world.asker(world.petra)
    found = portfolio(petra, Wanted(), at=clock.now())
    assert (found.by_kind, found.hidden) == ((), PERSONS_MIN - 1)
    make_application(world, round_, owner=newcomer(world, PERSONS_MIN))
    shown = portfolio(petra, Wanted(), at=clock.now())
    assert (len(shown.by_kind), shown.hidden) == (1, 0)


def newcomer(world: World, number: int) -> Person:
    return world.person(f"Newcomer{number}", Role.APPLICANT)


KINDS = ("company", "association", "other", None)


@given(st.dictionaries(st.sampled_from(KINDS), st.integers(1, 30), min_size=1))
def test_what_is_hidden_never_is_one_small_group(persons: dict[str | None, int]) -> None:
    groups = [group(kind, count) for kind, count in persons.items()]
    lines, hidden = by_kind(groups, persons)
    assert sum(one.steps["applied"] for one in lines) + hidden == sum(persons.values())
    assert all(one.steps["applied"] >= PERSONS_MIN for one in lines)
    assert hidden == 0 or hidden >= PERSONS_MIN or not lines


def group(kind: str | None, count: int) -> dict[str, object]:
    counts: dict[str, object] = dict.fromkeys(STEPS, 0)
    return counts | {
        "applicant__legal_form": kind, "currency": "SEK", "applied": count, "asked_minor": 0,
        "approved_minor": None,
    }  # fmt: skip


def test_waiting_times_are_a_middle_and_a_slow_end() -> None:
    assert waits_of([]).median is None
    spans = [(NOON, NOON + timedelta(days=days)) for days in range(1, 11)]
    found = waits_of(spans)
    assert (found.decided, found.median, found.p90) == (10, 5.5, 9.0)
