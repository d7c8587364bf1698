"""What every installation shares. Values of one installation come from the environment."""

from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF

from grodd.settings import env
from grodd.settings.oidc import oidc_apps, oidc_origins

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(
    env.text("DATA", "The folder for uploaded files and the SQLite database.", "var")
).resolve()

DEMO = False
DEBUG = False
SECRET_KEY = ""
ALLOWED_HOSTS: list[str] = []
BASE_URL = env.text("BASE_URL", "The address people type, used in mail.", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "grodd.base",
    "grodd.people",
    "grodd.ledger",
    "grodd.assessment",
    "grodd.decisions",
    "grodd.payments",
    "grodd.library",
    "grodd.voting",
    "grodd.programmes",
    "grodd.applications",
    "grodd.agreements",
    "grodd.followup",
    "grodd.servicing",
    "grodd.processes",
    "grodd.reports",
    "grodd.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.humanize",  # the list of passkeys uses it
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "django_q",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # It adds random bytes, so that the length of a page tells nothing of its secrets (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "grodd.web.middleware.LanguageMiddleware",
    "grodd.web.middleware.AskerMiddleware",
    "grodd.web.middleware.ReadingMiddleware",
    "grodd.web.staying.StayingMiddleware",
    "grodd.web.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

# Widgets are drawn by the same engine as pages, so that they may use the same tags.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

ROOT_URLCONF = "grodd.web.urls"
WSGI_APPLICATION = "grodd.web.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "grodd.web.context.everywhere",
            ],
            "builtins": ["django.templatetags.i18n", "grodd.web.templatetags.ui"],
        },
    }
]

DATABASES: dict[str, Any] = {"default": env.database(f"sqlite:///{DATA / 'grodd.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "base_cache"}
}
MEDIA_ROOT = DATA / "files"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "grodd.web.accounts.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "grodd.web.accounts.forms.SignUpForm"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
SOCIALACCOUNT_ADAPTER = "grodd.web.accounts.adapter.SocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # only an address that the provider has verified
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
MFA_ADAPTER = "grodd.web.accounts.adapter.SecondStepAdapter"
OPEN_SIGN_UP = env.flag(
    "OPEN_SIGN_UP", "Let anyone make an account; otherwise people are invited.", default=False
)
OIDC_URL = env.text("OIDC_URL", "The address of an OpenID Connect provider, if you have one.", "")
OIDC_NAME = env.text("OIDC_NAME", "What its button says.", "Single sign-on")
OIDC_CLIENT_ID = env.text("OIDC_CLIENT_ID", "What the provider calls this installation.", "")
OIDC_SECRET = env.text("OIDC_SECRET", "The secret that it shares with this installation.", "")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": oidc_apps(
            url=OIDC_URL, name=OIDC_NAME, client_id=OIDC_CLIENT_ID, secret=OIDC_SECRET
        ),
    }
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Grodd"
MFA_FORMS = {"add_webauthn": "grodd.web.accounts.forms.AddKeyForm"}
USERSESSIONS_TRACK_ACTIVITY = False  # it would write a row for every page that is read
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "grodd.web.accounts.door.address_tried"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "grodd.web.accounts.door.too_many_attempts"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 3600 * env.whole(
    "SESSION_HOURS", "How long people stay signed in; they are warned and can extend it.",
    default=336,
)  # fmt: skip
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF, *oidc_origins(OIDC_URL)],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("sv", "Svenska"), ("fi", "Suomi"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "grodd.web.storage.HashedStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False  # our pages alone read them, and each header counts

DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "The sender of mail.", "Grodd <grodd@localhost>")
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000

Q_CLUSTER = {
    "name": "grodd",
    "orm": "default",
    "workers": 2,
    "timeout": 600,
    "retry": 900,
    "max_attempts": 5,
    "catch_up": False,
    "label": "Jobs",
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django-q": {"level": "WARNING"}, "axes": {"level": "WARNING"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
