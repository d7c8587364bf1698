import pytest
from django.db import DatabaseError, connection, transaction

from grodd.agreements.models import Award, Spending
from grodd.agreements.refusals import (
    CheckInAwaited,
    MoreHoursThanAwarded,
    MoreThanAwarded,
    ReceiptNeeded,
    ReturnTooLarge,
)
from grodd.agreements.servicing import award_standing
from grodd.base import clock, files
from grodd.base.errors import KeyUsedForOtherContent, NotAllowed, NotFound
from grodd.base.models import StoredFile
from grodd.followup.models import CheckIn
from grodd.ledger.charts import Purpose
from grodd.ledger.checking import check_book
from grodd.ledger.queries import account_for, balance
from grodd.people.asker import Asker
from grodd.processes.order_instalment import order_instalment
from grodd.processes.record_spending import Use, record_spending
from grodd.processes.return_unused import return_unused
from grodd.processes.take_back_spending import take_back_spending
from tests.agreements.signing import AWARD, PAYEE, TODAY, Desk, sek
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world, "company")


def receipt() -> StoredFile:
    return files.store(
        [b"kvitto"], name="kvitto.pdf", content_type="application/pdf", stored_by="x",
        at=clock.now(),
    )  # fmt: skip


def spend(
    desk: Desk,
    award: Award,
    minor: int = 0,
    hours: int = 0,
    *,
    by: Asker | None = None,
    key: str = "k1",
    file: StoredFile | None = None,
) -> Spending:
    use = Use(key=key, spent_on=TODAY, text="Mjöl", amount=sek(minor), hours=hours, receipt=file)
    return record_spending(by=by or desk.amina, award_id=award.pk, use=use, at=clock.now())


def test_the_first_part_is_paid_at_the_start_and_the_next_after_its_check_in(desk: Desk) -> None:
    award = desk.award()
    assert award_standing(award).paid == sek(600_000)
    second = award.instalments.get(number=2)

    def ask() -> object:
        return order_instalment(
            by=desk.bo, instalment_id=second.pk, payee=PAYEE, due_on=TODAY, at=clock.now()
        )

    with pytest.raises(CheckInAwaited):
        ask()
    first = CheckIn.objects.filter(project__agreement=award.agreement, number=1)
    first.update(done_at=clock.now(), status="on_track")
    assert ask() == ask()


def test_small_things_need_no_receipt_and_large_ones_do(desk: Desk) -> None:
    award = desk.award()
    spend(desk, award, 50_000)
    with pytest.raises(ReceiptNeeded):
        spend(desk, award, 50_001, key="k2")
    entry = spend(desk, award, 50_001, key="k2", file=receipt())
    assert entry.receipt is not None
    assert award_standing(award).used == sek(100_001)


def test_no_more_is_used_than_was_awarded(desk: Desk) -> None:
    award = desk.award()
    spend(desk, award, 1_200_000, 40, file=receipt())
    with pytest.raises(MoreThanAwarded):
        spend(desk, award, 1, key="k2")
    with pytest.raises(MoreHoursThanAwarded):
        spend(desk, award, hours=1, key="k2")


def test_the_last_use_told_of_twice_is_not_refused(desk: Desk) -> None:
    award = desk.award()
    first = spend(desk, award, 1_200_000, 40, file=receipt())
    assert spend(desk, award, 1_200_000, 40, file=receipt()) == first
    with pytest.raises(KeyUsedForOtherContent):
        spend(desk, award, 1_200_000, 39)


def test_a_wrong_entry_is_mended_by_its_opposite(desk: Desk) -> None:
    award = desk.award()
    wrong = spend(desk, award, 40_000, 8)
    mended = take_back_spending(by=desk.amina, spending_id=wrong.pk, at=clock.now())
    assert take_back_spending(by=desk.amina, spending_id=wrong.pk, at=clock.now()) == mended
    standing = award_standing(award)
    assert (standing.used, standing.hours_used) == (sek(0), 0)
    assert Spending.objects.count() == 2
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM agreements_spending")


def test_only_those_who_run_or_manage_it_write_down_what_was_used(desk: Desk) -> None:
    award = desk.award()
    with pytest.raises(NotAllowed):
        spend(desk, award, 1, by=desk.asker(desk.world.agda))
    with pytest.raises(NotFound):
        spend(desk, award, 1, by=desk.asker(desk.world.dana))
    spend(desk, award, 1, by=desk.petra)


def test_unused_money_comes_back_into_the_books(desk: Desk) -> None:
    award = desk.award()
    spend(desk, award, 40_000)

    def give_back(minor: int, reference: str = "B1") -> object:
        return return_unused(
            by=desk.bo, award_id=award.pk, returned=sek(minor), value_date=TODAY,
            bank_reference=reference, at=clock.now(),
        )  # fmt: skip

    with pytest.raises(ReturnTooLarge):
        give_back(560_001)
    first = give_back(560_000)
    assert give_back(560_000) == first
    with pytest.raises(KeyUsedForOtherContent):
        give_back(559_999)
    with pytest.raises(ReturnTooLarge):
        give_back(1, "B2")
    awards = account_for(desk.treasury.book_id, Purpose.AWARDS)
    assert balance(awards) == sek(40_000)
    assert award_standing(award).left == sek(1_200_000 - 40_000 - 560_000)
    assert list(check_book(desk.treasury.book)) == []


def test_an_award_of_one_part_has_one_payment(desk: Desk) -> None:
    award = desk.award()
    assert award.instalments.count() == AWARD.instalments
    assert award.instalments.get(number=1).order is not None
