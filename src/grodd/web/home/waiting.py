"""What waits, in words: what it is called, the place where it is done, and the button there."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from grodd.reports.waiting import Kind, Waiting


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is done.

    Attributes:
        url_name: The page.
        button: What the button there says.
        parameter: What the page calls the id; empty for a page without one.
    """

    url_name: str
    button: str | Promise
    parameter: str = ""


PLACES = {
    Kind.DRAFT: Place("applications:write", gettext_lazy("Go on writing"), "application_id"),
    Kind.INVITED: Place("applications:join", gettext_lazy("See the invitation"), "co_owner_id"),
    Kind.ACCEPT: Place("agreements:detail", gettext_lazy("Read the agreement"), "agreement_id"),
    Kind.ACCEPT_FOR: Place("agreements:detail", gettext_lazy("Read and accept"), "agreement_id"),
    Kind.TAKEOVER: Place("agreements:takeover", gettext_lazy("Read and answer"), "takeover_id"),
    Kind.CHECK_IN: Place("followup:check_in", gettext_lazy("Tell how it goes"), "check_in_id"),
    Kind.REPAY: Place("agreements:repayments", gettext_lazy("See the loan"), "loan_id"),
    Kind.REVIEW: Place("assessment:review", gettext_lazy("Review it"), "assignment_id"),
    Kind.POLL: Place("voting:vote", gettext_lazy("See the ideas and vote"), "poll_id"),
    Kind.VOTE: Place("decisions:matter", gettext_lazy("Vote"), "matter_id"),
    Kind.DECIDE_ALONE: Place("decisions:matter", gettext_lazy("Decide"), "matter_id"),
    Kind.SIGN_MINUTES: Place("decisions:minutes", gettext_lazy("Read and sign"), "meeting_id"),
    Kind.PLAN_ROUND: Place("programmes:round", gettext_lazy("Finish the round"), "round_id"),
    Kind.SCREEN: Place("assessment:queue", gettext_lazy("Take the first look"), "round_id"),
    Kind.ASSIGN: Place("assessment:reviewers", gettext_lazy("Choose reviewers"), "round_id"),
    Kind.AGENDA: Place("decisions:body", gettext_lazy("Plan a meeting"), "body_id"),
    Kind.RELEASE: Place("decisions:body", gettext_lazy("Tell the applicants"), "body_id"),
    Kind.MAKE_AGREEMENT: Place("agreements:list", gettext_lazy("Make the agreements")),
    Kind.ORDER_PART: Place("agreements:pay_part", gettext_lazy("Order the payment"),
                           "instalment_id"),
    Kind.ORDER_LOAN: Place("agreements:pay_loan", gettext_lazy("Order the payment"), "loan_id"),
    Kind.APPROVE: Place("books:order", gettext_lazy("See the payment"), "order_id"),
    Kind.MAIL_FAILED: Place("organisation:messages", gettext_lazy("See what to do")),
    Kind.PROMISES: Place("lending:work", gettext_lazy("See the promises")),
    Kind.LOAN_REVIEWS: Place("lending:work", gettext_lazy("See the loans")),
    Kind.LATE_LOANS: Place("lending:work", gettext_lazy("See the loans")),
}  # fmt: skip

WHAT = {
    Kind.DRAFT: gettext_lazy("Draft to finish"),
    Kind.INVITED: gettext_lazy("Invitation to write along"),
    Kind.ACCEPT: gettext_lazy("Agreement for you to accept"),
    Kind.ACCEPT_FOR: gettext_lazy("Agreement to accept for us"),
    Kind.TAKEOVER: gettext_lazy("Loan to be taken over"),
    Kind.CHECK_IN: gettext_lazy("Check-in"),
    Kind.REPAY: gettext_lazy("Repayment"),
    Kind.REVIEW: gettext_lazy("Review"),
    Kind.POLL: gettext_lazy("Vote on what the money goes to"),
    Kind.VOTE: gettext_lazy("Matter to vote on"),
    Kind.DECIDE_ALONE: gettext_lazy("Matter that you can decide"),
    Kind.SIGN_MINUTES: gettext_lazy("Minutes to sign"),
    Kind.PLAN_ROUND: gettext_lazy("Round to finish and publish"),
    Kind.ORDER_PART: gettext_lazy("Part of an award to pay"),
    Kind.ORDER_LOAN: gettext_lazy("Loan to pay out"),
}

