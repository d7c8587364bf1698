"""Ready charts of accounts: a short part of the Swedish BAS chart for a fund and for a company.

They are data files beside this module. Account names are in the language of the chart, as in any
Swedish books; an organisation may rename them.
"""

import json
from enum import StrEnum
from importlib.resources import files
from typing import NamedTuple


class Purpose(StrEnum):
    """What the house books by itself, whatever number the account has."""

    BANK = "bank"
    CAPITAL = "capital"
    LOANS = "loans"
    AWARDS = "awards"
    INTEREST = "interest"
    LATE_INTEREST = "late_interest"
    FEES = "fees"
    KEPT = "kept"
    LOSSES = "losses"
    RECOVERED = "recovered"
    SET_ASIDE = "set_aside"
    EXPECTED_LOSSES = "expected_losses"
    DUE = "due"
    OPENING = "opening"
    ACCRUED = "accrued"


class Chart(StrEnum):
    """The charts that can be chosen."""

    FUND = "fund"
    COMPANY = "company"


class ChartLine(NamedTuple):
    """One account of a chart: number, name, kind, floor and purpose as the tables keep them."""

    number: str
    name: str
    kind: str
    floor: str = "none"
    purpose: str = ""


def lines(chart: Chart) -> list[ChartLine]:
    """The accounts of a chart, by number."""
    written = files(__name__).joinpath(f"{chart}.json").read_text(encoding="utf-8")
    return [ChartLine(**row) for row in json.loads(written)]
