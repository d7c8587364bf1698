"""Pabulib: the text format (``.pb``) in which votes about budgets are shared.

Three sections (META, PROJECTS, VOTES), each a title, a row of column names and rows; cells are
parted by semicolons and quoted as in CSV. Columns that we do not know are kept, so that what was
read can be written back.

Source:
    The format description at pabulib.org.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from io import StringIO

from grodd.engines.election import Ballot, Election, Project

SECTIONS = ("META", "PROJECTS", "VOTES")
REQUIRED = {"META": ("key", "value"), "PROJECTS": ("project_id", "cost"), "VOTES": ("vote",)}
DIGITS_MAX = 6
"""Amounts and points with more decimals than this are refused."""

CELL_CHARS_MAX = 1_000_000
VALUE_CHARS_MAX = 30
"""No number is written with more characters than this."""


class VoteType(StrEnum):
    """What a ballot holds."""

    APPROVAL = "approval"
    CHOOSE_ONE = "choose-1"
    ORDINAL = "ordinal"
    CUMULATIVE = "cumulative"
    SCORING = "scoring"


class Code(StrEnum):
    """What is wrong with a file; the facts of each are named beside it."""

    TOO_LARGE = "too_large"
    """size (bytes), most"""
    NOT_TEXT = "not_text"
    """at (byte)"""
    NO_SECTION = "no_section"
    """section"""
    NO_COLUMN = "no_column"
    """section, column"""
    TOO_MANY_ROWS = "too_many_rows"
    """section, most"""
    ROW_TOO_LONG = "row_too_long"
    """section, row, cells, columns"""
    BROKEN_QUOTES = "broken_quotes"
    """line"""
    NO_VALUE = "no_value"
    """field"""
    NOT_A_NUMBER = "not_a_number"
    """field, value"""
    PROJECT_TWICE = "project_twice"
    """project"""
    UNKNOWN_VOTE_TYPE = "unknown_vote_type"
    """value"""
    COUNT_DIFFERS = "count_differs"
    """field, stated, found"""
    UNKNOWN_CHOICE = "unknown_choice"
    """row, project"""
    CHOICE_TWICE = "choice_twice"
    """row, project"""
    POINTS_DIFFER = "points_differ"
    """row, choices, points"""


REMARKS = frozenset({Code.COUNT_DIFFERS, Code.UNKNOWN_CHOICE, Code.CHOICE_TWICE})
"""Found in published files; such a file can still be used. Everything else is an error."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a file: a code and its facts."""

    code: Code
    facts: Mapping[str, int | str]


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be."""

    size_max: int = 256 * 1024 * 1024
    projects_max: int = 10_000
    votes_max: int = 2_000_000
    meta_max: int = 1_000


@dataclass(frozen=True, slots=True)
class Section:
    """One section as it stands.

    Attributes:
        columns: Column names.
        rows: As many cells as there are columns, in the file's order.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> tuple[str, ...] | None:
        """The cells of column ``name``; None where there is no such column."""
        if name not in self.columns:
            return None
        at = self.columns.index(name)
        return tuple(row[at] for row in self.rows)


@dataclass(frozen=True, slots=True)
class PabulibFile:
    """A file and the election in it.

    Attributes:
        meta: The first section's keys and values, as they stand.
        projects: The second section.
        votes: The third section.
        vote_type: What the ballots hold.
        digits: Decimals of the amounts: one unit of money is ``10 ** digits`` minor units here.
        election: The same, ready to be tallied.
        remarks: What is odd and was set right; see ``REMARKS``.
    """

    meta: Section
    projects: Section
    votes: Section
    vote_type: VoteType
    digits: int
    election: Election
    remarks: tuple[Finding, ...]

    def about(self, key: str) -> str:
        """The value of ``key`` in the first section, empty where it is missing."""
        return next((value for name, value, *_ in self.meta.rows if name == key), "")


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that cannot be used, and why."""

    findings: tuple[Finding, ...]


class _BrokenError(Exception):
    """Carries one finding from where it is found to ``parse_pabulib``; never leaves here."""

    def __init__(self, code: Code, **facts: int | str) -> None:
        super().__init__(code)
        self.finding = Finding(code, facts)


def parse_pabulib(data: bytes, limits: Limits | None = None) -> PabulibFile | Refused:
    """Read a file.

    Args:
        data: The file's bytes, UTF-8 with or without a mark.
        limits: How large it may be.

    Returns:
        The file, or why it cannot be used.
    """
    try:
        return _parse(data, limits or Limits())
    except _BrokenError as broken:
        return Refused((broken.finding,))


def write_pabulib(file: PabulibFile) -> bytes:
    """Write a file as bytes; what ``parse_pabulib`` read comes back the same."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    for title, section in zip(SECTIONS, (file.meta, file.projects, file.votes), strict=True):
        text.write(f"{title}\n")
        writer.writerow(section.columns)
        writer.writerows(section.rows)
    return text.getvalue().encode()