PARTS = {Kind.LOAN_REVIEWS: "reviews", Kind.LATE_LOANS: "late"}
"""Which part of the work of the day is meant; promises are its first part."""

NEXT_STEPS = {
    "programmes": Place("programmes:list", gettext_lazy("Go to the programmes")),
    "decisions": Place("decisions:start", gettext_lazy("Go to the decisions")),
    "books": Place("books:accounts", gettext_lazy("Go to the books")),
    "assessment": Place("assessment:start", gettext_lazy("Go to the assessment")),
    "apply": Place("rounds:open", gettext_lazy("See the open rounds")),
}


def shown(found: list[Waiting]) -> list[dict[str, Any]]:
    """Everything that has a place, as the page lists it."""
    lines = [(one, _address(one)) for one in found]
    return [
        {
            "what": _what(one),
            "title": one.title or (gettext("Untitled draft") if one.kind == Kind.DRAFT else ""),
            "due": one.due,
            "is_late": one.is_late,
            "url": url,
            "button": PLACES[one.kind].button,
        }
        for one, url in lines
        if url
    ]


def next_step(key: str) -> dict[str, str]:
    """The button of the calm page where nothing waits."""
    place = NEXT_STEPS[key]
    return {"url": reverse(place.url_name), "label": str(place.button)}


def _address(one: Waiting) -> str:
    place = PLACES[one.kind]
    if one.kind == Kind.APPROVE and one.count > 1:
        return reverse("books:orders")
    if one.kind in PARTS:
        return f"{reverse('lending:work')}?{urlencode({'part': PARTS[one.kind], 'whose': 'mine'})}"
    try:
        kwargs = {place.parameter: one.pk} if place.parameter else {}
        return reverse(place.url_name, kwargs=kwargs)
    except NoReverseMatch:
        return ""


def _what(one: Waiting) -> str:
    counted = {
        Kind.SCREEN: lambda n: ngettext(
            "%(n)s application to look at", "%(n)s applications to look at", n
        ),
        Kind.ASSIGN: lambda n: ngettext(
            "%(n)s application without reviewers", "%(n)s applications without reviewers", n
        ),
        Kind.AGENDA: lambda n: ngettext(
            "%(n)s matter to put on an agenda", "%(n)s matters to put on an agenda", n
        ),
        Kind.RELEASE: lambda n: ngettext("%(n)s decision to tell", "%(n)s decisions to tell", n),
        Kind.MAKE_AGREEMENT: lambda n: ngettext(
            "%(n)s agreement to make", "%(n)s agreements to make", n
        ),
        Kind.APPROVE: lambda n: ngettext(
            "%(n)s payment to approve", "%(n)s payments to approve", n
        ),
        Kind.MAIL_FAILED: lambda n: ngettext(
            "%(n)s mail did not arrive", "%(n)s mails did not arrive", n
        ),
        Kind.PROMISES: lambda n: ngettext(
            "%(n)s promise to pay to follow up", "%(n)s promises to pay to follow up", n
        ),
        Kind.LOAN_REVIEWS: lambda n: ngettext(
            "%(n)s loan of yours to look at again", "%(n)s loans of yours to look at again", n
        ),
        Kind.LATE_LOANS: lambda n: ngettext(
            "%(n)s loan of yours is late", "%(n)s loans of yours are late", n
        ),
    }
    words = counted.get(one.kind)
    return words(one.count) % {"n": one.count} if words else str(WHAT[one.kind])
