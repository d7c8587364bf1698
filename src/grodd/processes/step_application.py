"""Lock an application and move it, for the processes of assessment and decision."""

from collections.abc import Callable, Mapping
from datetime import datetime

from grodd.applications.models import Application
from grodd.base import lifecycle
from grodd.base.audit import Stamp
from grodd.base.errors import NotFound
from grodd.people.asker import Asker

SYSTEM_ROLES = frozenset({"system"})
"""Who takes the steps that follow from a decision."""


def locked_application(**which: int) -> Application:
    """The application, locked, with what the processes read of it.

    Raises:
        NotFound: when there is none.
    """
    rows = Application.objects.select_for_update(of=("self",)).select_related(
        "phase", "round__programme__organisation", "round__programme__body", "owner", "case",
    )  # fmt: skip
    if application := rows.filter(**which).first():
        return application
    raise NotFound


def roles_of(by: Asker, application: Application) -> frozenset[str]:
    """What ``by`` holds where the application belongs."""
    programme = application.round.programme
    return by.roles(organisation_id=programme.organisation_id, scope_id=programme.scope_id)


def stamp_of(by: Asker, application: Application, at: datetime) -> Stamp:
    """When, by whom, in the application's space."""
    return Stamp(at, by.key, application.round.programme.organisation_id)


def step(
    application: Application,
    transition_key: str,
    *,
    roles: frozenset[str],
    stamp: Stamp,
    guards: Mapping[str, Callable[[], bool]] | None = None,
) -> None:
    """Move a locked application along one transition."""
    lifecycle.move(
        subject=application,
        name=f"application:{application.pk}",
        transition_key=transition_key,
        roles=roles,
        stamp=stamp,
        guards=guards,
    )
