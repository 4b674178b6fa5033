"""Settings of the site, by environment only; a bad value stops the start with a sentence."""

import os
from collections.abc import MutableMapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from environs import Env, validate

from wizard import languages
from wizard.catalogue.mirrors import is_address
from wizard.environment import misspelt, names_read, no_host, no_origin, weak

env: Final = Env()
BASE_DIR: Final = Path(__file__).resolve().parent.parent

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
DEVELOPMENT_HOSTS: Final = ["localhost", "127.0.0.1", "[::1]"]
HOSTS: Final = [one.strip() for one in env.list("ALLOWED_HOSTS", default=[], subcast=str) if one.strip()]
if message := no_host(HOSTS):
    raise ImproperlyConfigured(message)
ALLOWED_HOSTS = [*HOSTS, *DEVELOPMENT_HOSTS]
ELSEWHERE: Final = bool(set(ALLOWED_HOSTS) - set(DEVELOPMENT_HOSTS))
if not SECRET_KEY:
    if ELSEWHERE:
        message = "SECRET_KEY is not set. Set it to a long random string before serving other hosts."
        raise ImproperlyConfigured(message)
    SECRET_KEY = "only-for-loopback-" + "0" * 48
if message := weak(SECRET_KEY):
    raise ImproperlyConfigured(message)
if DEBUG and ELSEWHERE:
    message = "DEBUG shows source and settings to whoever meets an error. Unset it before serving other hosts."
    raise ImproperlyConfigured(message)


def address(name: str, example: str) -> str:
    """Read the address of an index or a mirror; it may hold credentials, so no message repeats it."""
    url: str = env.str(name, default="").rstrip("/")
    if url and not is_address(url):
        message = f"{name} is no http(s) address. Write it like {example}."
        raise ImproperlyConfigured(message)
    return url


def shown_address(name: str, example: str) -> str:
    """Read an address that outputs show."""
    url = address(name, example)
    if "@" in urlsplit(url).netloc:
        message = f"{name} holds credentials, which outputs would show. Use UV_INDEX_<NAME>_USERNAME."
        raise ImproperlyConfigured(message)
    return url


PYTORCH_INDEX_BASE_URL = shown_address("PYTORCH_INDEX_BASE_URL", "https://mirror.example/pytorch/whl")
PYPI_INDEX_URL = shown_address("PYPI_INDEX_URL", "https://mirror.example/pypi/simple")
# What a sync reads, if that is not what outputs show, such as the same mirror with credentials in its address.
SYNC_BASE_URL = address("SYNC_BASE_URL", "https://user:password@mirror.example/pytorch/whl")
SYNC_PYPI_URL = address("SYNC_PYPI_URL", "https://user:password@mirror.example/pypi/simple")

# The address people reach the site at, prefix included, for links that leave it; else it is the request's own.
PUBLIC_BASE_URL = address("PUBLIC_BASE_URL", "https://intranet.example/tools/torch")
if "@" in urlsplit(PUBLIC_BASE_URL).netloc:
    message = "PUBLIC_BASE_URL holds credentials, which every visitor would see. Write it without them."
    raise ImproperlyConfigured(message)
if "*" in ALLOWED_HOSTS and not PUBLIC_BASE_URL:
    message = "ALLOWED_HOSTS=* lets visitors choose what addresses they see. Name the hosts, or set PUBLIC_BASE_URL."
    raise ImproperlyConfigured(message)

# The sites whose pages may show /embed/ in a frame; nothing else may be framed by anybody.
EMBED_ANCESTORS = [one.strip().rstrip("/") for one in env.list("EMBED_ANCESTORS", default=[], subcast=str)]
if message := no_origin(EMBED_ANCESTORS):
    raise ImproperlyConfigured(message)

AT_LEAST_ONE: Final = validate.Range(min=1)
CATALOGUE_CHECK_SECONDS = env.float("CATALOGUE_CHECK_SECONDS", default=5.0, validate=validate.Range(min=0))
CATALOGUE_MAX_GONE = env.float("CATALOGUE_MAX_GONE", default=0.1, validate=validate.Range(min=0, max=1))
CATALOGUE_REVISIONS_KEPT = env.int("CATALOGUE_REVISIONS_KEPT", default=50, validate=AT_LEAST_ONE)

VERIFY_ENABLED = env.bool("VERIFY_ENABLED", default=False)
VERIFY_TIMEOUT = env.int("VERIFY_TIMEOUT", default=60, validate=AT_LEAST_ONE)
VERIFY_PER_HOUR = env.int("VERIFY_PER_HOUR", default=20, validate=AT_LEAST_ONE)
VERIFY_AT_ONCE = env.int("VERIFY_AT_ONCE", default=2, validate=AT_LEAST_ONE)
VERIFY_CACHE = env.str("VERIFY_CACHE", default="")
if VERIFY_CACHE and not Path(VERIFY_CACHE).is_absolute():
    message = "VERIFY_CACHE is no absolute path. Write it like /var/cache/uv-torch-wizard."
    raise ImproperlyConfigured(message)
