"""Act on what was decided at a gate: stop, go on, or scale up."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from grodd.applications.models import Application
from grodd.applications.usecases.start_follow_on import start_follow_on
from grodd.base import outbox
from grodd.base.audit import Stamp
from grodd.decisions.models import Matter
from grodd.followup.models import Gate, Project
from grodd.followup.usecases.close_gate import close_gate
from grodd.followup.usecases.end_project import end_project
from grodd.people.asker import Asker
from grodd.processes.send_letter import readers, send_letter
from grodd.processes.step_application import SYSTEM_ROLES, locked_application, step
from grodd.programmes.models import Letter


@transaction.atomic
def pass_gate(*, matter: Matter, by: Asker, at: datetime) -> Gate:
    """Close the gate, do what it decided, and tell those who run the project.

    A stop ends project and application at once and says thank you. A scale-up ends them too, and
    begins an application that follows on, with what is known already filled in.
    """
    gate = close_gate(matter=matter, by=by, at=at)
    Matter.objects.filter(pk=matter.pk, released_at__isnull=True).update(released_at=at)
    project = gate.project
    application = locked_application(pk=_application_id(project))
    stamp = Stamp(at, by.key, project.scope.organisation_id)
    if gate.decided == Gate.Direction.STOP:
        end_project(project_id=project.pk, state=Project.State.STOPPED, by=by, at=at)
        step(application, "stop", roles=SYSTEM_ROLES, stamp=stamp)
        send_letter(
            application=application,
            kind=Letter.Kind.THANKS_STOPPED,
            event=f"gate_decided:{gate.pk}",
            facts={"link": f"{settings.BASE_URL}/projects/{project.pk}/lesson/"},
            stamp=stamp,
        )
        return gate
    if gate.decided == Gate.Direction.SCALE:
        end_project(project_id=project.pk, state=Project.State.SCALED, by=by, at=at)
        step(application, "complete", roles=SYSTEM_ROLES, stamp=stamp)
        gate.follow_on = start_follow_on(application_id=application.pk, by=by, at=at)
        gate.save(update_fields=["follow_on"])
    _tell(gate, application, stamp)
    return gate


def _application_id(project: Project) -> int:
    return Application.objects.values_list("pk", flat=True).get(agreement__project=project)


def _tell(gate: Gate, application: Application, stamp: Stamp) -> None:
    template = {"scale": "gate_scale", "continue": "gate_continue", "": "gate_returned"}
    for person in readers(application):
        outbox.enqueue(
            event=f"gate_decided:{gate.pk}",
            recipient=person.audit_key,
            template=template[gate.decided],
            stamp=stamp,
            facts={
                "title": gate.project.title,
                "project": gate.project_id,
                "application": gate.follow_on_id,
            },
        )
