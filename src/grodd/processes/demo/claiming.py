"""What happens to the claim of a loan in the demo: somebody takes it over, or gets a letter."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from grodd.agreements.models import Loan, TakeoverConsent
from grodd.agreements.usecases.agree_to_takeover import agree_to_takeover
from grodd.agreements.usecases.propose_takeover import propose_takeover
from grodd.agreements.usecases.send_interruption import send_interruption
from grodd.processes.demo.stage import Action, Space

Later = Callable[[datetime, int, Action], None]
Party = TakeoverConsent.Party


class Claiming:
    """The claim of one loan. Each step plans the next."""

    def __init__(self, space: Space, loan: Loan, *, owner: str, later: Later) -> None:
        """``later`` plans an act some days after a moment."""
        self.space, self.loan, self.owner, self.later = space, loan, owner, later

    def plan(self, told: dict[str, Any], *, paid_at: datetime) -> None:
        """What the file tells of it, counted in days from the payment."""
        if "letter" in told:
            self.later(paid_at, told["letter"], self._send)
        if given := told.get("takeover"):
            self.later(paid_at, given["after"], lambda at: self._propose(given, at))

    def _send(self, at: datetime) -> None:
        send_interruption(by=self.space.asker("petra", at), loan_id=self.loan.pk, at=at)

    def _propose(self, told: dict[str, Any], at: datetime) -> None:
        takeover = propose_takeover(
            by=self.space.asker("petra", at),
            loan_id=self.loan.pk,
            email=self.space.people[told["by"]].email,
            keeps=(),
            reason=told["why"],
            at=at,
        )

        def agree(key: str, party: TakeoverConsent.Party) -> Action:
            return lambda then: agree_to_takeover(
                by=self.space.asker(key, then),
                takeover_id=takeover.pk,
                party=party,
                content_sha256=takeover.content_sha256,
                at=then,
            )

        self.later(at, 1, agree(self.owner, Party.OLD))
        self.later(at, 2, agree(told["by"], Party.NEW))
