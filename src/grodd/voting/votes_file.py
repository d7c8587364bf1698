"""Votes as a file: Pabulib out and in, and what is wrong with a file in the reader's words."""

from dataclasses import dataclass
from pathlib import PurePath

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from grodd.engines.election import Election, Project
from grodd.engines.formats.pabulib import (
    Code,
    Finding,
    Limits,
    PabulibFile,
    Refused,
    VoteType,
    pabulib_of,
    parse_pabulib,
    write_pabulib,
)
from grodd.engines.money import minor_digits
from grodd.voting.choosing import Held
from grodd.voting.models import Poll
from grodd.voting.refusals import VotesFileRefused

LIMITS = Limits(size_max=8 * 1024 * 1024, projects_max=300, votes_max=20_000, meta_max=200)
TAKEN = (VoteType.APPROVAL, VoteType.CHOOSE_ONE, VoteType.CUMULATIVE, VoteType.SCORING)
EXPORTED_RULES = {
    Poll.Rule.COMMITTEE: "unknown",
    Poll.Rule.GREEDY: "greedy",
    Poll.Rule.EQUAL_SHARES: "equalshares",
}

PROBLEMS: dict[Code, Promise] = {
    Code.TOO_LARGE: gettext_lazy("it is %(size)s bytes long, and at most %(most)s are taken."),
    Code.NOT_TEXT: gettext_lazy("it is not text in UTF-8 (byte %(at)s)."),
    Code.NO_SECTION: gettext_lazy("the section %(section)s is missing."),
    Code.NO_COLUMN: gettext_lazy("the section %(section)s has no column “%(column)s”."),
    Code.TOO_MANY_ROWS: gettext_lazy("the section %(section)s has more than %(most)s rows."),
    Code.ROW_TOO_LONG: gettext_lazy(
        "row %(row)s of %(section)s has %(cells)s cells, but there are %(columns)s columns."
    ),
    Code.BROKEN_QUOTES: gettext_lazy("a quotation mark is not closed (line %(line)s)."),
    Code.NO_VALUE: gettext_lazy("“%(field)s” is empty or missing."),
    Code.NOT_A_NUMBER: gettext_lazy("“%(value)s” is not a number that “%(field)s” can be."),
    Code.PROJECT_TWICE: gettext_lazy("the project “%(project)s” is there twice."),
    Code.UNKNOWN_VOTE_TYPE: gettext_lazy("ballots of the kind “%(value)s” are not known."),
    Code.COUNT_DIFFERS: gettext_lazy(
        "“%(field)s” says %(stated)s, but there are %(found)s in the file."
    ),
    Code.UNKNOWN_CHOICE: gettext_lazy(
        "row %(row)s of VOTES names “%(project)s”, which is no project."
    ),
    Code.CHOICE_TWICE: gettext_lazy("row %(row)s of VOTES names “%(project)s” twice."),
    Code.POINTS_DIFFER: gettext_lazy(
        "row %(row)s of VOTES has %(choices)s choices but %(points)s points."
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Brought:
    """Votes that were held elsewhere, in minor units of a currency.

    Attributes:
        title: What the vote was called.
        rule: The rule that the file names, as ours (``Poll.Rule``).
        election: Projects have their position in the file, from 1, for keys.
        names: Of the projects, in the same order.
    """

    title: str
    rule: str
    election: Election
    names: tuple[str, ...]


def read_votes(name: str, content: bytes, *, currency: str) -> Brought:
    """Read a Pabulib file.

    Raises:
        VotesFileRefused: with the section and the row where something is wrong.
    """
    short = PurePath(name).name
    parsed = parse_pabulib(content, LIMITS)
    if isinstance(parsed, Refused):
        raise VotesFileRefused(name=short, problem=problem(parsed.findings[0]))
    if parsed.remarks:  # a vote that is set right is no longer the vote that was held
        raise VotesFileRefused(name=short, problem=problem(parsed.remarks[0]))
    if parsed.vote_type not in TAKEN:
        wrong = Finding(Code.UNKNOWN_VOTE_TYPE, {"value": parsed.vote_type.value})
        raise VotesFileRefused(name=short, problem=problem(wrong))
    spare = minor_digits(currency) - parsed.digits
    if spare < 0:
        wrong = Finding(Code.NOT_A_NUMBER, {"field": "cost", "value": "0." + "0" * parsed.digits})
        raise VotesFileRefused(name=short, problem=problem(wrong))
    title = parsed.about("description") or parsed.about("unit") or PurePath(short).stem
    keys = [project.key for project in parsed.election.projects]
    return Brought(
        title=title[:160],
        rule=_rule_of(parsed),
        election=_numbered(parsed.election, 10**spare),
        names=parsed.projects.column("name") or tuple(keys),
    )


def problem(finding: Finding) -> Promise:
    """What is wrong, in words that are chosen when they are read."""
    return format_lazy("{}", _Filled(finding))


def votes_file(of: Held, *, selected: tuple[int, ...]) -> bytes:
    """A closed poll as a Pabulib file; the order of its ballots says nothing about voters."""
    poll = of.poll
    about = {
        "description": poll.title,
        "country": "",
        "unit": str(poll.scope.organisation),
        "instance": str(poll.closed_at.year if poll.closed_at else ""),
        "currency": poll.currency,
        "rule": EXPORTED_RULES[Poll.Rule(poll.rule)],
    }
    return write_pabulib(
        pabulib_of(
            of.election,
            about=about,
            names={str(one.number): one.title for one in of.options},
            selected=map(str, selected),
            digits=minor_digits(poll.currency),
        )
    )


class _Filled:
    """A sentence and its facts; put together when someone reads it."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding

    def __str__(self) -> str:
        return str(PROBLEMS[self.finding.code]) % dict(self.finding.facts)


def _rule_of(file: PabulibFile) -> str:
    rule = file.about("rule").lower()
    known = Poll.Rule.GREEDY if rule.startswith("greedy") else Poll.Rule.EQUAL_SHARES
    return known.value


def _numbered(election: Election, factor: int) -> Election:
    """The same election in minor units of our currency, with numbers for keys."""
    number = {project.key: str(i) for i, project in enumerate(election.projects, 1)}
    return Election(
        budget_minor=election.budget_minor * factor,
        projects=tuple(
            Project(number[one.key], one.cost_minor * factor, one.theme.partition(",")[0].strip())
            for one in election.projects
        ),
        ballots=tuple(
            type(ballot)(tuple(number[choice] for choice in ballot.choices), ballot.points)
            for ballot in election.ballots
        ),
    )
