"""Long work as a page shows it."""

from typing import Any

from django.utils.translation import gettext

from grodd.base import clock, display
from grodd.base.progress import Watched, is_silent
from grodd.web.components.registry import register
from grodd.web.progress.kinds import name_of

TONES = {"done": "success", "stopped": "neutral", "failed": "danger"}
QUARTERS = 4


@register.inclusion_tag("ui/long_task.html")
def long_task(
    task: Watched, *, address: str, stop_url: str = "", file_url: str = ""
) -> dict[str, Any]:
    """How far long work has come, and what came of it; see ``ui/long_task.html``."""
    is_kept = task.file_until is not None and clock.now() < task.file_until
    return {
        "task": task, "kind": name_of(task.kind), "address": address, "stop_url": stop_url,
        "file_url": file_url if is_kept else "",
        "words": task.message if not task.is_over and task.message else _state(task),
        "note": _figures(task), "heard": _heard(task),
        "silent": is_silent(task, at=clock.now()),
    }  # fmt: skip


@register.inclusion_tag("ui/badge.html")
def task_badge(task: Watched) -> dict[str, Any]:
    """How a task stands, in a word or two."""
    return {"text": _state(task), "tone": TONES.get(task.state, "info")}


@register.filter
def task_kind(kind: str) -> str:
    """What people call a kind of long work."""
    return name_of(kind)


def _state(task: Watched) -> str:
    return {
        "waiting": gettext("Waits for its turn"),
        "running": gettext("Under way"),
        "done": gettext("Ready"),
        "stopped": gettext("Stopped"),
    }.get(task.state) or gettext("It did not work")


def _figures(task: Watched) -> str:
    if not task.total:
        return display.number(task.done) if task.done else "…"
    figures = {"done": display.number(task.done), "total": display.number(task.total)}
    return gettext("%(done)s of %(total)s") % figures


def _heard(task: Watched) -> str:
    """What a screen reader hears: the same words until there is something new to say."""
    if task.is_over:
        return f"{_state(task)}. {task.message}"
    if not task.total:
        return _state(task)
    quarters = min(QUARTERS, task.done * QUARTERS // task.total)
    return gettext("%(percent)s done") % {"percent": display.percent(quarters / QUARTERS)}
