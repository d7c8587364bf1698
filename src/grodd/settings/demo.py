"""The demo: one machine, one file, made-up people. Never for real data."""

import os

from django.core.exceptions import ImproperlyConfigured

from grodd.settings import env
from grodd.settings.base import *  # noqa: F403 - settings are layered by Django's own idiom
from grodd.settings.base import DATA, STORAGES

if os.environ.get("GRODD_SECRET_KEY"):
    message = "GRODD_SECRET_KEY belongs to a real installation. The demo signs anyone in: unset it."
    raise ImproperlyConfigured(message)

DEMO = True
SECRET_KEY = "demo-only-never-a-secret"  # noqa: S105 - the demo has nothing to protect
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

env.refuse_unknown()
