"""``{% load ui %}``: every component of the pages. The tags live in ``grodd.web.components``."""

from grodd.web.components import data, feedback, forms, layout, marks, sheets, show, tasks
from grodd.web.components.registry import register

__all__ = ["data", "feedback", "forms", "layout", "marks", "register", "sheets", "show", "tasks"]