def pabulib_of(
    election: Election,
    *,
    about: Mapping[str, str],
    names: Mapping[str, str],
    selected: Iterable[str],
    digits: int,
) -> PabulibFile:
    """Make a file of an election, for ``write_pabulib``. Voters get numbers, in ballot order.

    Give the ballots in an order that says nothing about who cast them.

    Args:
        election: Approval ballots, or ballots with points.
        about: Further META values (description, country, unit, instance, rule, currency ...).
        names: Each project's name by its key.
        selected: Keys of the winners.
        digits: Decimals of one unit of money in minor units (2 for öre and cents).
    """
    cumulative = any(ballot.points for ballot in election.ballots)
    kind = VoteType.CUMULATIVE if cumulative else VoteType.APPROVAL
    counted = {
        "num_projects": str(len(election.projects)),
        "num_votes": str(len(election.ballots)),
        "budget": _amount_text(election.budget_minor, digits),
        "vote_type": kind.value,
    }
    meta = Section(("key", "value"), tuple({**about, **counted}.items()))
    return PabulibFile(
        meta=meta,
        projects=_project_section(election, names, frozenset(selected), digits),
        votes=_vote_section(election, cumulative=cumulative),
        vote_type=kind,
        digits=digits,
        election=election,
        remarks=(),
    )


def _parse(data: bytes, limits: Limits) -> PabulibFile:
    if len(data) > limits.size_max:
        raise _BrokenError(Code.TOO_LARGE, size=len(data), most=limits.size_max)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _BrokenError(Code.NOT_TEXT, at=error.start) from error
    meta, projects, votes = _sections(text, limits)
    about = {row[0]: row[1] for row in meta.rows}
    kind = _vote_type(about)
    keys = _project_keys(projects)
    amounts = [_number("budget", _required(about, "budget"))]
    amounts += [_number("cost", cell) for cell in projects.column("cost") or ()]
    digits, scaled = _whole("cost", amounts)
    remarks = _miscounts(about, len(keys), len(votes.rows))
    ballots, odd = _ballots(votes, frozenset(keys), kind)
    themes = projects.column("category") or ("",) * len(keys)
    election = Election(
        budget_minor=scaled[0],
        projects=tuple(map(Project, keys, scaled[1:], themes)),
        ballots=ballots,
    )
    return PabulibFile(meta, projects, votes, kind, digits, election, (*remarks, *odd))


def _sections(text: str, limits: Limits) -> tuple[Section, Section, Section]:
    """Part the text by its titles, each alone on its row."""
    most = {"META": limits.meta_max, "PROJECTS": limits.projects_max, "VOTES": limits.votes_max}
    found: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for row in _rows(text):
        title = row[0].upper()
        if title in SECTIONS and not any(row[1:]) and title not in found:
            rows = found.setdefault(title, [])
            continue
        rows.append(row)
        current = next(reversed(found), "META")
        if len(rows) > most[current] + 1:
            raise _BrokenError(Code.TOO_MANY_ROWS, section=current, most=most[current])
    meta, projects, votes = (_section(title, found.get(title)) for title in SECTIONS)
    return meta, projects, votes


def _rows(text: str) -> Iterable[list[str]]:
    """Rows with something in them, cells without spaces around them."""
    csv.field_size_limit(CELL_CHARS_MAX)
    reader = csv.reader(StringIO(text, newline=""), delimiter=";", strict=False)
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield cells
    except csv.Error as error:
        raise _BrokenError(Code.BROKEN_QUOTES, line=reader.line_num) from error


def _section(title: str, rows: Sequence[list[str]] | None) -> Section:
    if not rows:
        raise _BrokenError(Code.NO_SECTION, section=title)
    columns = tuple(name.lower() for name in rows[0])
    for name in REQUIRED[title]:
        if name not in columns:
            raise _BrokenError(Code.NO_COLUMN, section=title, column=name)
    width = len(columns)
    squared: list[tuple[str, ...]] = []
    for number, row in enumerate(rows[1:], 1):
        if any(row[width:]):
            raise _BrokenError(
                Code.ROW_TOO_LONG, section=title, row=number, cells=len(row), columns=width
            )
        squared.append((*row[:width], *[""] * (width - len(row))))
    return Section(columns, tuple(squared))


def _vote_type(about: Mapping[str, str]) -> VoteType:
    stated = _required(about, "vote_type")
    if stated not in set(VoteType):
        raise _BrokenError(Code.UNKNOWN_VOTE_TYPE, value=stated)
    return VoteType(stated)


def _project_keys(projects: Section) -> tuple[str, ...]:
    keys = projects.column("project_id") or ()
    seen: set[str] = set()
    for key in keys:
        if not key:
            raise _BrokenError(Code.NO_VALUE, field="project_id")
        if key in seen:
            raise _BrokenError(Code.PROJECT_TWICE, project=key)
        seen.add(key)
    return keys


def _required(about: Mapping[str, str], key: str) -> str:
    value = about.get(key, "")
    if not value:
        raise _BrokenError(Code.NO_VALUE, field=key)
    return value


