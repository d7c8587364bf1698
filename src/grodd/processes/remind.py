"""Remind those who run projects of their check-ins, kindly and never twice."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy

from grodd.base.audit import SYSTEM, Stamp
from grodd.followup.models import CheckIn
from grodd.followup.queries import check_ins_due
from grodd.processes.send_letter import send_letter
from grodd.programmes.models import Frame, Letter

DAYS_AHEAD_MAX = 60

SOON = gettext_lazy("It is soon time for your check-in. It takes two minutes.")
LATE = gettext_lazy("Your check-in is waiting. Two minutes are enough, also when things go badly.")


def remind(*, on: date, at: datetime) -> int:
    """Put the reminders of a day in the outbox; each frame says how many days before and after.

    Run twice, nothing is sent twice. Run again after days that were missed, each check-in gets
    the one reminder that fits today, and not every one that it missed.

    Args:
        on: The day.
        at: The moment that the messages carry.

    Returns:
        How many messages are new.
    """
    return sum(_remind_of(check_in, which, at=at) for check_in, which in _to_remind(on))


def _to_remind(on: date) -> Iterable[tuple[CheckIn, str]]:
    """The last check-in of each project for which it is time: one reminder says enough."""
    rows = check_ins_due(on=on, days_ahead=DAYS_AHEAD_MAX).select_related(
        "project__scope",
        "project__agreement__application__owner",
        "project__agreement__application__round__frame",
        "project__agreement__application__round__programme",
    )
    last: dict[int, tuple[CheckIn, str]] = {}
    for check_in in rows:
        frame = check_in.project.agreement.application.round.frame
        assert frame is not None, check_in.pk
        if which := which_reminder(check_in.due_on, frame, on=on):
            last[check_in.project_id] = (check_in, which)
    return last.values()


@transaction.atomic
def _remind_of(check_in: CheckIn, which: str, *, at: datetime) -> int:
    application = check_in.project.agreement.application
    return send_letter(
        application=application,
        kind=Letter.Kind.REMINDER,
        event=f"check_in:{check_in.pk}:{which}",
        facts={
            "next_step": SOON if which == "soon" else LATE,
            "day": check_in.due_on,
            "link": f"{settings.BASE_URL}/projects/check-ins/{check_in.pk}/",
        },
        stamp=Stamp(at, SYSTEM, check_in.project.scope.organisation_id),
    )


def which_reminder(due_on: date, frame: Frame, *, on: date) -> str:
    """Which reminder fits a day: ``soon``, ``late1``, ``late2`` … or none."""
    if on <= due_on:
        soon = due_on - timedelta(days=frame.remind_days_before)
        return "soon" if on >= soon and frame.remind_days_before else ""
    passed = _passed(due_on, frame.remind_late_days, on)
    return f"late{passed}" if passed else ""


def _passed(due_on: date, days: Sequence[int], on: date) -> int:
    return sum(1 for each in days if due_on + timedelta(days=each) <= on)