VERIFY_WORKER = env.bool("VERIFY_WORKER", default=False)
DATABASE_WORKER: Final = "django_tasks_db.DatabaseBackend"
AT_ONCE: Final = "django.tasks.backends.immediate.ImmediateBackend"
TASKS = {"default": {"BACKEND": DATABASE_WORKER if VERIFY_WORKER else AT_ONCE}}

# What one client may ask for; counted in the database, so it holds across processes and machines.
SHORT_LINKS_PER_HOUR = env.int("SHORT_LINKS_PER_HOUR", default=120, validate=AT_LEAST_ONE)
DOCTOR_PER_MINUTE = env.int("DOCTOR_PER_MINUTE", default=60, validate=AT_LEAST_ONE)

# The doctor: the largest file it reads. A form carries it three times, and nothing of it may touch the disk.
DOCTOR_MAX_BYTES: Final = 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE: Final = 6 * DOCTOR_MAX_BYTES
FILE_UPLOAD_MAX_MEMORY_SIZE: Final = DATA_UPLOAD_MAX_MEMORY_SIZE
FILE_UPLOAD_HANDLERS: Final = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks_db",
    "wizard.catalogue",
    "wizard.sharing",
    "wizard.web",
]
WEB_CONCURRENCY = env.int("WEB_CONCURRENCY", default=2, validate=AT_LEAST_ONE)
METRICS_ENABLED = env.bool("METRICS_ENABLED", default=False)
MIDDLEWARE = [
    "wizard.web.probes.ProbeMiddleware",
    "wizard.web.access.AccessMiddleware",
    "wizard.web.middleware.HeadersMiddleware",
    "wizard.web.languages.LanguageMiddleware",
    "wizard.api.middleware.ApiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wizard.web.middleware.AskingAgainMiddleware",
    "wizard.web.themes.ThemeMiddleware",
    "wizard.web.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "wizard.urls"
WSGI_APPLICATION = "wizard.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": env.dj_db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
database: Final = DATABASES["default"]
if database["ENGINE"] == "django.db.backends.postgresql":  # its threads keep their connections, and notice a restart
    options = {"connect_timeout": 5} | database.get("OPTIONS", {})
    database.update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True, OPTIONS=options)
elif database["ENGINE"] != "django.db.backends.sqlite3":
    message = "DATABASE_URL names a database that is not supported. Use postgres://… or sqlite:///…."
    raise ImproperlyConfigured(message)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = languages.ENGLISH
LANGUAGES = [*languages.LANGUAGES.items()]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

PREFIX: Final = validate.Regexp(r"^(/[\w.~-]+)*/?$", error="Write it like /torch.")
FORCE_SCRIPT_NAME = env.str("SCRIPT_NAME", default="", validate=PREFIX).rstrip("/") or None
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True


def shown_by_chats(headers: MutableMapping[str, str], _path: str, url: str) -> None:
    """Let a chat of another site show the picture that goes with a pasted link."""
    if "/social." in url:
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"


WHITENOISE_ADD_HEADERS_FUNCTION = shown_by_chats

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
# HTTPS belongs to the proxy in front; on an intranet without one these stay off and plain http works.
HTTPS = env.bool("HTTPS", default=False)
SECURE_SSL_REDIRECT = HTTPS
# Cookies: the admin's, a theme that was chosen, and a token, gone with the browser, on pages whose forms do something.
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_PATH = f"{FORCE_SCRIPT_NAME or ''}/admin/"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "wizard.web.refusals.without_token"
CSRF_COOKIE_PATH = f"{FORCE_SCRIPT_NAME or ''}/"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# Every other host below this one's name would have to speak https, too: that is not for this site to decide.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.bool("HSTS_SUBDOMAINS", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # which ask for exactly that
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Browsers log an error for this header on plain http, where it does nothing.
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if HTTPS else None
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if HTTPS and not BEHIND_PROXY:
    message = "HTTPS without BEHIND_PROXY redirects for ever: TLS ends at a proxy in front. Set BEHIND_PROXY=1 as well."
    raise ImproperlyConfigured(message)
if BEHIND_PROXY:
    USE_X_FORWARDED_HOST = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LEVELS: Final = validate.OneOf(["CRITICAL", "ERROR", "WARNING", "INFO", "DEBUG"])
LOG_FORMAT = env.str("LOG_FORMAT", default="text", validate=validate.OneOf(["json", "text"]))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"text": {"()": "wizard.logs.TextFormatter"}, "json": {"()": "wizard.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO", validate=LEVELS)},
    "loggers": {
        # What a sync could not reach it says itself, once, and not at every attempt.
        "urllib3": {"level": "ERROR"},
        # Django's lines spell paths and hosts as visitors wrote them; the line of wizard.access says that they came.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django.security.csrf": {"level": "ERROR"},
    },
}
env.seal()
if message := misspelt(os.environ, names_read(env)):
    raise ImproperlyConfigured(message)
