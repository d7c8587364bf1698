"""Votes as files: what goes out comes in the same, and a wrong file says where."""

from pathlib import Path

import pytest

from grodd.base import clock
from grodd.engines.formats.pabulib import Code, PabulibFile, parse_pabulib
from grodd.voting import queries
from grodd.voting.models import Poll
from grodd.voting.refusals import PollTitleTaken, VotesFileRefused
from grodd.voting.selection import selection_of
from grodd.voting.usecases.close_poll import close_poll
from grodd.voting.usecases.import_votes import import_votes
from grodd.voting.votes_file import PROBLEMS, read_votes, votes_file
from tests.samples import samples
from tests.voting.making import all_voting, opened
from tests.world import World

SMALL = """META
key;value
description;A small vote
num_projects;2
num_votes;3
budget;100
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;name;category
a;60,50;Lamps;light,street
b;50;Bench;
VOTES
voter_id;vote
1;a,b
2;a
3;
"""


def bring(world: World, content: str = SMALL) -> Poll:
    return import_votes(
        by=world.asker(world.petra), scope_id=world.company_scope.pk, name="small.pb",
        content=content.encode(), currency="SEK", at=clock.now(),
    )  # fmt: skip


def test_a_vote_from_elsewhere_is_read_as_a_closed_one(world: World) -> None:
    poll = bring(world)
    assert (poll.title, poll.rule, poll.budget_minor) == ("A small vote", "greedy", 10_000)
    lamps = poll.options.get(number=1)
    assert (lamps.title, lamps.cost_minor, lamps.theme) == ("Lamps", 6_050, "light")
    result = queries.result_of(poll)
    assert (result.voted, result.entitled) == (3, 3)
    assert selection_of(result.content).outcomes["greedy"].winners == (1,)


def test_the_same_file_again_is_the_same_vote_and_another_needs_another_name(world: World) -> None:
    poll = bring(world)
    assert bring(world) == poll
    with pytest.raises(PollTitleTaken):
        bring(world, SMALL.replace("2;a\n", "2;b\n"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "the section META is missing"),
        (SMALL.replace("2;a\n", "2;c\n"), "row 2 of VOTES names “c”"),
        (SMALL.replace("num_votes;3", "num_votes;4"), "“num_votes” says 4, but there are 3"),
        (SMALL.replace("approval", "ordinal"), "ballots of the kind “ordinal”"),
        (SMALL.replace("60,50", "60,505"), "is not a number that “cost” can be"),
        (SMALL.replace("2;a\n", "2;a;x;y\n"), "row 2 of VOTES has 4 cells"),
    ],
)
def test_a_wrong_file_says_where(world: World, content: str, said: str) -> None:
    with pytest.raises(VotesFileRefused) as caught:
        bring(world, content)
    assert said in str(caught.value)
    assert not Poll.objects.exists()


def test_every_finding_has_words() -> None:
    assert set(PROBLEMS) == set(Code)


def test_what_goes_out_comes_in_the_same(world: World) -> None:
    poll = opened(world)
    all_voting(world, poll)
    close_poll(poll_id=poll.pk, by=world.asker(world.petra), at=clock.now())
    poll = Poll.objects.select_related("scope__organisation").get(pk=poll.pk)
    written = votes_file(queries.held_poll(poll), selected=(2, 1))
    file = parse_pabulib(written)
    assert isinstance(file, PabulibFile)
    assert file.projects.column("selected") == ("1", "1", "0", "0")
    brought = read_votes("x.pb", written, currency="SEK")
    assert brought.election == queries.held_poll(poll).election
    assert brought.rule == "equal_shares"
    assert "Amina" not in written.decode()


@pytest.mark.once
def test_a_real_vote_gives_the_citys_winners(world: World) -> None:
    path: Path = samples("pabulib", "Poland_Swiecie_2023.pb")
    poll = import_votes(
        by=world.asker(world.petra), scope_id=world.company_scope.pk, name=path.name,
        content=path.read_bytes(), currency="SEK", at=clock.now(),
    )  # fmt: skip
    won = selection_of(queries.result_of(poll).content).outcomes["equal_shares"].winners
    file = parse_pabulib(path.read_bytes())
    assert isinstance(file, PabulibFile)
    stated = {i for i, cell in enumerate(file.projects.column("selected") or (), 1) if cell == "1"}
    assert set(won) >= stated
