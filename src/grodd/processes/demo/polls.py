"""Votes of the demo: planned, opened, voted in, and one of them counted."""

from datetime import datetime, timedelta
from typing import Any

from grodd.processes.close_poll import close_poll
from grodd.processes.demo.stage import Action, Space
from grodd.processes.open_poll import open_poll
from grodd.processes.poll_round import poll_round
from grodd.voting.models import Poll
from grodd.voting.terms import Idea, PollTerms
from grodd.voting.usecases.create_poll import create_poll
from grodd.voting.usecases.save_ballot import save_ballot
from grodd.voting.usecases.set_option import set_option
from grodd.voting.usecases.set_terms import set_terms


class Voting:
    """One vote, from its plan to its result, as far as the day of the demo lets it come."""

    def __init__(self, space: Space, told: dict[str, Any]) -> None:
        """Plan its opening."""
        self.space, self.told = space, told
        self.poll_id = 0
        space.timeline.plan(space.timeline.days_ago(told["ago"], hour=14), self.open)

    def open(self, at: datetime) -> None:
        """Say what is put to the vote, and open it."""
        petra = self.space.asker("petra", at)
        poll = self._of_round(at) if "round" in self.told else self._free(at)
        self.poll_id = open_poll(by=petra, poll_id=poll.pk, at=at).pk
        timeline, closes = self.space.timeline, self.told["closes"]
        for turn, key in enumerate(self.told["votes"]):
            timeline.plan(at + timedelta(hours=2, minutes=37 * turn), self._voter(key))
        timeline.plan(timeline.days_ago(closes, hour=16), self.close)

    def close(self, at: datetime) -> None:
        """Its time is over."""
        close_poll(poll_id=self.poll_id, at=at)

    def _voter(self, key: str) -> Action:
        def vote(at: datetime) -> None:
            for number in self.told["votes"][key]:
                save_ballot(
                    by=self.space.asker(key, at),
                    poll_id=self.poll_id,
                    number=number,
                    supports=True,
                    at=at,
                )

        return vote

    def _terms(self, **changed: Any) -> PollTerms:
        closes_at = self.space.timeline.days_ago(self.told["closes"], hour=16)
        return PollTerms(text=self.told["text"], closes_at=closes_at, **changed)

    def _of_round(self, at: datetime) -> Poll:
        petra = self.space.asker("petra", at)
        round_ = self.space.rounds[self.told["round"]]
        poll = poll_round(by=petra, round_id=round_.pk, at=at)
        terms = self._terms(title=poll.title, budget=self.space.money(self.told["budget"]))
        return set_terms(by=petra, poll_id=poll.pk, terms=terms, at=at)

    def _free(self, at: datetime) -> Poll:
        petra = self.space.asker("petra", at)
        terms = self._terms(title=self.told["title"], budget=self.space.money(self.told["budget"]))
        scope_id = self.space.programme.scope_id
        poll = create_poll(by=petra, scope_id=scope_id, terms=terms, at=at)
        for told in self.told["ideas"]:
            owners = tuple(self.space.people[key].pk for key in told.get("owners", ()))
            idea = Idea(
                title=told["title"], summary=told["summary"], theme=told["theme"],
                cost=self.space.money(told["cost"]), owners=owners,
            )  # fmt: skip
            set_option(by=petra, poll_id=poll.pk, idea=idea, at=at)
        return poll
