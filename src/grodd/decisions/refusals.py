"""What deciding says no to."""

from django.utils.translation import gettext_lazy

from grodd.base.errors import NotAllowed, Refusal


class NoSeat(NotAllowed):
    """The person holds no seat in the body on that day."""

    code = "no_seat"
    sentence = gettext_lazy(
        "You have no seat in %(body)s today, so you cannot do this. "
        "Ask the programme manager if your time there should go on."
    )


class NotTheChair(NotAllowed):
    """Only the chair of the body does this."""

    code = "not_the_chair"
    sentence = gettext_lazy("Only the chair of %(body)s can do this.")


class Recused(NotAllowed):
    """The person takes no part in the matter."""

    code = "recused"
    sentence = gettext_lazy(
        "You take no part in “%(matter)s” because of a conflict of interest. "
        "It stands in the minutes."
    )


class SeatHeld(Refusal):
    """The person has a seat in the body during that time."""

    code = "seat_held"
    sentence = gettext_lazy(
        "%(person)s already has a seat in %(body)s at that time. End that seat first."
    )


class ChairTaken(Refusal):
    """Two would lead the body at the same time."""

    code = "chair_taken"
    sentence = gettext_lazy(
        "%(body)s already has a chair at that time: %(person)s. End that seat first."
    )


class MeetingNotOpen(Refusal):
    """The meeting has not begun, or it is over."""

    code = "meeting_not_open"
    sentence = gettext_lazy(
        "The meeting is not open, so nothing can be voted on or decided in it. "
        "The chair or the programme manager opens it."
    )


class MeetingClosed(Refusal):
    """The meeting is over."""

    code = "meeting_closed"
    sentence = gettext_lazy(
        "The meeting is closed, so its agenda and its list of who was there stand. "
        "Take the matter up at the next meeting."
    )


class MeetingStillOpen(Refusal):
    """Minutes are signed after the meeting."""

    code = "meeting_still_open"
    sentence = gettext_lazy("The meeting is still open. Close it, then sign the minutes.")


class MattersUndecided(Refusal):
    """The meeting cannot be closed with matters that hang."""

    code = "matters_undecided"
    sentence = gettext_lazy(
        "%(count)s matters on the agenda are not decided. "
        "Decide them, or take them off the agenda, then close the meeting."
    )


class MatterDecided(Refusal):
    """A decision stands."""

    code = "matter_decided"
    sentence = gettext_lazy(
        "“%(matter)s” is decided, so votes and terms stand. A new decision needs a new matter."
    )


class MatterNotDecided(Refusal):
    """There is nothing to release yet."""

    code = "matter_not_decided"
    sentence = gettext_lazy("“%(matter)s” is not decided yet, so there is nothing to tell.")


class NotPresent(Refusal):
    """Someone who is not noted as present votes."""

    code = "not_present"
    sentence = gettext_lazy(
        "You are not noted as present at this meeting. "
        "Ask the chair to note that you are there, then vote."
    )


class BelowQuorum(Refusal):
    """Too few are there to decide."""

    code = "below_quorum"
    sentence = gettext_lazy(
        "%(body)s needs %(needed)s members to decide this and %(present)s count as present. "
        "%(recused)s take no part because of a conflict of interest. "
        "Wait for more members, or take it up at another meeting."
    )


class AnswerNeeded(Refusal):
    """A no without reasons and a next step."""

    code = "answer_needed"
    sentence = gettext_lazy(
        "A no needs reasons and a next step, so that whoever applied knows why and what they "
        "can do now. Write both."
    )


class CirculationOver(Refusal):
    """The time to answer has passed."""

    code = "circulation_over"
    sentence = gettext_lazy(
        "The time to answer ended %(ended)s. What was answered before then counts."
    )


class CirculationGoesOn(Refusal):
    """Some have not answered, and there is time left."""

    code = "circulation_goes_on"
    sentence = gettext_lazy(
        "Members can answer until %(ends)s and not all of them have. "
        "Wait until then, or until everyone has answered."
    )


class NoDelegation(NotAllowed):
    """The person may not decide alone."""

    code = "no_delegation"
    sentence = gettext_lazy(
        "You have not been trusted to decide alone for %(body)s. Put the matter on its agenda."
    )


class AboveDelegation(Refusal):
    """The matter is larger than one person may decide."""

    code = "above_delegation"
    sentence = gettext_lazy(
        "You may decide alone up to %(limit)s and %(hours_max)s hours. This is "
        "%(amount)s and %(hours)s hours, so %(body)s has to decide it."
    )


class ClosingTimeNeeded(Refusal):
    """A decision by circulation that would never end."""

    code = "closing_time_needed"
    sentence = gettext_lazy(
        "A decision by circulation needs a closing time after its start. Write one."
    )


class NoBody(Refusal):
    """The programme has nobody who decides."""

    code = "no_body"
    sentence = gettext_lazy(
        "%(programme)s has no body that decides. Set one up under Decisions, then propose again."
    )
