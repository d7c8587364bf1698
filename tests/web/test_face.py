"""The face as a whole: contracts, weight, a strict policy, and where its pieces are from."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage
from django.test import Client
from django.utils import translation

from grodd import web
from grodd.web.storage import IN_ONE, STYLES, HashedStorage

WEB = Path(web.__file__).parent
STATIC = WEB / "static"
TEMPLATES = WEB / "templates"
VENDOR = STATIC / "vendor"
OURS = sorted((STATIC / "css").glob("*.css"))
FIRST_PAGE_BYTES_MAX = 120_000

PHYSICAL = re.compile(
    r"^\s*(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|width|height"
    r"|float|(?:min|max)-(?:width|height)|text-align:\s*(?:left|right))\s*:",
    re.MULTILINE,
)


@pytest.mark.parametrize(
    "template", sorted((TEMPLATES / "ui").glob("*.html")), ids=lambda p: p.stem
)
def test_a_component_opens_with_its_contract(template: Path) -> None:
    text = template.read_text()
    assert text.startswith("{% comment %} ")
    assert text.count("{% endcomment %}") == 1


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda p: p.name)
def test_a_template_keeps_the_strict_policy_and_is_short(template: Path) -> None:
    text = template.read_text()
    # A mail is not a page: no policy of ours reaches it, and it has no style sheet.
    style = "" if template.parent.name == "mail" else r"\sstyle=|"
    assert not re.search(style + r"<style|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert len(text.splitlines()) <= 80


@pytest.mark.parametrize("sheet", OURS, ids=lambda p: p.name)
def test_our_style_turns_with_the_script(sheet: Path) -> None:
    text = sheet.read_text()
    assert not PHYSICAL.search(text)
    assert "@layer grodd." in text


@pytest.mark.parametrize("sheet", sorted(STATIC.rglob("*.css")), ids=lambda p: p.name)
def test_no_style_asks_another_house(sheet: Path) -> None:
    targets = re.findall(r"url\(\s*[\"']?([^\"')]+)", sheet.read_text())
    assert all(target.startswith(("data:image/svg+xml", "../vendor/")) for target in targets)


def test_what_came_from_others_is_what_was_written_down() -> None:
    rows = json.loads((VENDOR / "vendor.json").read_text())
    for row in rows:
        assert hashlib.sha256((VENDOR / row["file"]).read_bytes()).hexdigest() == row["sha256"]
        assert row["licence"] in {"MIT", "OFL-1.1"}
    kept = {path.name for path in VENDOR.iterdir()} - {"vendor.json"}
    assert kept == {row["file"] for row in rows}


def test_every_icon_that_is_asked_for_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', (STATIC / "img/icons.svg").read_text()))
    asked = {
        name
        for template in TEMPLATES.rglob("*.html")
        for name in re.findall(r'{% icon "([a-z]+)"|icon="([a-z]+)"', template.read_text())
        for name in name
        if name
    }
    assert asked <= drawn


def _linked(html: str) -> set[str]:
    return set(re.findall(r'(?:href|src)="/static/([^"#]+)', html))


def _compressed(path: str) -> int:
    found = finders.find(path)
    assert isinstance(found, str), path
    data = Path(found).read_bytes()
    return len(data) if path.endswith(".woff2") else len(gzip.compress(data, 6))


@pytest.mark.django_db
def test_the_first_page_is_light() -> None:
    html = Client().get("/accounts/login/").content.decode()
    files = _linked(html) | {"img/icons.svg", "js/dialogs.js", "js/forms.js"}
    weight = len(gzip.compress(html.encode(), 6)) + sum(map(_compressed, files))
    assert weight <= FIRST_PAGE_BYTES_MAX


@pytest.mark.django_db
def test_the_living_page_shows_everything_once(settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined] # the fixture of pytest-django
    response = Client().get("/ui/")
    html = response.content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert response.status_code == 200
    assert len(ids) == len(set(ids))
    assert html.count("<h1") == 1
    for target in set(re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', html)):
        assert set(target.split()) <= set(ids)


@pytest.mark.django_db
def test_a_real_installation_has_no_living_page() -> None:
    assert Client().get("/ui/").status_code == 404
    assert Client().get("/ui/page/404/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "status"),
    [("400", 400), ("403", 403), ("404", 404), ("409", 409), ("500", 500), ("offline", 200)],
)
def test_a_page_of_last_resort_says_what_to_do(name: str, status: int, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined] # the fixture of pytest-django
    response = Client().get(f"/ui/page/{name}/")
    html = response.content.decode()
    assert response.status_code == status
    assert html.count("<h1") == 1
    assert 'class="ds-button"' in html


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "turn"), [("sv", "ltr"), ("ar", "rtl")])
def test_the_page_turns_with_its_language(language: str, turn: str, settings: object) -> None:
    settings.LANGUAGES = [("sv", "Svenska"), ("ar", "العربية")]  # type: ignore[attr-defined]
    settings.DEMO = True  # type: ignore[attr-defined]
    with translation.override(language):
        html = Client(headers={"accept-language": language}).get("/ui/").content.decode()
    assert f'dir="{turn}"' in html


def test_no_style_sheet_of_ours_is_forgotten() -> None:
    ours = {f"css/{path.name}" for path in OURS}
    assert ours == {name for name in STYLES if name.startswith("css/")}


def test_the_styles_are_put_together_when_static_files_are_collected(tmp_path: Path) -> None:
    storage = HashedStorage(location=tmp_path, base_url="/static/")
    names = [
        *STYLES,
        "js/grodd.js",
        "js/dialogs.js",
        "js/forms.js",
        "js/listen.js",
        "js/session.js",
    ]
    names += [f"vendor/{path.name}" for path in VENDOR.glob("*.woff2")]
    source = FileSystemStorage(STATIC)
    for name in names:
        with source.open(name) as content:
            storage._save(name, content)
    list(storage.post_process({name: (storage, name) for name in names}))
    together = (tmp_path / storage.stored_name(IN_ONE)).read_text()
    assert together.startswith("@layer ds.theme, ds.base, ds.components;")
    assert re.search(r"figtree-latin-wght-normal\.[0-9a-f]{12}\.woff2", together)
    script = (tmp_path / storage.stored_name("js/grodd.js")).read_text()
    assert re.search(r"\./listen\.[0-9a-f]{12}\.js", script)
