"""What assessment says no to."""

from django.utils.translation import gettext_lazy

from grodd.base.errors import NotAllowed, Refusal


class InConflict(NotAllowed):
    """A conflict of interest stands between this person and the case."""

    code = "in_conflict"
    sentence = gettext_lazy(
        "A conflict of interest is noted for you here, so you do not read or judge this one. "
        "If that is wrong, talk to the programme manager."
    )


class ConflictNotAnswered(Refusal):
    """The reviewer has not said yet whether they have an interest of their own."""

    code = "conflict_not_answered"
    sentence = gettext_lazy(
        "Before you open this, say whether you have an interest of your own in it. "
        "Answer the question on the page first."
    )


class ReasonNeeded(Refusal):
    """A no, a return or a conflict came without words."""

    code = "reason_needed"
    sentence = gettext_lazy(
        "A reason is needed here, because someone has to act on it or be able to look it up. "
        "Write one or two sentences."
    )


class CaseClosed(Refusal):
    """The case has gone on; nothing in it changes any more."""

    code = "case_closed"
    sentence = gettext_lazy(
        "The assessment of “%(case)s” is closed, so nothing in it can change. "
        "It opens again if the committee sends it back."
    )


class NotAReviewer(Refusal):
    """The person does not hold the role of a reviewer here."""

    code = "not_a_reviewer"
    sentence = gettext_lazy(
        "%(person)s is not a reviewer here. Give them the role first, or choose someone else."
    )


class ReviewerInConflict(Refusal):
    """The person that was chosen has a conflict of interest in the case."""

    code = "reviewer_in_conflict"
    sentence = gettext_lazy(
        "%(person)s has a conflict of interest in “%(case)s” and cannot review it. "
        "Choose someone else."
    )


class TooFewReviewers(Refusal):
    """There are not enough reviewers without a conflict for a case."""

    code = "too_few_reviewers"
    sentence = gettext_lazy(
        "“%(case)s” needs %(needed)s reviewers, but only %(free)s can take it. "
        "Nobody was assigned. Add reviewers, or ask for fewer reviews."
    )


class ReviewBegun(Refusal):
    """An assignment with a submitted review cannot be taken away."""

    code = "review_begun"
    sentence = gettext_lazy(
        "%(person)s has already handed in a review of this, so it stays. "
        "If there is a conflict of interest, note that instead."
    )


class ScoresMissing(Refusal):
    """A review was handed in before every criterion had a score."""

    code = "scores_missing"
    sentence = gettext_lazy(
        "The review is not handed in: a score is missing on %(criteria)s. "
        "Give it and hand in again; save it as a draft if you want to come back later."
    )


class ScoreOffScale(Refusal):
    """A score lies outside the scale of its criterion."""

    code = "score_off_scale"
    sentence = gettext_lazy(
        "%(value)s is not on the scale of “%(criterion)s”, which goes from %(low)s to %(high)s. "
        "Choose a score on the scale."
    )


class ReviewSubmitted(Refusal):
    """A review that is handed in stands."""

    code = "review_submitted"
    sentence = gettext_lazy(
        "You have handed in this review, so it stands as it is. "
        "Ask the programme manager if something in it is wrong."
    )


class ReviewsMissing(Refusal):
    """The case has fewer submitted reviews than it needs."""

    code = "reviews_missing"
    sentence = gettext_lazy(
        "%(given)s of %(needed)s reviews are handed in, so this is not assessed yet. "
        "Remind the reviewers, or assign someone else."
    )
