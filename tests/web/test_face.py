"""The face as a whole: contracts, weight, a strict policy, and where its pieces are from."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import brotli  # type: ignore[import-untyped] # it has no types
import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage
from django.test import Client
from django.utils import translation

from grodd import web
from grodd.web.storage import APART, IN_ONE, STYLES, HashedStorage, lean

WEB = Path(web.__file__).parent
STATIC = WEB / "static"
TEMPLATES = WEB / "templates"
VENDOR = STATIC / "vendor"
OURS = sorted((STATIC / "css").glob("*.css"))
FIRST_PAGE_BYTES_MAX = 120_000
FIRST_ANSWER_BYTES = 10 * 1460 - 500
"""Ten packets, less what the answer says before its content."""

PHYSICAL = re.compile(
    r"^\s*(?:"
    r"(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)[a-z-]*"
    r"|left|right|top|bottom|width|height|(?:min|max)-(?:width|height))\s*:"
    r"|(?:float|clear|text-align)\s*:\s*(?:left|right)\b)",
    re.MULTILINE,
)

LIVELY = re.compile(r"\shx-(?:get|post|put|patch|delete)=|\{% long_task ")
DRAWN = re.compile(r'\{% include "([^"]+)"')


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
    assert PHYSICAL.search(f"{text}\n  text-align: left;")
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
    files = _linked(html) | {
        "vendor/figtree-latin-wght-normal.woff2",
        "js/dialogs.js",
        "js/drawn.js",
        "js/forms.js",
        "js/live.js",
        "js/tabs.js",
    }
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
    assert ours == {name for name in (*STYLES, *APART) if name.startswith("css/")}
    texts = [path.read_text() for path in TEMPLATES.rglob("*.html")]
    for name in APART:
        assert any(f'rel="stylesheet" href="{{% static "{name}" %}}"' in text for text in texts)


def test_the_styles_are_put_together_when_static_files_are_collected(tmp_path: Path) -> None:
    storage = HashedStorage(location=tmp_path, base_url="/static/")
    names = [
        *STYLES,
        "js/grodd.js",
        "js/dialogs.js",
        "js/drawn.js",
        "js/forms.js",
        "js/live.js",
        "js/tabs.js",
        "js/listen.js",
        "js/session.js",
        *APART,
    ]
    names += [f"vendor/{path.name}" for path in VENDOR.glob("*.woff2")]
    source = FileSystemStorage(STATIC)
    for name in names:
        with source.open(name) as content:
            storage._save(name, content)
    list(storage.post_process({name: (storage, name) for name in names}))
    together = (tmp_path / storage.stored_name(IN_ONE)).read_text()
    assert together.startswith("@layer ds.theme,ds.base,ds.components;")
    apart = (tmp_path / storage.stored_name("css/charts.css")).read_text()
    for name in set(re.findall(r"var\((--ds-[\w-]+)", apart)):
        assert f"{name}:" in together
    assert re.search(r"figtree-latin-wght-normal\.[0-9a-f]{12}\.woff2", together)
    script = (tmp_path / storage.stored_name("js/grodd.js")).read_text()
    assert re.search(r"\./listen\.[0-9a-f]{12}\.js", script)
    assert "./forms" not in script
    assert "export " not in script
    for name in ("watchDialogs", "watchForms"):
        assert len(re.findall(rf"^function {name}\(", script, re.MULTILINE)) == 1
    named = re.findall(r"^(?:function|const|let) (\w+)", script, re.MULTILINE)
    assert sorted(named) == sorted(set(named)), "two modules have the same name for something"


def test_of_the_theme_only_what_some_rule_reads_is_sent() -> None:
    styles = """
      /* why */
      :root { --a: 1px; --b: var(--c); --c: 2px; --left: 3px; --over: var(--left); }
      p { margin: var(--a, var(--b)); }
    """
    sent = lean(styles)
    assert "why" not in sent
    assert "--c:2px;" in sent
    assert "--left" not in sent
    assert "--over" not in sent
    assert "p{margin:var(--a,var(--b));}" in sent
    assert "--over:var(--left);" in lean(styles, also="i { left: var(--over) }")
    assert 'content:"a: b; c"' in lean('q::before { content: "a: b; c" }')


def test_the_styles_of_every_page_fit_into_the_first_answer() -> None:
    """Ten packets come at once; what does not fit into them waits for a whole turn on a phone."""
    together, apart = (
        "\n".join((STATIC / one).read_text() for one in all_) for all_ in (STYLES, APART)
    )
    assert len(brotli.compress(lean(together, also=apart).encode())) <= FIRST_ANSWER_BYTES


def test_a_page_with_parts_that_are_fetched_anew_has_the_script_for_them() -> None:
    """Other pages do without it: it is what weighs most of all our scripts."""
    texts = {
        str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.rglob("*.html")
    }
    lively = {name for name, text in texts.items() if LIVELY.search(text)}
    grown: set[str] = set()
    while grown != lively:
        grown = set(lively)
        lively |= {name for name, text in texts.items() if grown & set(DRAWN.findall(text))}
    pages = {name for name in lively if "{% extends" in texts[name]} - {"gallery/show.html"}
    assert pages >= {"applications/write.html", "voting/vote.html", "progress/show.html"}
    without = {name for name in pages if 'include "_live.html"' not in texts[name]}
    assert without == set(), "include _live.html in its block scripts"
