"""The addresses in mails, made when the mail is sent, so that no queue ever holds a token."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse

from grodd.applications.models import CoOwner
from grodd.applications.tokens import co_owner_token
from grodd.people.models import Invitation
from grodd.people.tokens import invitation_token


def _agreement(facts: Mapping[str, Any]) -> str:
    return reverse("agreements:detail", args=[facts["agreement"]])


def _co_owner(facts: Mapping[str, Any]) -> str:
    invited = CoOwner.objects.get(pk=facts["co_owner"])
    return reverse("applications:accept", args=[co_owner_token(invited)])


def _inbox(_facts: Mapping[str, Any]) -> str:
    return reverse("messages:list")


def _draft(facts: Mapping[str, Any]) -> str:
    return reverse("applications:write", args=[facts["application"]])


def _invitation(facts: Mapping[str, Any]) -> str:
    invitation = Invitation.objects.get(pk=facts["invitation"])
    return reverse("accounts:invitation", args=[invitation_token(invitation)])


def _loan(facts: Mapping[str, Any]) -> str:
    return reverse("agreements:repayments", args=[facts["loan_id"]])


def _project(facts: Mapping[str, Any]) -> str:
    return reverse("followup:detail", args=[facts["project"]])


def _goals(facts: Mapping[str, Any]) -> str:
    return reverse("followup:goals", args=[facts["project"]])


def _takeover(facts: Mapping[str, Any]) -> str:
    return reverse("agreements:takeover", args=[facts["takeover"]])


def _interruption(facts: Mapping[str, Any]) -> str:
    return reverse("agreements:letter", args=[facts["interruption"]])


def _vote(facts: Mapping[str, Any]) -> str:
    return reverse("voting:vote", args=[facts["poll"]])


def _result(facts: Mapping[str, Any]) -> str:
    return reverse("voting:result", args=[facts["poll"]])


PATHS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "agreement_cancelled": _agreement,
    "agreement_offered": _agreement,
    "agreement_turned_down": _agreement,
    "check_in_remark": _project,
    "co_owner_invited": _co_owner,
    "digest": _inbox,
    "gate_continue": _project,
    "gate_returned": _project,
    "gate_scale": _draft,
    "interruption_letter": _interruption,
    "invitation": _invitation,
    "loan_demand": _loan,
    "loan_notice": _loan,
    "loan_reminder": _loan,
    "loan_rate": _loan,
    "poll_closed": _result,
    "poll_opened": _vote,
    "project_started": _goals,
    "takeover_cancelled": _takeover,
    "takeover_done": _takeover,
    "takeover_proposed": _takeover,
}


def with_link(template: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a message, with the ``url`` of the page that its mail leads to."""
    if template not in PATHS:
        return dict(facts)
    return {**facts, "url": f"{settings.BASE_URL}{PATHS[template](facts)}"}
