"""Tables of servicing."""

from grodd.servicing.models.ageing import AgeingClass, ServicingRule
from grodd.servicing.models.care import LoanCard, LoanNote, Promise
from grodd.servicing.models.nights import MonthEnd, Night, NightStep, PortfolioDay
from grodd.servicing.models.provisions import BookedProvision
from grodd.servicing.models.takeovers import PortfolioTakeover, TakenLoan, TakeoverMapping

__all__ = [
    "AgeingClass",
    "BookedProvision",
    "LoanCard",
    "LoanNote",
    "MonthEnd",
    "Night",
    "NightStep",
    "PortfolioDay",
    "PortfolioTakeover",
    "Promise",
    "ServicingRule",
    "TakenLoan",
    "TakeoverMapping",
]
