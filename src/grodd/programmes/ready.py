"""Ready programmes to start from, as JSON beside this module."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from grodd.base.models import Lifecycle, Phase, Transition

TEMPLATES = ("internal_innovation", "fund_microloan")


@cache
def template(key: str) -> dict[str, Any]:
    """A ready programme: lifecycle, themes, frame, eligibility, form, criteria, letters."""
    assert key in TEMPLATES, key
    text = files("grodd.programmes").joinpath("templates", f"{key}.json").read_text("utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


def lifecycle_of(key: str) -> Lifecycle:
    """The life cycle of a ready programme, as rows; made the first time it is needed."""
    told = template(key)["lifecycle"]
    lifecycle, is_new = Lifecycle.objects.get_or_create(
        key=told["key"], version=1, defaults={"name": told["name"]}
    )
    if is_new:
        _write(lifecycle, told)
    return lifecycle


def _write(lifecycle: Lifecycle, told: dict[str, Any]) -> None:
    phases = {
        phase["key"]: Phase.objects.create(lifecycle=lifecycle, order=order, **phase)
        for order, phase in enumerate(told["phases"])
    }
    Transition.objects.bulk_create(
        Transition(
            lifecycle=lifecycle,
            key=step["key"],
            source=phases[source],
            target=phases[step["to"]],
            label=step["label"],
            roles=step["roles"],
            guard=step["guard"],
        )
        for step in told["transitions"]
        for source in step["from"]
    )
