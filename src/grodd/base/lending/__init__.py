"""Who may lend to whom, and what a loan may cost: rows with a country and the days they hold.

What is known of a country when Grodd is set up is a data file beside this module. An administrator
brings it in; from then on the rows of the database count, and a new law is a new row.
"""

import json
from datetime import date
from fractions import Fraction
from importlib.resources import files
from typing import Any

from grodd.base.models import LendingLicence, LendingLimit
from grodd.engines.lending_rules import Basis, Borrower, Cap, LicenceRule, Measure, Outcome

MILLION = 1_000_000
COUNTRIES = ("SE", "FI")


def licences_in(country: str) -> list[LicenceRule]:
    """Every rule on who may lend that was recorded for a country."""
    return [
        LicenceRule(
            key=row.key,
            country=row.country,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            borrowers=_borrowers(row.borrowers),
            licence=row.licence,
        )
        for row in LendingLicence.objects.filter(country=country).order_by("key", "valid_from")
    ]


def limits_in(country: str) -> list[tuple[Cap, str]]:
    """Every limit that was recorded for a country, with the source of law to name."""
    rows = LendingLimit.objects.filter(country=country).order_by("key", "valid_from")
    return [(_cap(row), row.source) for row in rows]


def known_of(country: str) -> dict[str, list[dict[str, Any]]]:
    """What the data file says, as its ``licences`` and ``limits``; nothing for other countries."""
    if country not in COUNTRIES:
        return {"licences": [], "limits": []}
    written = files(__name__).joinpath(f"{country.lower()}.json").read_text(encoding="utf-8")
    known: dict[str, list[dict[str, Any]]] = json.loads(written)
    return known


def bring_in(country: str) -> int:
    """Record what the data file says and is not recorded yet.

    Returns:
        How many rows are new.
    """
    known = known_of(country)
    made = [_licence(country, each) for each in known["licences"]]
    made += [_limit(country, each) for each in known["limits"]]
    return sum(made)


def _licence(country: str, told: dict[str, Any]) -> bool:
    facts = dict(told)
    place = {"country": country, "key": facts.pop("key"), "valid_from": _day(facts)}
    return LendingLicence.objects.get_or_create(**place, defaults=facts)[1]


def _limit(country: str, told: dict[str, Any]) -> bool:
    facts = dict(told)
    place = {"country": country, "key": facts.pop("key"), "valid_from": _day(facts)}
    return LendingLimit.objects.get_or_create(**place, defaults=facts)[1]


def _day(facts: dict[str, Any]) -> date:
    return date.fromisoformat(facts.pop("valid_from"))


def _cap(row: LendingLimit) -> Cap:
    return Cap(
        key=row.key,
        country=row.country,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        borrowers=_borrowers(row.borrowers),
        measure=Measure[row.measure.upper()],
        figure=Fraction(row.figure_millionths, MILLION),
        basis=Basis[row.basis.upper()],
        floor=row.floor_minor,
        floor_days=row.floor_days,
        outcome=Outcome.WARN if row.only_warns else Outcome.REFUSE,
    )


def _borrowers(names: list[str]) -> frozenset[Borrower]:
    return frozenset(Borrower[name.upper()] for name in names)
