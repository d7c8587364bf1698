"""Set up a body: its name and how it decides."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import NotAllowed, NotFound
from grodd.decisions.models import Body
from grodd.decisions.queries import MANAGERS, body_managed_by
from grodd.people.asker import Asker
from grodd.people.models import Scope

PERCENT_MAX = 100


@dataclass(frozen=True, slots=True)
class BodyRules:
    """How a body decides.

    Attributes:
        name: As people call it.
        quorum_rule: ``count`` or ``share``.
        quorum_value: Members, or per cent of the members without a conflict of interest.
        majority_rule: ``simple``, ``absolute``, ``two_thirds`` or ``unanimous``.
        chair_has_casting_vote: Whether the chair decides a tie.
    """

    name: str
    quorum_rule: str
    quorum_value: int
    majority_rule: str
    chair_has_casting_vote: bool


@transaction.atomic
def save_body(
    *, by: Asker, rules: BodyRules, at: datetime, scope_id: int | None = None,
    body_id: int | None = None,
) -> Body:  # fmt: skip
    """Make a body in a scope, or change the rules of one. Decided matters are not touched.

    Raises:
        NotFound, NotAllowed: when ``by`` does not set up bodies there.
    """
    if body_id is None:
        body = Body(scope=_scope(by, scope_id))
    else:
        body = Body.objects.select_for_update().get(pk=body_managed_by(by, body_id=body_id).pk)
    body.name = rules.name.strip()
    body.quorum_rule = Body.Quorum(rules.quorum_rule)
    body.quorum_value = rules.quorum_value
    if body.quorum_rule == Body.Quorum.SHARE:
        body.quorum_value = min(rules.quorum_value, PERCENT_MAX)
    body.majority_rule = Body.Majority(rules.majority_rule)
    body.chair_has_casting_vote = rules.chair_has_casting_vote
    body.save()
    audit.record(
        Stamp(at, by.key, body.scope.organisation_id),
        action="body.saved",
        subject=f"body:{body.pk}",
        facts={"quorum": f"{body.quorum_rule} {body.quorum_value}", "majority": body.majority_rule},
    )
    return body


def _scope(by: Asker, scope_id: int | None) -> Scope:
    scope = Scope.objects.filter(Q(pk=scope_id)).first()
    if scope is None or not by.roles(organisation_id=scope.organisation_id, scope_id=scope.pk):
        raise NotFound
    if not by.has(*MANAGERS, organisation_id=scope.organisation_id, scope_id=scope.pk):
        raise NotAllowed
    return scope
