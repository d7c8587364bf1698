"""What people and access say no to."""

from django.utils.translation import gettext_lazy

from grodd.base.errors import Refusal


class OrganisationNumberWrong(Refusal):
    """The check digit does not fit."""

    code = "organisation_number_wrong"
    sentence = gettext_lazy(
        "%(number)s is not an organisation number in %(country)s: the last digit does not fit "
        "the others. Compare it with the registration certificate, or leave it empty for now."
    )


class OrganisationKnown(Refusal):
    """The number is registered in this space already."""

    code = "organisation_known"
    sentence = gettext_lazy(
        "%(number)s is already registered here, as %(name)s. Open that one instead."
    )


class RoleEndsBeforeItStarts(Refusal):
    """The last day comes before the first."""

    code = "role_ends_before_it_starts"
    sentence = gettext_lazy(
        "The role would end on %(until)s, before it starts on %(start)s. Choose a later last day."
    )


class RoleHeldAlready(Refusal):
    """The same role is held in the same place at that time."""

    code = "role_held_already"
    sentence = gettext_lazy(
        "%(person)s already holds this role at that time. "
        "End it first if it should have other days."
    )


class LastAdministrator(Refusal):
    """Nobody would be left who can give roles."""

    code = "last_administrator"
    sentence = gettext_lazy(
        "%(person)s is the last administrator of %(organisation)s. Someone must be able to give "
        "roles: make another person administrator first."
    )


class InvitationExpired(Refusal):
    """It was answered too late."""

    code = "invitation_expired"
    sentence = gettext_lazy(
        "This invitation could be used until %(until)s. Ask the one who invited you for a new one."
    )


class InvitationUsed(Refusal):
    """Somebody has answered it."""

    code = "invitation_used"
    sentence = gettext_lazy(
        "This invitation has been used. If that was you, sign in; if not, ask for a new one."
    )


class InvitationForSomeoneElse(Refusal):
    """The one who is signed in has another address."""

    code = "invitation_for_someone_else"
    sentence = gettext_lazy(
        "This invitation was sent to another e-mail address than yours. Sign out and open it "
        "again, or ask for one to your own address."
    )


class AddressTaken(Refusal):
    """Someone signs in with that address."""

    code = "address_taken"
    sentence = gettext_lazy(
        "There is already an account with this e-mail address. Sign in with it instead."
    )


class SignInLinkSpent(Refusal):
    """Used, too old, or never made: the same answer, so that nobody learns which."""

    code = "sign_in_link_spent"
    sentence = gettext_lazy(
        "This link cannot be used any more. A link works once, for 15 minutes. Ask for a new one."
    )


class MessageCannotBeSwitchedOff(Refusal):
    """The law or the person's own safety asks for it."""

    code = "message_cannot_be_switched_off"
    sentence = gettext_lazy(
        "“%(topic)s” always come by mail and at once: they are about your rights. "
        "Leave them as they are, and choose freely for the rest."
    )
