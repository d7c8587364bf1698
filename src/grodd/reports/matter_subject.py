"""What a matter is about: who decides it reads that first."""

from dataclasses import dataclass

from grodd.agreements.models import WriteOff
from grodd.agreements.queries import loan_seen_by
from grodd.applications.models import Application
from grodd.assessment.queries import case_seen_by
from grodd.assessment.refusals import InConflict
from grodd.base.errors import NotFound
from grodd.decisions.models import Matter
from grodd.followup.models import Gate
from grodd.followup.queries import project_seen_by
from grodd.people.asker import Asker


@dataclass(frozen=True, slots=True)
class Subject:
    """Where it is read.

    Attributes:
        kind: ``case`` for an application as it is judged, ``project``, or ``loan`` for a write-off.
        pk: Which one.
    """

    kind: str
    pk: int


def subject_of(asker: Asker, matter: Matter) -> Subject | None:
    """The application, project or loan of a matter; nothing where the asker may not read it."""
    try:
        application = Application.objects.filter(matter=matter).first()
        if application is not None and application.case_id is not None:
            case_seen_by(asker, case_id=application.case_id)
            return Subject("case", application.case_id)
        gate = Gate.objects.filter(matter=matter).first()
        if gate is not None:
            project_seen_by(asker, project_id=gate.project_id)
            return Subject("project", gate.project_id)
        asked = WriteOff.objects.filter(matter=matter).first()
        if asked is not None:
            loan_seen_by(asker, loan_id=asked.loan_id)
            return Subject("loan", asked.loan_id)
    except (NotFound, InConflict):
        return None
    return None
