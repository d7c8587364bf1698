"""The life of a loan as a pure function of its dated events.

``live`` lets everything happen that was ever told of a loan, in the order of the days, and says
what is owed, what each payment paid, what belongs in the books on which day, and the plan from
here. In which order the events were told plays no part.
"""

from grodd.engines.life.events import (
    Ahead,
    Arrear,
    Aside,
    Change,
    Charge,
    Draw,
    Eased,
    Event,
    Extension,
    Holiday,
    NewDueDay,
    NewRhythm,
    Opening,
    Payment,
    RateChange,
    Return,
    Reversal,
    Termination,
    ToBalance,
    WriteOff,
)
from grodd.engines.life.fitting import Fit, earliest, fit, next_row
from grodd.engines.life.replay import live
from grodd.engines.life.rules import ORDERS, USUAL_RULES, PaymentRules
from grodd.engines.life.values import (
    ASIDE_FROM,
    ORDER,
    Contract,
    Life,
    LifeState,
    Posting,
    Row,
    Share,
    Side,
    raised,
)
from grodd.engines.waterfall import Waiver

__all__ = [
    "ASIDE_FROM",
    "ORDER",
    "ORDERS",
    "USUAL_RULES",
    "Ahead",
    "Arrear",
    "Aside",
    "Change",
    "Charge",
    "Contract",
    "Draw",
    "Eased",
    "Event",
    "Extension",
    "Fit",
    "Holiday",
    "Life",
    "LifeState",
    "NewDueDay",
    "NewRhythm",
    "Opening",
    "Payment",
    "PaymentRules",
    "Posting",
    "RateChange",
    "Return",
    "Reversal",
    "Row",
    "Share",
    "Side",
    "Termination",
    "ToBalance",
    "Waiver",
    "WriteOff",
    "earliest",
    "fit",
    "live",
    "next_row",
    "raised",
]
