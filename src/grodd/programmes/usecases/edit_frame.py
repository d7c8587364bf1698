"""Change what a programme may give, to whom, and on which terms."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.people.asker import Asker
from grodd.programmes.models import Frame
from grodd.programmes.queries import programme_managed_by
from grodd.programmes.refusals import FrameRangeWrong, InstrumentMissing, RhythmMissing
from grodd.programmes.versions import open_frame
from grodd.programmes.words import FrameTerms


@transaction.atomic
def edit_frame(*, programme_id: int, terms: FrameTerms, by: Asker, at: datetime) -> Frame:
    """Write ``terms`` on the newest frame; a frame that a round uses is copied first.

    Raises:
        FrameRangeWrong: when a least is above its most.
        InstrumentMissing: when nothing would be given.
        RhythmMissing: when no loan could be repaid.
    """
    programme = programme_managed_by(by, programme_id=programme_id, lock=True)
    _check(terms)
    frame = open_frame(programme)
    frame.currency = terms.amount_max.currency
    frame.amount_min_minor = terms.amount_min.minor
    frame.amount_max_minor = terms.amount_max.minor
    frame.receipt_above_minor = terms.receipt_above.minor
    frame.loan_fee_minor = terms.loan_fee.minor
    frame.instruments = list(terms.instruments)
    frame.remind_late_days = list(terms.remind_late_days)
    frame.goals = dict(terms.goals)
    frame.loan_rhythms = [rhythm.code for rhythm in terms.loan_rhythms]
    frame.payment_rules = terms.payment_rules.written()
    for name in (
        "hours_max", "months_min", "months_max", "who_may_apply", "check_in_every_days",
        "remind_days_before", "loan_rate_bp", "loan_rate_follows", "loan_schedule",
        "loan_grace_months_max",
    ):  # fmt: skip
        setattr(frame, name, getattr(terms, name))
    frame.save()
    audit.record(
        Stamp(at, by.key, programme.organisation_id),
        action="programme.frame_edited",
        subject=f"programme:{programme.pk}",
        facts={"version": frame.version},
    )
    return frame


def _check(terms: FrameTerms) -> None:
    if terms.amount_max < terms.amount_min:
        raise FrameRangeWrong(least=terms.amount_min, most=terms.amount_max)
    if terms.months_max < terms.months_min:
        raise FrameRangeWrong(least=terms.months_min, most=terms.months_max)
    if not terms.instruments:
        raise InstrumentMissing
    if not terms.loan_rhythms:
        raise RhythmMissing
