"""Tests: quick hashing, mail in memory, SQLite unless GRODD_DATABASE_URL names PostgreSQL."""

import tempfile
from pathlib import Path

from grodd.settings import env
from grodd.settings.base import *  # noqa: F403 - settings are layered by Django's own idiom
from grodd.settings.base import STORAGES

SECRET_KEY = "tests-only"  # noqa: S105 - nothing to protect
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATA = Path(tempfile.gettempdir()) / "grodd-tests"
MEDIA_ROOT = DATA / "files"
DATABASES = {"default": env.database(f"sqlite:///{DATA / 'test.sqlite3'}")}
DATABASES["default"].get("OPTIONS", {}).pop("pool", None)
DATABASES["default"]["CONN_MAX_AGE"] = 0
# Tables come from the models: see tests/database.py.
DATABASES["default"]["TEST"] = {"MIGRATE": False}
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"]["NAME"] = None
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
AXES_ENABLED = False
