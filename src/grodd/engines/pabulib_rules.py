"""The rule that a Pabulib file names, applied as the cities did it.

Files differ from our own rounds in small things: ties go to the file's order (greedy) or to the
cheaper project (equal shares), and support is what the city counted, where the file states it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from grodd.engines.completion import Comparison, Completion, EqualSharesRule, equal_shares
from grodd.engines.election import Tally, TieBreak, TieRule, tally
from grodd.engines.formats.pabulib import PabulibFile
from grodd.engines.greedy import greedy
from grodd.engines.ranking import LineRule

WITHDRAWN_COST = 999_999_999
"""A cost (unit: units of money) that marks a project as withdrawn."""

NEARLY_ENOUGH = (8, 10)
"""Poznan tops up the first project that does not fit, if this share of its cost is left."""

FILE_ORDER = TieRule(order=())
CHEAPER_FIRST = TieRule(order=(TieBreak.LOWER_COST, TieBreak.MORE_VOTES))


class Verdict(StrEnum):
    """How our winners compare with the file's.

    CONTRADICTORY: the file's winners cannot have come from its own rule and budget, because a
    project that it does not mark would have fitted beside all that it marks.
    """

    EQUAL = "equal"
    DIFFERENT = "different"
    NOT_COMPARED = "not_compared"
    CONTRADICTORY = "contradictory"


class Why(StrEnum):
    """Why nothing was compared."""

    NO_WINNERS_STATED = "no_winners_stated"
    RULE_UNKNOWN = "rule_unknown"
    RULE_NOT_IN_FILE = "rule_not_in_file"


@dataclass(frozen=True, slots=True)
class Conformance:
    """A file's own rule beside its own winners.

    Attributes:
        rule: The rule's name in the file.
        verdict: How they compare.
        winners: Our winners, in the order they won; empty for an unknown rule.
        missing: Winners in the file that our run does not have.
        extra: Winners of our run that the file does not have.
        why: Why nothing was compared, where that is so.
    """

    rule: str
    verdict: Verdict
    winners: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    why: Why | None = None


def check_conformance(file: PabulibFile) -> Conformance:
    """Apply the rule that ``file`` names and compare with its ``selected`` column.

    Projects that the file marks with 2 or 3 (funded for another reason) are not compared, except
    under Poznan's rule, which explains them; nor are projects that nobody supports.
    """
    rule = file.about("rule").lower()
    winners = official_winners(file)
    if winners is None:
        return Conformance(rule, Verdict.NOT_COMPARED, why=Why.RULE_UNKNOWN)
    stated = _stated(file)
    if stated is None:
        return Conformance(rule, Verdict.NOT_COMPARED, winners, why=Why.NO_WINNERS_STATED)
    yes, unclear = stated
    marked, nobodys = yes | unclear, _unsupported(file)
    if _tops_up(file):
        yes, unclear = marked, frozenset[str]()
    missing = tuple(sorted(yes.difference(winners, nobodys)))
    extra = tuple(sorted(set(winners).difference(yes, unclear, nobodys)))
    verdict, why = Verdict.DIFFERENT, None
    if not missing and not extra:
        verdict = Verdict.EQUAL
    elif rule in {"greedy-exclusive", "greedy-custom"} and not _tops_up(file):
        verdict, why = Verdict.NOT_COMPARED, Why.RULE_NOT_IN_FILE
    elif rule in {"greedy", "greedy-threshold"} and _had_room(file, extra, marked):
        verdict = Verdict.CONTRADICTORY
    return Conformance(rule, verdict, winners, missing, extra, why)


def official_winners(file: PabulibFile) -> tuple[str, ...] | None:
    """Keys of the winners under the file's own rule; None where we do not know the rule."""
    rule = file.about("rule").lower()
    tallied = tally(file.election)
    if rule in SHARES_RULES:
        return equal_shares(tallied, _shares_rule(rule, unit_minor=10**file.digits)).winners
    if not rule.startswith("greedy"):
        return None
    support = _support(file, tallied)
    if _tops_up(file):
        return _topped_up(file, tallied, support)
    threshold = file.about("min_project_score_threshold")
    votes_min = int(threshold) if threshold.isdigit() else 1
    if rule == "greedy-no-skip":
        withdrawn = WITHDRAWN_COST * 10**file.digits
        support = [-1 if c == withdrawn else s for c, s in zip(tallied.costs, support, strict=True)]
    line = LineRule.STOP if rule == "greedy-no-skip" else LineRule.SKIP
    found = greedy(tallied, rule=line, ties=FILE_ORDER, votes_min=votes_min, support=support)
    return found.winners


SHARES_RULES = {
    "equalshares": (False, Comparison.NONE),
    "equalshares-comparison": (False, Comparison.WINNERS),
    "equalshares/add1": (True, Comparison.NONE),
    "equalshares/add1-comparison": (True, Comparison.WINNERS),
}
"""By name: whether shares are raised by one unit of money at a time, and what is compared."""


def _shares_rule(name: str, *, unit_minor: int) -> EqualSharesRule:
    add_one, comparison = SHARES_RULES[name]
    step = unit_minor if add_one else None
    completion = Completion(step_minor=step, comparison=comparison)
    return EqualSharesRule(completion=completion, ties=CHEAPER_FIRST)


def _stated(file: PabulibFile) -> tuple[frozenset[str], frozenset[str]] | None:
    """Keys that the file says won, and keys where it says neither yes nor no."""
    selected = file.projects.column("selected")
    if selected is None or not any(selected):
        return None
    keys = [project.key for project in file.election.projects]
    yes = frozenset(key for key, cell in zip(keys, selected, strict=True) if cell == "1")
    no = frozenset(key for key, cell in zip(keys, selected, strict=True) if cell in {"0", ""})
    return yes, frozenset(keys) - yes - no


def _unsupported(file: PabulibFile) -> frozenset[str]:
    support = _support(file, tally(file.election))
    projects = file.election.projects
    return frozenset(p.key for p, count in zip(projects, support, strict=True) if count == 0)


def _had_room(file: PabulibFile, passed_over: Sequence[str], funded: frozenset[str]) -> bool:
    """Whether a project that was passed over fits beside everything that was funded."""
    costs = {project.key: project.cost_minor for project in file.election.projects}
    left = file.election.budget_minor - sum(costs[key] for key in funded)
    return any(costs[key] <= left for key in passed_over)


def _support(file: PabulibFile, tallied: Tally) -> list[int]:
    """What the city counted, where the file states it for every project; else our own count."""
    for column in ("score", "votes"):
        cells = file.projects.column(column)
        if cells is not None and all(cell.isdigit() for cell in cells):
            return [int(cell) for cell in cells]
    return list(tallied.scores)


def _tops_up(file: PabulibFile) -> bool:
    return file.about("unit") == "Poznań" and file.about("rule") in {"greedy", "greedy-custom"}


def _topped_up(file: PabulibFile, tallied: Tally, support: Sequence[int]) -> tuple[str, ...]:
    """Greedy to the first that does not fit, which is topped up if most of its cost is left.

    Projects marked 3 were funded later from a reserve whose size the file does not state: as many
    of the next ones are taken.
    """
    order = sorted(range(len(support)), key=lambda p: -support[p])
    left, won = tallied.election.budget_minor, 0
    while won < len(order) and tallied.costs[order[won]] <= left:
        left -= tallied.costs[order[won]]
        won += 1
    part, whole = NEARLY_ENOUGH
    if won < len(order) and left * whole >= tallied.costs[order[won]] * part:
        won += 1
    reserve = (file.projects.column("selected") or ()).count("3")
    return tallied.keys(order[: won + reserve])
