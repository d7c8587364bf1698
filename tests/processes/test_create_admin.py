import pytest

from grodd.base import clock
from grodd.cli import create_admin as command
from grodd.people.models import Grant, Organisation
from grodd.people.roles import Role
from grodd.people.usecases.use_sign_in_link import use_sign_in_link
from grodd.people.values import OrganisationFacts
from grodd.processes.create_admin import create_admin


@pytest.mark.django_db
def test_the_first_administrator_opens_a_space_once() -> None:
    def make() -> Grant:
        return create_admin(
            at=clock.now(),
            email="asta@example.org",
            name="Asta",
            space=OrganisationFacts("Nya fonden"),
        )

    first = make()
    assert make() == first
    assert first.role == Role.ADMINISTRATOR
    assert Organisation.objects.get(name="Nya fonden").is_space


@pytest.mark.django_db
def test_the_command_prints_a_link_that_signs_in(capsys: pytest.CaptureFixture[str]) -> None:
    class Options:
        email, name, organisation = "asta@example.org", "Asta", "Nya fonden"
        number, country, language = "", "SE", "sv"

    assert command.run(Options) == 0  # type: ignore[arg-type] # stands in for the parsed words
    token = capsys.readouterr().out.rstrip().rstrip("/").rpartition("/")[2]
    assert use_sign_in_link(token=token, at=clock.now()).name == "Asta"
