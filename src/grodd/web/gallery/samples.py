"""What the components of the living page show: the cast at work, in English."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from grodd.engines.money import Money
from grodd.reports import charts
from grodd.web.components.values import Cell, Column, Event, Step, Tab

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun")
PAID = (12, 18, 30, 41, 55, 62)
BACK = (0, 2, 5, 11, 18, 27)
LOST = (0, 0, 1, 1, 3, 3)
IDEAS = (
    ("Tool shed", 30),
    ("Quiet room", 25),
    ("Bike courier", 40),
    ("Seed bank", 35),
    ("App", 50),
)
BUDGET = 120
TONES = ("neutral", "info", "success", "warning", "danger")
SAVING = ("idle", "saving", "saved", "failed", "offline")


def kronor(thousands: int) -> Money:
    """A round amount (unit: thousands of SEK)."""
    return Money(thousands * 100_000, "SEK")


def ways() -> dict[str, Any]:
    """Navigation, tabs, breadcrumb."""
    return {
        "tabs_sample": [
            Tab("Overview", "?tab=overview", current=True),
            Tab("Reviews", "?tab=reviews", count=3),
            Tab("Decision", "?tab=decision"),
            Tab("History", "?tab=history", count=24),
        ],
        "crumbs": [
            {"label": "Programmes", "url": "#ways"},
            {"label": "Ideas of spring", "url": "#ways"},
            {"label": "Shared tool shed", "url": ""},
        ],
        "steps": [
            Step("Application", "done", "12 March"),
            Step("Screening", "done", "14 March"),
            Step("Assessment", "current", "3 of 4 reviews are in"),
            Step("Decision", "next", "28 March"),
            Step("Agreement", "next"),
        ],
    }


def rows() -> dict[str, Any]:
    """Tables and facts."""
    return {
        "columns": [
            Column("Idea", sort="title"),
            Column("Owner", sort="owner"),
            Column("State"),
            Column("Asked for", sort="amount", kind="number"),
            Column("Sent", sort="sent"),
        ],
        "applications": [
            [
                Cell("Shared tool shed", url="#data", note="A-2026-0012"),
                "Amina Berg",
                Cell("Assessment", tone="info"),
                kronor(30),
                date(2026, 3, 12),
            ],
            [
                Cell("Bike courier with a cool box", url="#data", note="A-2026-0009"),
                "Rolf Åkesson",
                Cell("Agreement", tone="success"),
                kronor(40),
                date(2026, 3, 9),
            ],
            [
                Cell("A quiet room by the entrance", url="#data", note="A-2026-0007"),
                "Riitta Mäkelä",
                Cell("Needs an answer", tone="warning"),
                Money(2_500_050, "SEK"),
                None,
            ],
        ],
        "total": ["Together", "", "", Money(9_500_050, "SEK"), ""],
        "exports": [{"label": "CSV", "url": "#data"}, {"label": "Excel", "url": "#data"}],
        "facts": [
            ("Reference", "A-2026-0012"),
            ("Asked for", kronor(30)),
            ("Time", "40 hours"),
            ("State", Cell("Assessment", tone="info")),
            ("Owner", Cell("Amina Berg", url="#data", note="and two co-owners")),
            ("Last day of the round", date(2026, 3, 31)),
        ],
    }


def happenings() -> dict[str, Any]:
    """Events, consequences, states."""
    return {
        "events": [
            Event(datetime(2026, 3, 16, 9, 5, tzinfo=UTC), "Riitta Mäkelä", "Sent her review"),
            Event(
                datetime(2026, 3, 14, 13, 40, tzinfo=UTC), "Petra Lind", "Let it through screening"
            ),
            Event(datetime(2026, 3, 12, 8, 12, tzinfo=UTC), "Amina Berg", "Sent the application"),
        ],
        "written_at": datetime(2026, 3, 15, 14, 20, tzinfo=UTC),
        "consequences": [
            "30 000 kr leaves the account of the fund today.",
            "Amina Berg gets a message and a receipt.",
            "It cannot be undone. A mistake is mended by a second voucher.",
        ],
        "tones": TONES,
        "saving": SAVING,
        "own_words": {"sv": "Små pengar.", "fi": "Pientä rahaa.", "en": "Small money."},
        "foreign_words": {"se": "Unna ruhtažat."},
        "notes": {
            "committee": "Meets on the last Friday.",
            "fast": "Up to 10 000 kr, in three days.",
        },
    }


def pictures() -> dict[str, Any]:
    """Charts and the figures behind them."""
    asked = [kronor(amount) for _, amount in IDEAS]
    series = {"Paid out": PAID, "Come back": BACK, "Lost": LOST}
    return {
        "stacked": charts.stacked_bars(MONTHS, series),
        "moving": charts.lines(MONTHS, series),
        "lying": charts.lying_bars([name for name, _ in IDEAS], "Asked for", asked),
        "beside": charts.bars(MONTHS, {"Paid out": PAID}),
        "ranked": charts.budget_line([name for name, _ in IDEAS], asked, kronor(BUDGET)),
        "month_columns": [Column("Month"), *(Column(name, kind="number") for name in series)],
        "month_rows": list(zip(MONTHS, PAID, BACK, LOST, strict=True)),
        "idea_columns": [Column("Idea"), Column("Asked for", kind="number")],
        "idea_rows": [(name, kronor(amount)) for name, amount in IDEAS],
        "paid_columns": [Column("Month"), Column("Paid out", kind="number")],
        "paid_rows": list(zip(MONTHS, PAID, strict=True)),
        "thirty": kronor(30),
    }


@dataclass(frozen=True)
class Work:
    """Long work in one of its states."""

    key: UUID
    state: str
    done: int = 0
    message: str = ""
    is_stop_asked: bool = False
    can_stop: bool = True
    kind: str = "import-applications"
    title: str = "ideas.csv"
    total: int = 12_400
    url: str = "#long-work"
    heard_at: datetime = datetime(2026, 3, 16, 9, 5, tzinfo=UTC)
    file_until: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens."""
        return self.state not in {"waiting", "running"}


def waiting(now: datetime) -> dict[str, Any]:
    """Ways at the side, and long work in all its states."""
    half, most = 6_500, 11_000
    states = (
        Work(UUID(int=1), "waiting", heard_at=now),
        Work(UUID(int=2), "running", half, heard_at=now),
        Work(UUID(int=3), "running", half, is_stop_asked=True, heard_at=now),
        Work(
            UUID(int=4), "running", most, "Written whole, all at once", can_stop=False, heard_at=now
        ),
        Work(UUID(int=5), "running", half),
        Work(UUID(int=6), "done", 12_400, "12 400 new applications."),
        Work(
            UUID(int=9),
            "done",
            12_400,
            "You can fetch the file until tomorrow.",
            kind="make-file",
            title="loans.xlsx",
            file_until=now + timedelta(days=1),
        ),
        Work(UUID(int=7), "stopped", half, "6 500 of 12 400 rows were taken and stay."),
        Work(
            UUID(int=8),
            "failed",
            0,
            "3 of 12 400 rows cannot be taken. Row 4, sector: not a theme.",
        ),
    )
    return {
        "tasks": states,
        "ways_sample": [
            {"label": "Start", "url": "#navigation", "current": True},
            {"label": "Messages", "url": "#navigation", "count": 3},
            {"label": "Programmes", "url": "#navigation"},
        ],
    }


def everything(now: datetime) -> dict[str, Any]:
    """All samples in one context."""
    return ways() | rows() | happenings() | pictures() | waiting(now)
