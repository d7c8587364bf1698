"""The portfolio page and its files."""

from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from grodd.reports.sheets import harmless
from tests.applications.making import make_application
from tests.programmes.making import make_programme, make_round
from tests.web.stage import browser
from tests.world import World


def test_the_page_shows_figures_pictures_and_files_from_few_questions(
    world: World, django_assert_max_num_queries: Any
) -> None:
    round_ = make_round(world, make_programme(world))
    make_application(world, round_)
    agda = browser(world.agda, world.company)
    address = f"/portfolio/?round={round_.pk}&year=2026"
    with django_assert_max_num_queries(12):
        page = agda.get(address, headers={"accept-language": "en"}).content.decode()
    assert "0 of 1 application was approved" in page
    assert "<svg" in page
    assert "Show the figures" in page
    assert "left out, so that nobody is recognised" in page
    lines = agda.get(f"/portfolio/portfolio.csv?round={round_.pk}").content.decode("utf-8-sig")
    assert ",SEK,1,0,0,0,0,0,20000.00," in lines.splitlines()[1]
    book = load_workbook(BytesIO(agda.get("/portfolio/portfolio.xlsx").content))
    assert [row[2].value for row in book.worksheets[0].iter_rows()][1:] == [1]


def test_a_space_without_applications_has_a_calm_page(world: World) -> None:
    page = browser(world.agda, world.fund).get("/portfolio/", headers={"accept-language": "en"})
    assert "No applications here yet" in page.content.decode()


def test_a_spreadsheet_takes_no_name_for_a_formula() -> None:
    assert harmless("=1+1") == "'=1+1"
    assert harmless("Spring") == "Spring"
