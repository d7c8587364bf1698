"""The agreement as a PDF: the frozen document, and who said yes to it."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from grodd.agreements.models import Agreement
from grodd.base import display
from grodd.engines.money import Money
from grodd.reports.documents import typeset


def agreement_pdf(agreement: Agreement) -> bytes:
    """The document that was offered, in its own language, with the acceptances so far."""
    content = agreement.content
    with override(agreement.language):
        sections: list[dict[str, Any]] = [
            {"paragraphs": [part for part in content["body"].split("\n\n") if part]}
        ]
        sections.append({"heading": _("Terms"), "facts": content["terms"]})
        if content["conditions"]:
            sections.append({"heading": _("Conditions"), "paragraphs": [content["conditions"]]})
        if content["schedule"]:
            sections.append({"heading": _("Repayment plan"), "table": schedule_table(content)})
        return typeset(
            "document",
            {
                "title": content["title"],
                "language": agreement.language,
                "organisation": content["parties"]["provider"],
                "facts": [
                    [_("Between"), content["parties"]["provider"]],
                    [_("And"), content["parties"]["recipient"]],
                ],
                "sections": sections,
                "signatures": _signatures(agreement),
                "seal": f"SHA-256 {agreement.content_sha256}",
                "footer": agreement.title,
            },
        )


def schedule_table(content: dict[str, Any]) -> dict[str, Any]:
    """The repayment plan as columns and rows of text."""

    def money(minor: int) -> str:
        return display.money(Money(minor, content["currency"]))

    columns = [_("No."), _("Due"), _("Principal"), _("Interest"), _("Fee"), _("Left")]
    rows = [
        [
            str(row["number"]),
            display.day(date.fromisoformat(row["due"])),
            money(row["principal"]),
            money(row["interest"]),
            money(row["fee"]),
            money(row["balance_after"]),
        ]
        for row in content["schedule"]
    ]
    return {"columns": columns, "rows": rows, "numbers": [0, 2, 3, 4, 5], "stretch": 1}


def _signatures(agreement: Agreement) -> list[dict[str, str]]:
    return [
        {"name": str(each.person), "note": display.moment(each.accepted_at)}
        for each in agreement.acceptances.select_related("person").order_by("pk")
    ]
