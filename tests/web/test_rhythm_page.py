"""The form that changes how often a loan is repaid."""

from typing import Any

import pytest
from django.test import Client

from grodd.agreements.models import Loan
from grodd.programmes.models import Frame
from tests.agreements.signing import Desk, reference_rates
from tests.web.conftest import SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db
GIVEN = {
    "key": "k", "day": "2026-04-20", "rhythm": "2 weeks", "first_due": "", "instalments": "",
    "reason": "Lön varannan vecka",
}  # fmt: skip


@pytest.fixture
def desk(world: World) -> Desk:
    reference_rates()
    return Desk(world)


@pytest.fixture
def petra(desk: Desk, signed_in: SignedIn) -> Client:
    return signed_in(desk.world.petra, desk.space)


def allow(desk: Desk, *codes: str) -> None:
    Frame.objects.filter(rounds=desk.round).update(loan_rhythms=list(codes))


def page(loan: Loan, rest: str = "") -> str:
    return f"/agreements/loans/{loan.pk}/{rest}"


def test_what_is_left_empty_ends_the_loan_about_when_it_ends(
    desk: Desk, petra: Client, django_assert_max_num_queries: Any
) -> None:
    allow(desk, "1 months", "2 weeks", "1 quarters")
    loan = desk.loan()
    with django_assert_max_num_queries(12):
        form = petra.get(page(loan, "change/rhythm/")).content.decode()
    assert "Every 2 weeks, 26 instalments" in form
    assert "Every quarter, 4 instalments" in form
    assert "Every month, as now" in form
    looked = petra.post(page(loan, "change/rhythm/"), GIVEN).content.decode()
    assert "An instalment falls due every 2 weeks (every month before)." in looked
    assert "23 instalments are left (11 before)" in looked
    assert "Every 2 weeks, 23 instalments" in looked, "what is offered goes with the day"
    assert loan.events.count() == 1
    for _twice in range(2):
        made = petra.post(page(loan, "change/rhythm/"), {**GIVEN, "confirm": "1"})
        assert made.status_code == 302
    event = loan.events.get(kind="rhythm")
    assert event.terms == {"rhythm": "2 weeks", "first_due": "2026-04-30", "instalments": 23}
    shown = petra.get(page(loan)).content.decode()
    for words in ("Another rhythm", "Lön varannan vecka", "every 2 weeks"):
        assert words in shown
    form = petra.get(page(loan, "change/rhythm/")).content.decode()
    assert "Every month, 12 instalments" in form
    assert "Every 2 weeks, as now" in form


def test_both_can_be_chosen(desk: Desk, petra: Client) -> None:
    allow(desk, "1 months", "1 quarters")
    loan = desk.loan()
    given = {"rhythm": "1 quarters", "first_due": "2026-05-04", "instalments": "3", "confirm": "1"}
    assert petra.post(page(loan, "change/rhythm/"), GIVEN | given).status_code == 302
    event = loan.events.get(kind="rhythm")
    assert event.terms == {"rhythm": "1 quarters", "first_due": "2026-05-04", "instalments": 3}


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"rhythm": "1 days"}, "Select a valid choice"),
        ({"first_due": "2026-04-20"}, "has to fall due after"),
        ({"first_due": "2200-06-01", "instalments": "60"}, "Choose an earlier day"),
        ({"first_due": "9999-12-31"}, "Write a day as"),
        ({"instalments": "0"}, "not below 1"),
        ({"day": "2026-03-01"}, "before 2 Mar 2026"),
        ({"day": "April"}, "Write a day as"),
        ({"day": "9999-12-31"}, "Write a day as"),
        ({"reason": ""}, "This field is required"),
    ],
)
def test_what_does_not_fit_is_said_on_the_form(
    desk: Desk, petra: Client, fault: dict[str, str], said: str
) -> None:
    allow(desk, "1 months", "2 weeks")
    answer = petra.post(page(desk.loan(), "change/rhythm/"), GIVEN | fault)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_programme_with_one_rhythm_is_told_where_to_allow_another(
    desk: Desk, petra: Client
) -> None:
    allow(desk, "1 months")
    shown = petra.get(page(desk.loan(), "change/rhythm/")).content.decode()
    assert "repaid every month, and in no other way" in shown
    assert "Look at the new plan" not in shown
