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


class RhythmOutsideFrame(Refusal):
    """A loan is repaid more or less often than the programme allows."""

    code = "rhythm_outside_frame"
    sentence = gettext_lazy(
        "The frame of the programme does not let a loan be repaid %(wished)s. It allows: "
        "%(allowed)s. Choose one of them, or change the frame for the next round."
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


class RepaymentBeforeMoney(Refusal):
    """A payment dated before the money was paid out, or a bounce before the payment."""

    code = "repayment_before_money"
    sentence = gettext_lazy(
        "%(day)s is before %(paid_on)s, the day the money came. Check the day and try again."
    )


class ReasonForChange(Refusal):
    """A change of a loan without a word of why."""

    code = "reason_for_change"
    sentence = gettext_lazy(
        "Say why in a few words. Whoever reads the loan in a year will want to know."
    )


class NothingLeftToPayOut(Refusal):
    """All of the loan is paid out or ordered."""

    code = "nothing_left_to_pay_out"
    sentence = gettext_lazy(
        "%(wished)s is more than the %(left)s of the loan that is not paid out or ordered yet."
    )


class TermsCannotChange(Refusal):
    """The loan is not being repaid as agreed, so there are no terms to change."""

    code = "terms_cannot_change"
    sentence = gettext_lazy(
        "This can only be done while a loan is being repaid, and %(loan)s is not: it waits for its "
        "money, is called in, or is over."
    )


class NothingIsLate(Refusal):
    """There are no arrears to act on."""

    code = "nothing_is_late"
    sentence = gettext_lazy(
        "Nothing is late on %(loan)s on %(day)s. Choose another day, or another change."
    )


class DueDayDoesNotFit(Refusal):
    """The new due day comes too early."""

    code = "due_day_does_not_fit"
    sentence = gettext_lazy(
        "The next instalment has to fall due after %(after)s, not on %(wished)s. "
        "Choose a later day."
    )


class RhythmNotAllowed(Refusal):
    """The programme does not let a loan be repaid that often."""

    code = "rhythm_not_allowed"
    sentence = gettext_lazy(
        "The programme does not let a loan be repaid %(wished)s. It allows: %(allowed)s. "
        "Choose one of them, or let the frame of the programme allow it first."
    )


class SameRhythm(Refusal):
    """The loan is repaid that often already."""

    code = "same_rhythm"
    sentence = gettext_lazy(
        "An instalment of %(loan)s falls due %(rhythm)s already. Choose another rhythm, or move "
        "the due day, or make the loan longer."
    )


class PlanEndsTooLate(Refusal):
    """The last instalment would fall due after all of us are gone."""

    code = "plan_ends_too_late"
    sentence = gettext_lazy(
        "With this, instalments would fall due after %(latest)s. Choose an earlier day, or fewer "
        "instalments."
    )


class TooFewInstalments(Refusal):
    """Nothing would be left to pay in, or far too many."""

    code = "too_few_instalments"
    sentence = gettext_lazy(
        "%(left)s instalments are left, and after this change there would be %(after)s. "
        "There have to be between 1 and %(most)s."
    )


class WaiverTooLarge(Refusal):
    """More would be given up than is owed."""

    code = "waiver_too_large"
    sentence = gettext_lazy(
        "%(wished)s is more than the %(owed)s that is owed of it. Give up at most that."
    )


class WaiverAboveLimit(Refusal):
    """More would be given up on the loan than one person may."""

    code = "waiver_above_limit"
    sentence = gettext_lazy(
        "With this, %(sum)s would be given up on the loan; one person may give up %(limit)s. "
        "Ask the board or committee instead."
    )


class EasedBackwards(Refusal):
    """Late interest would be lowered until a day that is not after the first."""

    code = "eased_backwards"
    sentence = gettext_lazy(
        "Late interest cannot be lowered from %(day)s until %(until)s: that is no time at all. "
        "Choose a last day that comes after the first."
    )


class EasedAlready(Refusal):
    """Late interest is lowered on some of the days already."""

    code = "eased_already"
    sentence = gettext_lazy(
        "Late interest on %(loan)s is lowered from %(day)s until %(until)s already, and no day "
        "can be lowered twice. Choose other days, or undo that first."
    )


class NothingToEase(Refusal):
    """No late interest runs on those days, whatever is paid."""

    code = "nothing_to_ease"
    sentence = gettext_lazy(
        "No late interest runs on %(loan)s from %(day)s until %(until)s, even if nothing more is "
        "paid until then. There is nothing to lower; choose other days."
    )


class NoticeTooShort(Refusal):
    """A loan is not called in from one day to the next."""

    code = "notice_too_short"
    sentence = gettext_lazy(
        "The borrower has to get %(days)s days to pay what is late. "
        "The earliest day is %(earliest)s."
    )


class CannotBeUndone(Refusal):
    """It is undone somewhere else, or not at all."""

    code = "cannot_be_undone"
    sentence = gettext_lazy(
        "This cannot be undone here. A payment is reversed where it stands; money that was paid "
        "out, and a loss that was decided on, stay."
    )


class NothingKept(Refusal):
    """There is no money of the borrower to give back."""

    code = "nothing_kept"
    sentence = gettext_lazy(
        "There is no money kept on %(loan)s that is not on its way back already."
    )


class KeptIsUsed(Refusal):
    """Money that should go back has paid an instalment meanwhile."""

    code = "kept_is_used"
    sentence = gettext_lazy(
        "%(wished)s should go back, but only %(kept)s is still kept on the loan. "
        "Cancel the payment and prepare it again."
    )


class NothingToWriteOff(Refusal):
    """More would be written off than is lent, or nothing."""

    code = "nothing_to_write_off"
    sentence = gettext_lazy(
        "%(wished)s cannot be written off: %(lent)s is still lent. Choose an amount up to that."
    )


class LossNeedsTheBody(Refusal):
    """One person is about to decide a write-off alone."""

    code = "loss_needs_the_body"
    sentence = gettext_lazy(
        "A loss is decided by all of %(body)s, not by one person. "
        "Put the matter on the agenda of its next meeting."
    )


class WriteOffAwaited(Refusal):
    """The body has been asked already."""

    code = "write_off_awaited"
    sentence = gettext_lazy(
        "A write-off of this loan waits for a decision already. Wait for it, or ask the body to "
        "decide another amount."
    )


class SecurityIsReleased(Refusal):
    """It stands for nothing any more, so it cannot be replaced."""

    code = "security_is_released"
    sentence = gettext_lazy(
        "What %(given_by)s gave was released on %(day)s, so nothing can take its place. "
        "Record the new one by itself."
    )


class SecurityNeedsAThing(Refusal):
    """A pledge without a word of what is pledged."""

    code = "security_needs_a_thing"
    sentence = gettext_lazy("Say what is pledged, so that everybody means the same thing.")


class LendingRuleMissing(Refusal):
    """Nobody has recorded who may lend to whom."""

    code = "lending_rule_missing"
    sentence = gettext_lazy(
        "Nothing is recorded for %(country)s on %(day)s about who may lend to whom, so no loan can "
        "be offered. Ask the administrator to bring in the rules under Rates and rules."
    )


class WhoBorrowsUnknown(Refusal):
    """A person borrows, and nobody has said what for."""

    code = "who_borrows_unknown"
    sentence = gettext_lazy(
        "A person borrows here, and other laws hold for private loans than for business. "
        "Say what the loan is mainly for."
    )


class LenderHasNoLicence(Refusal):
    """Only a bank may lend to whoever borrows."""

    code = "lender_has_no_licence"
    sentence = gettext_lazy(
        "This would be a loan to a consumer, and only a bank may give one. Help them apply at your "
        "partner bank, or lend to their business."
    )


class LoanAboveLimit(Refusal):
    """The loan costs more than the law allows for whoever borrows."""

    code = "loan_above_limit"
    sentence = gettext_lazy(
        "For who borrows here %(measure)s may be at most %(limit)s (%(law)s), and it is %(found)s. "
        "Ask the programme manager to change the frame, or offer other terms."
    )


class BorrowerCannotChange(Refusal):
    """Nothing is owed on the loan, so there is nothing to take over."""

    code = "borrower_cannot_change"
    sentence = gettext_lazy(
        "Nobody can take over %(loan)s as it stands: its money is not paid out, nothing is owed on "
        "it any more, or somebody else owes it already. Its page shows how it stands."
    )


class BorrowerUnknown(Refusal):
    """The new borrower has no account."""

    code = "borrower_unknown"
    sentence = gettext_lazy(
        "Nobody signs in here with %(email)s. Check the address, or ask them to make an account "
        "first, so that they can read and agree."
    )


class SameBorrower(Refusal):
    """The new borrower is the old one."""

    code = "same_borrower"
    sentence = gettext_lazy(
        "%(name)s owes this loan already. Write the address of who is to take it over."
    )


class TakeoverAwaited(Refusal):
    """Another takeover of the loan waits for its answers."""

    code = "takeover_awaited"
    sentence = gettext_lazy(
        "That %(name)s takes over this loan waits for its answers already. Take that back first, "
        "if it should be someone else or other guarantors."
    )


class TakeoverSettled(Refusal):
    """It happened, or was taken back."""

    code = "takeover_settled"
    sentence = gettext_lazy(
        "This can no longer be answered or taken back: it happened, or it was taken back before. "
        "Load its page again to see how it ended."
    )


class ClaimHasLapsed(Refusal):
    """The time ran out before, and nothing counts it anew."""

    code = "claim_has_lapsed"
    sentence = gettext_lazy(
        "The claim on %(loan)s lapsed on %(day)s, and nothing after that counts the time anew. If "
        "something reached the borrower before, record that first, with its own day."
    )


class InterruptionOutOfTime(Refusal):
    """A day before the money came, or one that has not come."""

    code = "interruption_out_of_time"
    sentence = gettext_lazy(
        "%(day)s cannot be right: it has to lie between %(first)s, when the money came, and today. "
        "Check the day and try again."
    )


class NothingIsClaimed(Refusal):
    """Nothing is owed, so there is nothing to keep from lapsing."""

    code = "nothing_is_claimed"
    sentence = gettext_lazy(
        "Nothing is owed on %(loan)s, so there is no claim that could lapse. Its page shows how it "
        "stands."
    )
