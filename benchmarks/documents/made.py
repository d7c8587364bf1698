"""One of each document that the demo's people can open, made as the pages make it."""

from collections.abc import Callable

from django.utils.translation import get_language

from grodd.agreements.models import Agreement, Loan
from grodd.applications.models import Application
from grodd.base import clock
from grodd.base.models import OutboxMessage
from grodd.decisions.models import Minutes
from grodd.people.asker import Asker
from grodd.people.models import Grant, Organisation
from grodd.people.queries import asker_of
from grodd.people.roles import Role
from grodd.programmes.models import Programme
from grodd.reports.agreement_document import agreement_pdf
from grodd.reports.application_page import application_page, document
from grodd.reports.documents import typeset
from grodd.reports.letters import decision_letter_pdf, receipt_pdf
from grodd.reports.loan_documents import Document, loan_document
from grodd.reports.minutes import minutes_pdf
from grodd.reports.programme_report import programme_report

Made = Callable[[], bytes]


def documents() -> dict[str, Made]:
    """The documents by name; each call makes one in the language of the moment."""
    told = OutboxMessage.objects.filter(template="decision_letter").order_by("pk")
    matters = [int(one.event.split(":")[1]) for one in told]
    application = Application.objects.filter(matter__in=matters).order_by("pk").first()
    loan = Loan.objects.filter(state="repaying").order_by("pk").first()
    minutes = Minutes.objects.order_by("pk").first()
    assert application, "the demo has a letter"
    assert loan, "the demo has a loan"
    assert minutes, "the demo has signed minutes"
    manager = _manager_of(application.round.programme.organisation)
    lender = _manager_of(loan.agreement.scope.organisation)
    return {
        "application": lambda: _copy(manager, application.pk),
        "receipt": lambda: receipt_pdf(manager, application_id=application.pk),
        "decision letter": lambda: decision_letter_pdf(manager, application_id=application.pk),
        "minutes": lambda: minutes_pdf(
            _manager_of(minutes.meeting.body.scope.organisation), meeting_id=minutes.meeting_id
        ),
        "agreement with plan": lambda: _agreement(loan.agreement),
        "statement of a loan": lambda: loan_document(
            lender, loan_id=loan.pk, document=Document.STATEMENT, on=clock.today(),
            language=_language(),
        ),
        **{f"programme report, {one.organisation}": _report(one) for one in _programmes()},
    }  # fmt: skip


def _manager_of(organisation: Organisation) -> Asker:
    grant = Grant.objects.filter(role=Role.PROGRAMME_MANAGER, organisation=organisation).first()
    assert grant, organisation
    return asker_of(grant.person, on=clock.today(), organisation_id=organisation.pk)


def _programmes() -> list[Programme]:
    return list(Programme.objects.select_related("organisation").order_by("pk"))


def _report(programme: Programme) -> Made:
    manager = _manager_of(programme.organisation)
    return lambda: programme_report(manager, programme_id=programme.pk, year=None, at=clock.now())


def _copy(asker: Asker, application_id: int) -> bytes:
    page = application_page(asker, application_id=application_id, at=clock.now())
    return typeset("document", document(page, language=_language()))


def _agreement(agreement: Agreement) -> bytes:
    agreement.language = _language()
    return agreement_pdf(agreement)


def _language() -> str:
    return (get_language() or "sv").split("-")[0]
