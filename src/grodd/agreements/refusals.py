"""What agreements say no to."""

from django.utils.translation import gettext_lazy

from grodd.base.errors import Refusal


class NotApprovedYet(Refusal):
    """There is no approval to make an agreement from."""

    code = "not_approved_yet"
    sentence = gettext_lazy(
        "“%(title)s” has not been approved, so there is nothing to agree on yet. "
        "Wait for the decision."
    )


class AgreementLetterMissing(Refusal):
    """The round has no text for its agreements."""

    code = "agreement_letter_missing"
    sentence = gettext_lazy(
        "The round has no agreement text. Ask the programme manager to write one under Letters."
    )


class TermsOutsideFrame(Refusal):
    """The terms go beyond what the programme may give."""

    code = "terms_outside_frame"
    sentence = gettext_lazy(
        "The frame of the programme allows at most %(most)s for %(term)s, not %(wished)s."
    )


class DatesOutOfOrder(Refusal):
    """The first instalment does not come after the money."""

    code = "dates_out_of_order"
    sentence = gettext_lazy(
        "The first instalment, %(first_due_on)s, has to come after the money, %(paid_on)s. "
        "Choose a later day."
    )


class AgreementIsNotOpen(Refusal):
    """It was cancelled, or not yet accepted by both."""

    code = "agreement_is_not_open"
    sentence = gettext_lazy(
        "This cannot be done as the agreement stands: it was taken back, or both have not said yes "
        "yet. Load its page again to see how far it has come."
    )


class AgreementSettled(Refusal):
    """Both have said yes, or it was taken back before."""

    code = "agreement_settled"
    sentence = gettext_lazy(
        "This agreement cannot be turned down or taken back any more: both have said yes, or it "
        "was taken back before. If something in it is wrong, talk to the other side."
    )


class SamePersonOnBothSides(Refusal):
    """One person cannot agree with themselves."""

    code = "same_person_on_both_sides"
    sentence = gettext_lazy(
        "You already said yes for the other party. Someone else has to do it for this one."
    )


class CheckInAwaited(Refusal):
    """The instalment waits for a check-in."""

    code = "check_in_awaited"
    sentence = gettext_lazy(
        "This part is paid after check-in %(number)s, which has not been done yet."
    )


class ReceiptNeeded(Refusal):
    """Above the programme's limit a receipt is needed."""

    code = "receipt_needed"
    sentence = gettext_lazy(
        "Attach the receipt: entries above %(limit)s need one, and this is %(amount)s."
    )


class MoreThanAwarded(Refusal):
    """The award has no such money left."""

    code = "more_than_awarded"
    sentence = gettext_lazy(
        "%(wished)s is more than the %(left)s that is left of the award. "
        "Talk to the programme manager if you need more."
    )


class MoreHoursThanAwarded(Refusal):
    """The award has no such time left."""

    code = "more_hours_than_awarded"
    sentence = gettext_lazy(
        "%(wished)s hours is more than the %(left)s that are left of the award. "
        "Talk to the programme manager if you need more."
    )


class ReturnTooLarge(Refusal):
    """More would come back than was paid out and not used."""

    code = "return_too_large"
    sentence = gettext_lazy(
        "%(returned)s is more than the %(unused)s that was paid out and not used."
    )


class LoanIsNotRunning(Refusal):
    """The loan is not being repaid."""

    code = "loan_is_not_running"
    sentence = gettext_lazy(
        "No repayment can be recorded on loan %(loan)s: its money is not paid out yet, or all of "
        "it is paid back. Its page shows what is owed."
    )


class RepaymentTooLarge(Refusal):
    """More came in than is owed."""

    code = "repayment_too_large"
    sentence = gettext_lazy(
        "%(received)s came in, but only %(owed)s is owed on %(loan)s. "
        "Record %(owed)s here and return the rest, or book the rest as a gift."
    )


class RepaymentOutOfOrder(Refusal):
    """A repayment dated before one that is already recorded."""

    code = "repayment_out_of_order"
    sentence = gettext_lazy(
        "A repayment of %(latest)s is already recorded, and this one is from %(day)s. "
        "Reverse the later one, record this one, then record the later one again."
    )


class LaterRepaymentStands(Refusal):
    """Repayments are undone from the last."""

    code = "later_repayment_stands"
    sentence = gettext_lazy(
        "A later repayment, of %(latest)s, counts on this one. Reverse that one first."
    )
