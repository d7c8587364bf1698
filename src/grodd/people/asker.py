"""The one who asks: every query and every use case names them."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Held(NamedTuple):
    """A role that is held today: in a whole organisation (``scope_id`` None) or in one scope."""

    organisation_id: int
    scope_id: int | None
    role: str


@dataclass(frozen=True, slots=True)
class Asker:
    """A person and what they are trusted with today.

    Attributes:
        person_id: Who.
        key: Their key in the audit trail and the outbox.
        organisation_id: The space they work in now, or None.
        held: Every role they hold today, in any organisation.
    """

    person_id: int
    key: str
    organisation_id: int | None = None
    held: frozenset[Held] = field(default_factory=frozenset)

    def roles(self, *, organisation_id: int, scope_id: int | None = None) -> frozenset[str]:
        """The role keys that count in a scope: those of the scope and of its whole organisation."""
        return frozenset(
            one.role
            for one in self.held
            if one.organisation_id == organisation_id and one.scope_id in {None, scope_id}
        )

    def has(self, *roles: str, organisation_id: int, scope_id: int | None = None) -> bool:
        """Whether one of ``roles`` is held there."""
        return bool(self.roles(organisation_id=organisation_id, scope_id=scope_id) & set(roles))

    def organisations_where(self, *roles: str) -> set[int]:
        """The organisations in the whole of which one of ``roles`` is held."""
        return {one.organisation_id for one in self.held if one.role in roles and not one.scope_id}

    def scopes_where(self, *roles: str) -> set[int]:
        """The single scopes in which one of ``roles`` is held."""
        return {one.scope_id for one in self.held if one.role in roles and one.scope_id}

    def everywhere(self, *roles: str) -> set[int]:
        """The organisations in which, wholly or in some scope, one of ``roles`` is held."""
        return {one.organisation_id for one in self.held if one.role in roles}


NOBODY = Asker(person_id=0, key="")
"""One who has not signed in: sees what is public, and nothing else."""
