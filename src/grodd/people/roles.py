"""The role keys. Labels are translated; what a role may do is written where it is done."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


class Role(StrEnum):
    """What a person is trusted with, in an organisation or in one of its scopes."""

    APPLICANT = "applicant"
    REVIEWER = "reviewer"
    COMMITTEE_MEMBER = "committee_member"
    COMMITTEE_CHAIR = "committee_chair"
    PROGRAMME_MANAGER = "programme_manager"
    FINANCE_OFFICER = "finance_officer"
    ADVISER = "adviser"
    MENTOR = "mentor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


LABELS: dict[Role, Promise] = {
    Role.APPLICANT: gettext_lazy("Applicant"),
    Role.REVIEWER: gettext_lazy("Reviewer"),
    Role.COMMITTEE_MEMBER: gettext_lazy("Committee member"),
    Role.COMMITTEE_CHAIR: gettext_lazy("Committee chair"),
    Role.PROGRAMME_MANAGER: gettext_lazy("Programme manager"),
    Role.FINANCE_OFFICER: gettext_lazy("Finance officer"),
    Role.ADVISER: gettext_lazy("Adviser"),
    Role.MENTOR: gettext_lazy("Mentor"),
    Role.AUDITOR: gettext_lazy("Auditor"),
    Role.ADMINISTRATOR: gettext_lazy("Administrator"),
}

SECOND_FACTOR_ROLES = frozenset(
    {Role.FINANCE_OFFICER, Role.COMMITTEE_CHAIR, Role.ADMINISTRATOR},
)
"""Who must sign in with a second step."""
