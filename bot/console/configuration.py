"""Django's settings of the console, the same everywhere but for what the environment says."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from bot.console.environment import read_environment

HERE = Path(__file__).parent
ENVIRONMENT = read_environment()

SECRET_KEY = ENVIRONMENT.secret
DEBUG = False
_PUBLIC = urlsplit(ENVIRONMENT.address or "").hostname
ALLOWED_HOSTS = ["127.0.0.1", "localhost", *([_PUBLIC] if _PUBLIC else [])]
ROOT_URLCONF = "bot.console.addresses"
WSGI_APPLICATION = "bot.console.serving.application"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
USE_I18N = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "bot.console.conversations",
    "bot.console.reviews",
    "bot.console.gaps",
    "bot.console.changes",
    "bot.console.insights",
    "bot.console.people",
    "bot.console.replays",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "bot.console.protection.content_security",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "bot.console.people.log.keep_log",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bot.console.navigation.navigation",
            ],
            "libraries": {"words": "bot.console.words"},
            "builtins": ["bot.console.words"],
        },
    }
]

DATABASES = {"default": ENVIRONMENT.own, "conversations": ENVIRONMENT.conversations}
DATABASE_ROUTERS = ["bot.console.conversations.events.Router"]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "log_in"
LOGIN_REDIRECT_URL = "queue"
LOGOUT_REDIRECT_URL = "log_in"

# Five wrong passwords for one name from one address, and it takes no more for five minutes.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=5)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "locked_out.html"
AXES_VERBOSE = False
# Where somebody was going before they logged in may hold what they searched for.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "next"]

# Messages may quote a question, and what is in a cookie alone is in no database.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "console_session"
CSRF_COOKIE_NAME = "console_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "bot.console.protection.refuse_forged"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# Reached from elsewhere it is behind a proxy that speaks https; on this machine alone it is not.
_IS_PUBLIC = ENVIRONMENT.address is not None
SECURE_SSL_REDIRECT = _IS_PUBLIC
SESSION_COOKIE_SECURE = _IS_PUBLIC
CSRF_COOKIE_SECURE = _IS_PUBLIC
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if _IS_PUBLIC else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _IS_PUBLIC
SECURE_HSTS_PRELOAD = _IS_PUBLIC
if ENVIRONMENT.address:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.address.rstrip("/")]

STATIC_URL = "static/"
STATICFILES_DIRS = [HERE / "static"]
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"brief": {"()": "bot.console.refusal_lines.RefusalLines"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["brief"]}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # A refused request is no fault of ours: who asks often could fill the log with tracebacks.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django.security.DisallowedRedirect": {"level": "CRITICAL"},
    },
}
