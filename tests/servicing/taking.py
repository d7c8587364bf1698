"""A space with books from 2018, and a portfolio on its way into its programme."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from grodd.base import clock
from grodd.ledger.charts import Chart
from grodd.payments.models import Treasury
from grodd.payments.usecases.open_treasury import open_treasury
from grodd.people.asker import Asker
from grodd.processes.take_over_portfolio import take_over_portfolio
from grodd.programmes.models import Programme
from grodd.servicing.models import PortfolioTakeover
from grodd.servicing.usecases.begin_takeover import begin_takeover
from grodd.servicing.usecases.reconcile_takeover import reconcile_takeover
from tests.programmes.making import make_programme
from tests.world import World

DAY = date(2018, 6, 30)
HEAD = (
    "reference,borrower,email,principal,paid out on,term,interest rate,instalment,balance,status\n"
)
RUNNING = "L-1,Maria Sten,maria@example.com,12000,2018-03-15,12,12.00,1066.19,9132.95,Current\n"
LATE = "L-2,Olle Ek,,12000,2018-02-15,12,12.00,1066.19,9132.95,Late (16-30 days)\n"
PAID = "L-3,Sanna Aho,,5000,2018-01-10,12,6.00,430.33,0,Fully paid\n"
LOST = "L-4,Bertil Alm,,7000,2018-01-10,24,6.00,310.24,6500.00,Charged off\n"
FILE = HEAD + RUNNING + LATE + PAID + LOST


def at_noon(day: date) -> datetime:
    return clock.at_hour(day, 12)


class Desk:
    """Petra takes loans over into the fund's programme, whose books begin in 2018."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.programme: Programme = make_programme(world, "fund")
        self.petra: Asker = world.asker(world.petra, world.fund)
        self.bo: Asker = world.asker(world.bo, world.fund)
        self.treasury: Treasury = open_treasury(
            by=self.bo, organisation_id=world.fund.pk, chart=Chart.FUND,
            starts_on=date(2018, 1, 1), at=clock.now(),
        )  # fmt: skip

    def begin(
        self, content: str | bytes, name: str = "loans.csv", **more: Any
    ) -> PortfolioTakeover:
        data = content.encode() if isinstance(content, str) else content
        given: dict[str, Any] = {"day": DAY, "language": "sv", "by": self.petra, **more}
        return begin_takeover(
            programme_id=self.programme.pk, name=name, content=data, at=at_noon(DAY), **given
        )

    def agree(
        self,
        takeover: PortfolioTakeover,
        typed: Mapping[str, int] | None = None,
        explanation: str = "",
    ) -> PortfolioTakeover:
        """The old system says what the rows say, unless told otherwise."""
        return reconcile_takeover(
            takeover_id=takeover.pk,
            typed=takeover.found if typed is None else typed,
            explanation=explanation,
            by=self.petra,
            at=at_noon(DAY),
        )

    def take(self, takeover: PortfolioTakeover, *, partly: bool = False) -> PortfolioTakeover:
        return take_over_portfolio(
            takeover_id=takeover.pk, by=self.petra, at=at_noon(DAY), partly=partly
        )

    def taken(self, content: str | bytes = FILE) -> PortfolioTakeover:
        return self.take(self.agree(self.begin(content)))
