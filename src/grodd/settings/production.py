"""A real installation. Everything that differs between installations is a ``GRODD_*`` variable."""

from django.core.exceptions import ImproperlyConfigured

from grodd.settings import env
from grodd.settings.base import *  # noqa: F403 - settings are layered by Django's own idiom

SECRET_KEY_LENGTH_MIN = 50
SECRET_KEY = env.text(
    "SECRET_KEY", "50 or more random characters; keep it secret, never change it."
)
if len(SECRET_KEY) < SECRET_KEY_LENGTH_MIN:
    message = f"GRODD_SECRET_KEY needs {SECRET_KEY_LENGTH_MIN} characters or more."
    raise ImproperlyConfigured(message)

ALLOWED_HOSTS = env.words("HOSTS", "Host names that this installation answers to, with commas.")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_SSL_REDIRECT = env.flag("HTTPS_REDIRECT", "Send http to https.", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

EMAIL_HOST = env.text("MAIL_HOST", "The mail server.", "localhost")
EMAIL_PORT = env.whole("MAIL_PORT", "Its port.", default=587)
EMAIL_HOST_USER = env.text("MAIL_USER", "The account at the mail server.", "")
EMAIL_HOST_PASSWORD = env.text("MAIL_PASSWORD", "Its password.", "")
EMAIL_USE_TLS = env.flag("MAIL_TLS", "Use STARTTLS.", default=True)
EMAIL_TIMEOUT = 20

env.refuse_unknown()
