"""Who may do what with people: the questions that every use case here asks first."""

from grodd.base.errors import NotAllowed, NotFound
from grodd.people.asker import Asker
from grodd.people.roles import Role
from grodd.people.values import Place

GIVEN_BY_MANAGERS = frozenset(
    {
        Role.APPLICANT,
        Role.REVIEWER,
        Role.COMMITTEE_MEMBER,
        Role.COMMITTEE_CHAIR,
        Role.ADVISER,
        Role.MENTOR,
    }
)
"""A programme manager does not hand out the purse, the audit or the keys of the house."""


def must_hold(
    by: Asker, *roles: Role, organisation_id: int | None, scope_id: int | None = None
) -> int:
    """Stop unless one of ``roles`` is held there.

    Returns:
        The organisation's id.

    Raises:
        NotAllowed: to someone who holds something else in that organisation.
        NotFound: to everyone else; they learn nothing.
    """
    if organisation_id is None:
        raise NotFound
    if by.has(*roles, organisation_id=organisation_id, scope_id=scope_id):
        return organisation_id
    if organisation_id in by.everywhere(*Role):
        raise NotAllowed
    raise NotFound


def may_give(by: Asker, role: str, place: Place) -> bool:
    """Whether the asker may give or end this role there."""
    if by.has(Role.ADMINISTRATOR, organisation_id=place.organisation_id):
        return True
    manages = by.has(
        Role.PROGRAMME_MANAGER, organisation_id=place.organisation_id, scope_id=place.scope_id
    )
    return manages and role in GIVEN_BY_MANAGERS


def must_give(by: Asker, role: str, place: Place) -> None:
    """Stop unless the asker may give or end this role there (raises as ``must_hold``)."""
    if not may_give(by, role, place):
        must_hold(by, organisation_id=place.organisation_id)
