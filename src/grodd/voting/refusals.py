"""What voting says no to."""

from django.utils.translation import gettext_lazy

from grodd.base.errors import NotAllowed, Refusal


class PollTitleTaken(Refusal):
    """Two polls of one programme would have the same name."""

    code = "poll_title_taken"
    sentence = gettext_lazy(
        "There is already a vote called “%(title)s” here. Give this one another name, "
        "or go on with the one there is."
    )


class PollOpened(Refusal):
    """The poll is open: what was stated before the vote stands."""

    code = "poll_opened"
    sentence = gettext_lazy(
        "“%(poll)s” was opened %(at)s. The ideas, the budget and the rule that were stated then "
        "stand until the result."
    )


class PollNotReady(Refusal):
    """Something is missing before a poll can open."""

    code = "poll_not_ready"
    sentence = gettext_lazy("Something is missing: %(missing)s Then the vote can open.")


class PollNotOpen(Refusal):
    """The poll has not been opened."""

    code = "poll_not_open"
    sentence = gettext_lazy("“%(poll)s” has not opened yet.")


class PollClosed(Refusal):
    """The voting is over."""

    code = "poll_closed"
    sentence = gettext_lazy(
        "“%(poll)s” closed %(at)s, so nothing can be changed any more. "
        "What you had chosen by then counts."
    )


class OwnIdea(Refusal):
    """Nobody votes for what they have an interest of their own in."""

    code = "own_idea"
    sentence = gettext_lazy(
        "You have an interest of your own in “%(option)s”, so others vote on it. "
        "You can vote for every other idea."
    )


class VoterExcluded(NotAllowed):
    """The person may not vote here after all."""

    code = "voter_excluded"
    sentence = gettext_lazy(
        "You cannot vote in “%(poll)s”: %(reason)s If that is wrong, talk to the programme manager."
    )


class NotEntitled(NotAllowed):
    """The person sees the poll but is not among those who vote."""

    code = "not_entitled"
    sentence = gettext_lazy("You are not among those who vote in “%(poll)s”.")


class BallotsUnreadable(Refusal):
    """The installation's secret key is not the one that the ballots were sealed with."""

    code = "ballots_unreadable"
    sentence = gettext_lazy(
        "The ballots cannot be read, because the secret key of the installation was changed while "
        "the vote was open. Put the earlier key (GRODD_SECRET_KEY) back; then nothing is lost."
    )


class ExclusionNeedsReason(Refusal):
    """Someone is kept from voting without a word."""

    code = "exclusion_needs_reason"
    sentence = gettext_lazy("Say why this person may not vote. They read it themselves.")


class OptionUnclear(Refusal):
    """An option that nobody could vote on."""

    code = "option_unclear"
    sentence = gettext_lazy(
        "Give the idea a name and a cost that is not below zero, in the currency of the vote."
    )


class TooManyOptions(Refusal):
    """More options than a ballot can hold."""

    code = "too_many_options"
    sentence = gettext_lazy(
        "A vote holds at most %(most)s ideas. Sort some out before, or hold two votes."
    )


class ThemeLimitWrong(Refusal):
    """A least above the most."""

    code = "theme_limit_wrong"
    sentence = gettext_lazy(
        "“%(theme)s” cannot get at least %(least)s and at most %(most)s awards. Change one of them."
    )


class VotesFileRefused(Refusal):
    """A file of votes that cannot be used."""

    code = "votes_file_refused"
    sentence = gettext_lazy("“%(name)s” was not imported: %(problem)s Mend the file and try again.")


class NothingToDecide(Refusal):
    """A result that no body can decide on."""

    code = "nothing_to_decide"
    sentence = gettext_lazy(
        "No winner of “%(poll)s” waits for a decision here. Either all are put up already, "
        "or the ideas are not applications of a round."
    )


class NotCounted(Refusal):
    """The result is asked for before there is one."""

    code = "not_counted"
    sentence = gettext_lazy("“%(poll)s” has no result before it is closed.")
