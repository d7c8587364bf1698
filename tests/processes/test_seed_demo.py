"""The demo tells the truth: everything in it came about as in the browser."""

from argparse import Namespace
from datetime import date, timedelta

import pytest
from pytest_django import Settings

from grodd.agreements.models import Loan
from grodd.agreements.servicing import standing_of
from grodd.applications.models import Application
from grodd.assessment.models import Review
from grodd.base import audit
from grodd.base.models import AuditEvent, OutboxMessage, PhaseKind
from grodd.cli import seed_demo as command
from grodd.decisions.models import FastTrack, Minutes
from grodd.followup.models import Project
from grodd.ledger.checking import check_book, check_triggers
from grodd.ledger.models import Book, Voucher
from grodd.library.models import Lesson
from grodd.people.models import Person
from grodd.processes.demo.cast import CAST
from grodd.processes.seed_demo import seed_demo
from grodd.servicing.models import MonthEnd, Night, NightStep, PortfolioDay
from grodd.servicing.queries import care_of
from grodd.voting.models import Poll

DAY = date(2026, 3, 2)


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.django_db
def test_the_demo_has_a_case_at_every_step_and_is_made_once(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert seed_demo(day=DAY)
    kinds = set(Application.objects.values_list("phase__kind", flat=True))
    assert kinds == set(PhaseKind)
    assert Application.objects.filter(round__name__sv="Idéer just nu").count() == 30
    late = [loan for loan in Loan.objects.filter(state="repaying") if standing_of(loan, DAY).due]
    owners = sorted(loan.agreement.application.owner.name for loan in late)
    assert owners == ["Aino Lehtola", "Yusuf Hammar"]
    promises = [one for loan in late for one in care_of(loan, on=DAY).promises]
    assert sorted(one.is_kept for one in promises) == [False, True]
    assert Loan.objects.filter(state="repaid").count() == 1
    assert Review.objects.filter(submitted_at__isnull=True).count() == 0
    assert FastTrack.objects.count() == 1
    assert Minutes.objects.count() == 9
    states = Project.objects.values_list("state", flat=True)
    assert sorted(state for state in states if state != "running") == [
        "completed", "completed", "scaled", "stopped",
    ]  # fmt: skip
    shared = Lesson.objects.filter(published_at__isnull=False)
    assert shared.count() == 4
    assert "Enklare vardag" in shared.values_list("theme", flat=True)
    counted, running = Poll.objects.order_by("opened_at")
    assert (counted.closed_at is None, running.closed_at is None) == (False, True)
    assert counted.result.voted == 13
    won = {rule: set(one["winners"]) for rule, one in counted.result.content["outcomes"].items()}
    assert won == {"greedy": {1, 2, 5}, "equal_shares": {1, 2, 3, 4}}, (
        "the rules differ, to see why"
    )
    assert running.open_ballots.count() == 6
    _look_at_the_nights()

    assert list(audit.breaks()) == []
    assert [fault for book in Book.objects.all() for fault in check_book(book)] == []
    assert list(check_triggers()) == []
    moments = list(AuditEvent.objects.order_by("number").values_list("at", flat=True))
    assert moments[-1].date() < DAY
    assert Person.objects.count() == len(CAST)

    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.web.accounts.demo_addresses"
    assert command.run(Namespace(day=DAY)) == 0
    printed = capsys.readouterr().out
    assert "there already" in printed
    assert all(f"/sign-in/demo/{one.key}/" in printed for one in CAST)


def _look_at_the_nights() -> None:
    """Every night of six months was run on its day, and each month end has its figures."""
    nights = Night.objects.order_by("day")
    days = [night.day for night in nights]
    assert days == [date(2025, 9, 30) + timedelta(n) for n in range(153)]
    assert all(night.finished_at and night.finished_at.date() == night.day for night in nights)
    assert not NightStep.objects.exclude(refused=[]).exists()
    ends = sorted(set(MonthEnd.objects.values_list("day", flat=True)))
    assert [day.month for day in ends] == [9, 10, 11, 12, 1, 2]
    assert PortfolioDay.objects.filter(day=ends[-1], from_days__gt=0).exists(), "something is late"
    assert Voucher.objects.filter(key__startswith="accrued:").count() >= len(ends)
    quarterly = Loan.objects.get(unit="quarters")
    assert (quarterly.instalments, quarterly.months) == (12, 36)
    assert OutboxMessage.objects.filter(template="loan_reminder").exists()


def test_made_up_people_stay_out_of_a_real_installation(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command.run(Namespace(day=DAY)) == 1
    assert "only for the demo" in capsys.readouterr().err
