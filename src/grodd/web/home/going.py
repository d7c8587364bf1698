"""How things go, as the start page shows it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from grodd.applications.queries import reads_all
from grodd.base.display import percent
from grodd.people.asker import Asker
from grodd.reports.going import Going, OpenRound, Own
from grodd.web.components.values import Cell, Column


def shown(going: Going, asker: Asker) -> dict[str, Any]:
    """Two tables, each where there is something in it."""
    return {
        "own": [_own(one) for one in going.own],
        "own_columns": [gettext("What you applied for"), gettext("Where it stands")],
        "rounds": [_round(one, asker) for one in going.rounds],
        "round_columns": [
            gettext("Open round"),
            Column(gettext("Applications"), kind="number"),
            Column(gettext("Promised of the budget"), kind="number"),
            Column(gettext("Closes"), kind="day"),
        ],
    }


def _own(one: Own) -> list[object]:
    if one.project_id:
        url = reverse("followup:detail", args=[one.project_id])
    else:
        url = reverse("applications:detail", args=[one.application.pk])
    return [Cell(one.application.title, url=url), str(one.phase)]


def _round(one: OpenRound, asker: Asker) -> list[object]:
    """The round leads to its applications, or for those who may not read them to its own page."""
    url = reverse("rounds:page", args=[one.round.key])
    if reads_all(asker, one.round.programme):
        listed = reverse("applications:list", args=[one.round.programme_id])
        url = f"{listed}?round={one.round.pk}"
    name = Cell(str(one.round), url=url)
    promised = "" if one.promised is None else percent(one.promised)
    return [name, one.applied, promised, one.round.closes_at]
