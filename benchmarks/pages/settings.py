"""The demo, with static files as a real installation serves them: compressed and kept."""

from grodd.settings.base import STORAGES as REAL_STORAGES
from grodd.settings.demo import *  # noqa: F403 - settings are layered by Django's own idiom

STORAGES = REAL_STORAGES
WHITENOISE_USE_FINDERS = False
