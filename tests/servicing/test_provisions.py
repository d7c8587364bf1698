"""What is booked for losses follows the levels that a finance officer says, and nothing else."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from grodd.base import clock
from grodd.base.audit import SYSTEM, Stamp
from grodd.base.errors import KeyUsedForOtherContent, NotAllowed, NotFound, Refusal
from grodd.base.models import AuditEvent
from grodd.ledger.charts import Purpose
from grodd.ledger.checking import check_book
from grodd.ledger.models import Period
from grodd.ledger.queries import account_for, balance
from grodd.ledger.refusals import PeriodIsClosed, YearIsMissing
from grodd.ledger.usecases.close_period import close_period
from grodd.payments.refusals import ReverseAtItsSource
from grodd.payments.usecases.reverse_by_hand import reverse_by_hand
from grodd.people.asker import Asker
from grodd.people.roles import Role
from grodd.servicing.models import BookedProvision
from grodd.servicing.provisions import Level, lent_on
from grodd.servicing.refusals import (
    ProvisionAboveLent,
    ProvisionBelowZero,
    ProvisionDayAhead,
    ProvisionDayOutOfOrder,
    ProvisionUnchanged,
    ProvisionWithoutReason,
)
from grodd.servicing.usecases.book_provision import book_provision
from tests.agreements.signing import TODAY, Desk, noon, sek
from tests.conftest import Clock
from tests.world import World

WHY = "Två kunder har sagt upp sina avtal."


@pytest.fixture
def desk(world: World) -> Desk:
    """A fund that has lent 12 000 kr since 2 March."""
    desk = Desk(world)
    desk.loan()
    return desk


def book(desk: Desk, minor: int, key: str, *, by: Asker | None = None, **more: Any) -> Any:
    level = Level(sek(minor), more.get("as_of", clock.today()), more.get("reason", WHY))
    scope_id = desk.round.programme.scope_id
    return book_provision(by=by or desk.bo, scope_id=scope_id, level=level, key=key, at=clock.now())


def on(desk: Desk, purpose: Purpose) -> int:
    return balance(account_for(desk.treasury.book_id, purpose)).minor


def test_only_the_difference_to_the_level_before_is_posted(desk: Desk) -> None:
    first = book(desk, 120_000, "a")
    assert [on(desk, each) for each in (Purpose.EXPECTED_LOSSES, Purpose.SET_ASIDE)] == [
        120_000, -120_000
    ]  # fmt: skip
    second = book(desk, 300_000, "b")
    third = book(desk, 50_000, "c")
    moved = [row.voucher.transfers.get().amount_minor for row in (first, second, third)]
    assert moved == [120_000, 180_000, 250_000]
    assert on(desk, Purpose.EXPECTED_LOSSES) == 50_000
    assert on(desk, Purpose.SET_ASIDE) == -50_000
    back = third.voucher.transfers.get()
    assert (back.debit.purpose, back.credit.purpose) == ("set_aside", "expected_losses")
    assert back.dimensions == {"scope": desk.round.programme.scope_id}
    book(desk, 0, "d")
    assert on(desk, Purpose.SET_ASIDE) == 0
    assert list(check_book(desk.treasury.book)) == []
    told = AuditEvent.objects.filter(action="provision.booked").order_by("pk")
    assert [each.facts["level_minor"] for each in told] == [120_000, 300_000, 50_000, 0]


def test_the_same_form_twice_books_once_and_another_answer_under_its_key_is_refused(
    desk: Desk,
) -> None:
    first = book(desk, 120_000, "a")
    book(desk, 130_000, "b")
    assert book(desk, 120_000, "a") == first
    assert BookedProvision.objects.count() == 2
    for change in ({"minor": 90_000}, {"reason": "Annat"}, {"as_of": date(2026, 3, 1)}):
        with pytest.raises(KeyUsedForOtherContent):
            book(desk, **{"minor": 120_000, "key": "a", **change})  # type: ignore[arg-type]


def test_only_who_keeps_the_books_of_the_whole_lender_says_a_level(desk: Desk) -> None:
    world = desk.world
    for inside in (world.petra, world.adde, world.agda, world.ali):
        with pytest.raises(NotAllowed):
            book(desk, 100, "a", by=desk.asker(inside))
    narrow = world.person("Nora")
    world.grant(narrow, Role.FINANCE_OFFICER, desk.space, desk.round.programme.scope)
    with pytest.raises(NotAllowed):
        book(desk, 100, "a", by=world.asker(narrow, desk.space))
    with pytest.raises(NotFound):
        book(desk, 100, "a", by=world.asker(world.dana))
    assert not BookedProvision.objects.exists()


@pytest.mark.parametrize(
    ("minor", "more", "refusal"),
    [
        (-1, {}, ProvisionBelowZero),
        (1_200_001, {}, ProvisionAboveLent),
        (1, {"as_of": date(2026, 3, 1)}, ProvisionAboveLent),
        (0, {}, ProvisionUnchanged),
        (100, {"reason": " "}, ProvisionWithoutReason),
        (100, {"as_of": date(2026, 3, 3)}, ProvisionDayAhead),
        (100, {"as_of": date(2025, 12, 31)}, YearIsMissing),
    ],
)
def test_a_level_that_cannot_be_is_refused(
    desk: Desk, minor: int, more: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal) as said:
        book(desk, minor, "a", **more)
    assert "%(" not in str(said.value)
    assert not BookedProvision.objects.exists()


def test_all_that_is_lent_may_be_set_aside(desk: Desk) -> None:
    assert lent_on(desk.round.programme.scope_id, "SEK", TODAY) == sek(1_200_000)
    assert book(desk, 1_200_000, "a").level_minor == 1_200_000


def test_levels_follow_on_each_other_and_no_closed_month_changes(desk: Desk, clock: Clock) -> None:
    clock.set("2026-04-10 09:00")
    book(desk, 1_000, "a", as_of=date(2026, 3, 31))
    with pytest.raises(ProvisionDayOutOfOrder):
        book(desk, 2_000, "b", as_of=date(2026, 3, 30))
    for period in Period.objects.filter(year__book=desk.treasury.book, starts_on__lt="2026-04-01"):
        close_period(
            period_id=period.pk, stamp=Stamp(noon(date(2026, 4, 10)), SYSTEM, desk.space.pk)
        )
    with pytest.raises(PeriodIsClosed):
        book(desk, 2_000, "b", as_of=date(2026, 3, 31))
    assert book(desk, 2_000, "b", as_of=date(2026, 4, 1)).voucher.booked_on == date(2026, 4, 1)


def test_a_level_is_never_changed_and_its_voucher_not_reversed_by_hand(desk: Desk) -> None:
    booked = book(desk, 1_000, "a")
    for change in (BookedProvision.objects.update, BookedProvision.objects.all().delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change(**({"level_minor": 5} if change == BookedProvision.objects.update else {}))
    with pytest.raises(ReverseAtItsSource):
        reverse_by_hand(
            by=desk.bo, voucher_id=booked.voucher_id, booked_on=TODAY, reason="Fel",
            at=clock.now(),
        )  # fmt: skip
