"""Start a programme from a ready template."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from grodd.assessment.models import CriteriaSet, Criterion
from grodd.base import audit, clock
from grodd.base.audit import Stamp
from grodd.base.errors import NotAllowed, NotFound
from grodd.base.translated import Said, said
from grodd.decisions.models import Body
from grodd.people.asker import Asker
from grodd.people.models import Organisation, Scope
from grodd.people.roles import Role
from grodd.programmes import ready
from grodd.programmes.models import (
    EligibilityQuestion,
    Form,
    Frame,
    Letter,
    Programme,
    Question,
    Theme,
)


@transaction.atomic
def start_programme(
    *, organisation_id: int, template: str, name: Said, by: Asker, at: datetime
) -> Programme:
    """Make a programme with everything that ``template`` holds, in a scope of its own.

    Frame, form, criteria and letters are first versions that may be changed until a round
    uses them. The decision body has a name and rules; its seats are filled afterwards.

    Raises:
        NotAllowed: unless the asker is programme manager or administrator of the whole space.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
    if not any(one.organisation_id == organisation_id for one in by.held):
        raise NotFound
    if not by.has(Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR, organisation_id=organisation_id):
        raise NotAllowed
    told = ready.template(template)
    scope = Scope.objects.create(
        organisation=organisation, key=_free_key(organisation, name), name=name
    )
    programme = Programme.objects.create(
        scope=scope,
        organisation=organisation,
        kind=told["kind"],
        name=name,
        purpose=told["purpose"],
        lifecycle=ready.lifecycle_of(template),
        body=Body.objects.create(
            scope=scope, name=said(told["body"], organisation.default_language)
        ),
        started_on=clock.day_of(at),
    )
    _fill(programme, told)
    audit.record(
        Stamp(at, by.key, organisation_id),
        action="programme.started",
        subject=f"programme:{programme.pk}",
        facts={"template": template},
    )
    return programme


def _free_key(organisation: Organisation, name: Said) -> str:
    wished = slugify(said(name, organisation.default_language))[:50] or "programme"
    taken = set(organisation.scopes.values_list("key", flat=True))
    numbered = (f"{wished}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (wished, *numbered) if key not in taken)


def _fill(programme: Programme, told: dict[str, Any]) -> None:
    Theme.objects.bulk_create(
        Theme(programme=programme, order=order, **theme)
        for order, theme in enumerate(told["themes"])
    )
    frame = Frame.objects.create(programme=programme, version=1, **told["frame"])
    EligibilityQuestion.objects.bulk_create(
        EligibilityQuestion(frame=frame, order=order, **question)
        for order, question in enumerate(told["eligibility"])
    )
    form = Form.objects.create(programme=programme, version=1, name=told["form"]["name"])
    Question.objects.bulk_create(
        Question(form=form, order=order, **question)
        for order, question in enumerate(told["form"]["questions"])
    )
    criteria = CriteriaSet.objects.create(scope=programme.scope, name=told["criteria"]["name"])
    Criterion.objects.bulk_create(
        Criterion(criteria_set=criteria, order=order, **criterion)
        for order, criterion in enumerate(told["criteria"]["criteria"])
    )
    Letter.objects.bulk_create(
        Letter(programme=programme, version=1, **letter) for letter in told["letters"]
    )
