"""What applications say no to."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from grodd.base.errors import NotAllowed, Refusal


class AnswerRefusal(Refusal):
    """An answer that cannot be handed in. ``key`` names the question on the page."""

    def __init__(self, *, key: str, **facts: Any) -> None:
        """Keep which question it is about."""
        super().__init__(**facts)
        self.key = key


class AnswerMissing(AnswerRefusal):
    """A required question without an answer."""

    code = "answer_missing"
    sentence = gettext_lazy("This needs an answer before you submit.")


class AnswerUnreadable(AnswerRefusal):
    """A number, an amount or a day that is none."""

    code = "answer_unreadable"
    sentence = gettext_lazy(
        "“%(typed)s” could not be read. Write numbers and amounts with digits, such as 20 000, "
        "and choose days in the calendar."
    )


class AnswerTooLong(AnswerRefusal):
    """More letters than the question takes."""

    code = "answer_too_long"
    sentence = gettext_lazy(
        "This is %(length)s characters long, and at most %(most)s fit. Nothing is cut off: "
        "shorten it yourself."
    )


class AnswerNotAnOption(AnswerRefusal):
    """A choice that is not among the choices."""

    code = "answer_not_an_option"
    sentence = gettext_lazy("Choose one of the options that are listed.")


class OutsideFrame(AnswerRefusal):
    """Less or more than the round gives."""

    code = "outside_frame"
    sentence = gettext_lazy(
        "This round gives from %(least)s to %(most)s. Change the answer to lie between them."
    )


class BudgetDoesNotAddUp(AnswerRefusal):
    """The lines of the budget make another sum than the amount."""

    code = "budget_does_not_add_up"
    sentence = gettext_lazy(
        "The lines make %(sum)s, but the amount is %(amount)s. Change a line or the amount."
    )


class ApplicationNotWhole(Refusal):
    """Some answers are missing or do not fit; ``problems`` says which."""

    code = "application_not_whole"
    sentence = gettext_lazy(
        "%(count)s answers need your attention before you can submit. Your draft is saved."
    )

    def __init__(self, problems: Sequence[AnswerRefusal]) -> None:
        """Keep every problem, so that the page can show each at its question."""
        super().__init__(count=len(problems))
        self.problems = tuple(problems)


class RoundNotOpen(Refusal):
    """The round takes no applications now."""

    code = "round_not_open"
    sentence = gettext_lazy(
        "“%(round)s” does not take applications now. See which rounds are open on the start page."
    )


class MembersOnly(NotAllowed):
    """The round is for the organisation's own people."""

    code = "members_only"
    sentence = gettext_lazy(
        "“%(round)s” is for people who belong to %(organisation)s. "
        "Ask its programme manager to let you in if you do."
    )


class ReadOnly(Refusal):
    """It cannot be changed any more."""

    code = "application_read_only"
    sentence = gettext_lazy(
        "%(application)s can be read but not changed: it is submitted, or its round has closed. "
        "Write to the programme manager if something is wrong; they can open it for you."
    )


class OwnerOnly(NotAllowed):
    """Only the owner does this."""

    code = "owner_only"
    sentence = gettext_lazy("Only %(owner)s, who owns the application, can do this.")


class FileTooLarge(Refusal):
    """More bytes than we keep."""

    code = "file_too_large"
    sentence = gettext_lazy(
        "“%(name)s” is %(size)s MB, and a file may be at most %(most)s MB. "
        "Make it smaller, for example by lowering the quality of its pictures."
    )


class FileKindNotTaken(Refusal):
    """A kind of file that we do not keep, or one that is not what its name says."""

    code = "file_kind_not_taken"
    sentence = gettext_lazy(
        "“%(name)s” is not a file of a kind that can be attached. These can: %(kinds)s."
    )


class TooManyFiles(Refusal):
    """More files than anyone reads."""

    code = "too_many_files"
    sentence = gettext_lazy(
        "There are %(most)s files already, which is the most. Remove one first."
    )


class AlreadyCoOwner(Refusal):
    """The address is the owner's, or was invited."""

    code = "already_co_owner"
    sentence = gettext_lazy("%(email)s already has a part in this application.")


class InvitationOver(Refusal):
    """The invitation was used or taken back."""

    code = "co_owner_invitation_over"
    sentence = gettext_lazy(
        "This invitation has been used by someone else or was taken back. "
        "Ask the one who invited you to send a new one."
    )


class NotADraft(Refusal):
    """Only a draft can be opened late."""

    code = "not_a_draft"
    sentence = gettext_lazy(
        "%(application)s is submitted, so there is nothing to open. "
        "Send it back from the first look if it needs to be changed."
    )


class ImportRefused(Refusal):
    """Rows that cannot be taken, in a file that is taken whole or not at all."""

    code = "import_refused"
    sentence = gettext_lazy(
        "%(refused)s of %(rows)s rows cannot be taken, so nothing was imported. "
        "The first is row %(row)s, %(column)s: %(text)s "
        "Mend the file, or import the other rows and mend these later."
    )


class ImportUnderWay(Refusal):
    """A run whose rows are being written."""

    code = "import_under_way"
    sentence = gettext_lazy(
        "This file is being imported now, with its columns as they were. Wait until it is ready, "
        "or stop it, and then change what the columns mean."
    )


class ImportOver(Refusal):
    """A run that has been imported already."""

    code = "import_over"
    sentence = gettext_lazy(
        "This file was imported already. Upload it again if you have changed it: "
        "what is there stays, and only new rows are added."
    )