def _number(name: str, cell: str) -> Fraction:
    """A number that is not negative, with a decimal point or comma. No exponent, no sign."""
    whole, _, decimals = cell.replace(",", ".").partition(".")
    digits = f"{whole}{decimals}"
    if not (digits.isascii() and digits.isdigit() and len(digits) <= VALUE_CHARS_MAX):
        raise _BrokenError(Code.NOT_A_NUMBER, field=name, value=cell[:VALUE_CHARS_MAX])
    return Fraction(int(digits), 10 ** len(decimals))


def _whole(name: str, numbers: Sequence[Fraction]) -> tuple[int, tuple[int, ...]]:
    """Shift the decimal point of all numbers alike until they are whole."""
    for digits in range(DIGITS_MAX + 1):
        scaled = [number * 10**digits for number in numbers]
        if all(number.denominator == 1 for number in scaled):
            return digits, tuple(number.numerator for number in scaled)
    raise _BrokenError(Code.NOT_A_NUMBER, field=name, value="more than six decimals")


def _miscounts(about: Mapping[str, str], projects: int, votes: int) -> list[Finding]:
    """Where the file states another number of projects or votes than it holds."""
    counted = {"num_projects": projects, "num_votes": votes}
    return [
        Finding(Code.COUNT_DIFFERS, {"field": name, "stated": about[name], "found": found})
        for name, found in counted.items()
        if about.get(name, "") not in {"", str(found)}
    ]


def _ballots(
    votes: Section, keys: frozenset[str], kind: VoteType
) -> tuple[tuple[Ballot, ...], list[Finding]]:
    """The ballots; a choice that is no project or is named twice is left out and remarked."""
    odd: list[Finding] = []
    points_cells = votes.column("points")
    listed: list[tuple[tuple[str, ...], tuple[Fraction, ...]]] = []
    for i, cell in enumerate(votes.column("vote") or ()):
        choices = _list(cell)
        points: tuple[Fraction, ...] = ()
        if points_cells is not None and kind not in {VoteType.APPROVAL, VoteType.CHOOSE_ONE}:
            points = tuple(_number("points", point) for point in _list(points_cells[i]))
            if len(points) != len(choices):
                facts = {"row": i + 1, "choices": len(choices), "points": len(points)}
                raise _BrokenError(Code.POINTS_DIFFER, **facts)
        if len(set(choices)) != len(choices) or not keys.issuperset(choices):
            choices, points = _set_right(i + 1, choices, points, keys, odd)
        listed.append((choices, points))
    return _scaled(listed), odd


def _set_right(
    row: int,
    choices: tuple[str, ...],
    points: tuple[Fraction, ...],
    keys: frozenset[str],
    odd: list[Finding],
) -> tuple[tuple[str, ...], tuple[Fraction, ...]]:
    kept: list[int] = []
    for i, choice in enumerate(choices):
        if choice not in keys:
            odd.append(Finding(Code.UNKNOWN_CHOICE, {"row": row, "project": choice}))
        elif choice in choices[:i]:
            odd.append(Finding(Code.CHOICE_TWICE, {"row": row, "project": choice}))
        else:
            kept.append(i)
    return tuple(choices[i] for i in kept), tuple(points[i] for i in kept if points)


def _scaled(
    listed: Sequence[tuple[tuple[str, ...], tuple[Fraction, ...]]],
) -> tuple[Ballot, ...]:
    """Ballots with whole points; a choice with no point is no choice."""
    digits, _ = _whole("points", tuple({point for _, points in listed for point in points}))
    ballots: list[Ballot] = []
    for choices, points in listed:
        if not points:
            ballots.append(Ballot(choices))
            continue
        given = [(c, int(p * 10**digits)) for c, p in zip(choices, points, strict=True) if p]
        ballots.append(Ballot(tuple(c for c, _ in given), tuple(p for _, p in given)))
    return tuple(ballots)


def _list(cell: str) -> tuple[str, ...]:
    return tuple(item for item in map(str.strip, cell.split(",")) if item)


def _amount_text(amount_minor: int, digits: int) -> str:
    if digits == 0:
        return str(amount_minor)
    whole, rest = divmod(amount_minor, 10**digits)
    return f"{whole}.{rest:0{digits}}" if rest else str(whole)


def _project_section(
    election: Election, names: Mapping[str, str], selected: frozenset[str], digits: int
) -> Section:
    votes = dict.fromkeys((project.key for project in election.projects), 0)
    for ballot in election.ballots:
        for choice in ballot.choices:
            votes[choice] += 1
    rows = tuple(
        (
            project.key,
            _amount_text(project.cost_minor, digits),
            str(votes[project.key]),
            names[project.key],
            project.theme,
            "1" if project.key in selected else "0",
        )
        for project in election.projects
    )
    return Section(("project_id", "cost", "votes", "name", "category", "selected"), rows)


def _vote_section(election: Election, *, cumulative: bool) -> Section:
    columns = ("voter_id", "vote", "points") if cumulative else ("voter_id", "vote")
    rows: list[tuple[str, ...]] = []
    for number, ballot in enumerate(election.ballots, 1):
        row = [str(number), ",".join(ballot.choices)]
        if cumulative:
            row.append(",".join(map(str, ballot.points or (1,) * len(ballot.choices))))
        rows.append(tuple(row))
    return Section(columns, tuple(rows))
