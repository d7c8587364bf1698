"""The one place where a phase changes."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from django.db import transaction
from django.utils.translation import gettext_lazy

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import Refusal
from grodd.base.models import Phase, Transition


class StepNotOpen(Refusal):
    """There is no such step from where the thing stands now."""

    code = "step_not_open"
    sentence = gettext_lazy(
        "This cannot be done now: it stands at “%(phase)s”. "
        "Someone may have moved it on. Load the page again to see the steps that are open."
    )


class StepNotYours(Refusal):
    """The step exists, but belongs to other roles."""

    code = "step_not_yours"
    sentence = gettext_lazy("This step belongs to someone else here. Needed role: %(roles)s.")


class StepNotReady(Refusal):
    """The step's own condition does not hold yet, and no closer reason was given."""

    code = "step_not_ready"
    sentence = gettext_lazy("“%(step)s” has to wait: not everything it needs is in place yet.")


class Staged(Protocol):
    """A row that goes through phases: the caller has locked it."""

    pk: Any
    phase: Phase

    def save(self, *, update_fields: list[str]) -> None:
        """Write the named fields."""


def move(
    *,
    subject: Staged,
    name: str,
    transition_key: str,
    roles: frozenset[str],
    stamp: Stamp,
    guards: Mapping[str, Callable[[], bool]] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Phase:
    """Move a locked ``subject`` along one transition; check role and guard; write the audit row.

    Args:
        subject: The locked row; its ``phase`` is changed and saved.
        name: The subject in the audit trail, as ``application:12``.
        transition_key: Key of the step to take from the present phase.
        roles: The role keys that the mover holds here; ``system`` for what no person does.
        stamp: When, who, where, for the audit trail.
        guards: The conditions that transition rows may name. A guard says no by returning
            False, or by raising a closer Refusal.
        facts: What the audit row should tell besides.

    Raises:
        StepNotOpen, StepNotYours, StepNotReady: and nothing was changed.
    """
    assert transaction.get_connection().in_atomic_block, name
    step = (
        Transition.objects.select_related("target", "source")
        .filter(source_id=subject.phase.pk, key=transition_key)
        .first()
    )
    if step is None:
        raise StepNotOpen(phase=str(subject.phase))
    if not roles.intersection(step.roles):
        raise StepNotYours(roles=", ".join(step.roles))
    if step.guard and not (guards or {})[step.guard]():
        raise StepNotReady(step=str(step))
    subject.phase = step.target
    subject.save(update_fields=["phase"])
    audit.record(
        stamp,
        action=f"{name.split(':', maxsplit=1)[0]}.{transition_key}",
        subject=name,
        facts={"from": step.source.key, "to": step.target.key, **(facts or {})},
    )
    return step.target


def steps_open(phase: Phase, roles: frozenset[str]) -> list[Transition]:
    """The transitions that someone with ``roles`` can take from ``phase``."""
    steps = Transition.objects.filter(source=phase).select_related("target").order_by("pk")
    return [step for step in steps if roles.intersection(step.roles)]
