"""Pabulib files: read, written back, refused, and decided as the cities did."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.election import Election, tally
from grodd.engines.formats.pabulib import (
    Code,
    Limits,
    PabulibFile,
    Refused,
    VoteType,
    pabulib_of,
    parse_pabulib,
    write_pabulib,
)
from grodd.engines.pabulib_rules import Verdict, Why, check_conformance, official_winners
from tests.engines.elections import elections
from tests.samples import samples

SMALL = """META
key;value
description;Ideas of the year
num_projects;3
num_votes;4
budget;1000
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;votes;name;selected
a;600;3;"Park; pond";1
b;500;2;Path;0
c;400;1;Bench;1
VOTES
voter_id;vote
1;a,b
2;a
3;a,b,c
4;
"""


def small(changes: Mapping[str, str] | None = None) -> bytes:
    text = SMALL
    for old, new in (changes or {}).items():
        assert old in text, old
        text = text.replace(old, new)
    return text.encode()


def read(data: bytes) -> PabulibFile:
    parsed = parse_pabulib(data)
    assert isinstance(parsed, PabulibFile), parsed
    return parsed


def test_a_small_file_is_read_whole() -> None:
    file = read(small())
    assert file.vote_type is VoteType.APPROVAL
    assert file.about("description") == "Ideas of the year"
    assert file.projects.column("name") == ("Park; pond", "Path", "Bench")
    assert file.election.budget_minor == 1000
    assert tally(file.election).votes == (3, 2, 1)
    assert tally(file.election).voters == 4


def test_what_was_read_is_written_back_to_the_byte() -> None:
    assert write_pabulib(read(small())) == small()


def test_a_mark_returns_and_empty_rows_do_no_harm() -> None:
    dressed = b"\xef\xbb\xbf" + small().replace(b"\n", b"\r\n").replace(b"VOTES", b"\r\nVOTES")
    assert read(dressed) == read(small())


def test_decimals_become_minor_units_with_a_point_or_a_comma() -> None:
    file = read(small({"budget;1000": "budget;1000.5", "c;400": "c;400,25"}))
    assert file.digits == 2
    assert file.election.budget_minor == 100_050
    assert [project.cost_minor for project in file.election.projects] == [60_000, 50_000, 40_025]


def test_points_are_read_and_a_choice_without_a_point_is_none() -> None:
    changes = {
        "vote_type;approval": "vote_type;cumulative",
        "voter_id;vote": "voter_id;vote;points",
        "1;a,b": "1;a,b;3,0.5", "2;a\n": "2;a;1\n", "3;a,b,c": "3;a,b,c;1,1,0", "4;\n": "4;;\n",
    }  # fmt: skip
    ballots = read(small(changes)).election.ballots
    assert ballots[0].points == (30, 5)
    assert ballots[2].choices == ("a", "b")


def test_odd_choices_are_left_out_and_remarked() -> None:
    file = read(small({"1;a,b": "1;a,zz,a"}))
    assert file.election.ballots[0].choices == ("a",)
    assert [remark.code for remark in file.remarks] == [Code.UNKNOWN_CHOICE, Code.CHOICE_TWICE]


def test_a_wrong_number_of_votes_is_remarked() -> None:
    remark, *_ = read(small({"num_votes;4": "num_votes;5"})).remarks
    assert (remark.code, dict(remark.facts)) == (
        Code.COUNT_DIFFERS, {"field": "num_votes", "stated": "5", "found": 4},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Code.NO_SECTION),
        (small({"VOTES\n": "VOICES\n"}), Code.NO_SECTION),
        (small({"PROJECTS\n": ""}), Code.ROW_TOO_LONG),
        (small({"cost;votes": "price;votes"}), Code.NO_COLUMN),
        (small({"budget;1000\n": ""}), Code.NO_VALUE),
        (small({"budget;1000": "budget;plenty"}), Code.NOT_A_NUMBER),
        (small({"c;400": "c;-400"}), Code.NOT_A_NUMBER),
        (small({"c;400": "c;1e99"}), Code.NOT_A_NUMBER),
        (small({"c;400": "c;1.00000001"}), Code.NOT_A_NUMBER),
        (small({"c;400": "a;400"}), Code.PROJECT_TWICE),
        (small({"c;400": ";400"}), Code.NO_VALUE),
        (small({"vote_type;approval": "vote_type;shouting"}), Code.UNKNOWN_VOTE_TYPE),
        (small({"1;a,b": "1;a,b;c"}), Code.ROW_TOO_LONG),
        (
            small({"approval": "cumulative", "voter_id;vote": "voter_id;vote;points"}),
            Code.POINTS_DIFFER,
        ),
        (b"\xff\xfe", Code.NOT_TEXT),
        (small() + b'9;"' + b"a" * 1_000_001 + b'"\n', Code.BROKEN_QUOTES),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_reason(data: bytes, code: Code) -> None:
    refused = parse_pabulib(data)
    assert isinstance(refused, Refused)
    assert [finding.code for finding in refused.findings] == [code]


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(size_max=10), Code.TOO_LARGE),
        (Limits(votes_max=3), Code.TOO_MANY_ROWS),
        (Limits(projects_max=2), Code.TOO_MANY_ROWS),
    ],
)
def test_a_file_beyond_the_limits_is_refused(limits: Limits, code: Code) -> None:
    refused = parse_pabulib(small(), limits)
    assert isinstance(refused, Refused)
    assert refused.findings[0].code is code


@given(st.binary(max_size=300) | st.text(alphabet='MV;\n",ab1', max_size=300).map(str.encode))
def test_no_bytes_make_the_reader_fail(data: bytes) -> None:
    assert isinstance(parse_pabulib(data), PabulibFile | Refused)


@given(elections() | elections(points=True), st.integers(0, 3))
def test_an_election_survives_a_file(vote: Election, digits: int) -> None:
    names = {project.key: f'Idea "{project.key}"; new' for project in vote.projects}
    about = {"description": "Test", "rule": "unknown"}
    made = pabulib_of(vote, about=about, names=names, selected=["p0"], digits=digits)
    file = read(write_pabulib(made))
    unit = 10 ** (digits - file.digits)
    assert file.election.budget_minor * unit == vote.budget_minor
    assert [p.cost_minor * unit for p in file.election.projects] == [
        p.cost_minor for p in vote.projects
    ]
    assert tally(file.election).votes == tally(vote).votes
    assert tally(file.election).scores == tally(vote).scores


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Verdict.EQUAL),
        ({"Bench;1": "Bench;2"}, Verdict.EQUAL),
        ({"Bench;1": "Bench;0"}, Verdict.CONTRADICTORY),
        ({"Path;0": "Path;1", 'pond";1': 'pond";0'}, Verdict.DIFFERENT),
        ({"rule;greedy": "rule;greedy-no-skip", "Bench;1": "Bench;0"}, Verdict.EQUAL),
        ({"rule;greedy": "rule;greedy\nmin_project_score_threshold;2", "Bench;1": "Bench;0"},
         Verdict.EQUAL),
        ({"rule;greedy": "rule;equalshares", "Bench;1": "Bench;0"}, Verdict.EQUAL),
        ({"rule;greedy": "rule;equalshares/add1"}, Verdict.DIFFERENT),
        ({"rule;greedy": "rule;greedy-custom", "Bench;1": "Bench;0"}, Verdict.NOT_COMPARED),
        ({"rule;greedy": "rule;greedy-custom\nunit;Poznań", "Bench;1": "Bench;0",
          "budget;1000": "budget;1000", "Path;0": "Path;2"}, Verdict.EQUAL),
        ({"rule;greedy": "rule;unknown"}, Verdict.NOT_COMPARED),
        ({"name;selected": "name;won"}, Verdict.NOT_COMPARED),
    ],
)  # fmt: skip
def test_each_rule_is_compared_as_it_is_meant(
    changes: Mapping[str, str], expected: Verdict
) -> None:
    assert check_conformance(read(small(changes))).verdict is expected


def test_winners_that_a_file_does_not_state_are_still_computed() -> None:
    found = check_conformance(read(small({"name;selected": "name;won"})))
    assert (found.why, found.winners) == (Why.NO_WINNERS_STATED, ("a", "c"))


def test_every_sample_is_read_and_written_back() -> None:
    files = sorted(samples("pabulib").glob("*.pb"))
    assert files
    for path in files:
        file = read(path.read_bytes())
        assert read(write_pabulib(file)) == file, path.name


def test_greedy_samples_give_the_official_winners() -> None:
    """Where a file's own winners leave money for a supported project, no greedy run made them."""
    verdicts: dict[Verdict, int] = {}
    for path in sorted(samples("pabulib").glob("*.pb")):
        found = check_conformance(read(path.read_bytes()))
        assert found.verdict is not Verdict.DIFFERENT, (path.name, found)
        verdicts[found.verdict] = verdicts.get(found.verdict, 0) + 1
    assert verdicts[Verdict.EQUAL] > verdicts.get(Verdict.CONTRADICTORY, 0)


def test_swiecie_gets_the_winners_that_the_city_published() -> None:
    file = read(samples("pabulib", "Poland_Swiecie_2023.pb").read_bytes())
    selected = file.projects.column("selected")
    assert selected is not None
    published = {
        project.key
        for project, cell in zip(file.election.projects, selected, strict=True)
        if cell == "1"
    }
    assert set(official_winners(file) or ()) == published
    assert len(published) == 17
