# SPDX-License-Identifier: Apache-2.0
"""Django's settings while there is no node yet: no database, no session, no officer; pages of the first run alone."""

import os
import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

PACKAGE = Path(__file__).resolve().parents[2]
LISTEN = os.environ.get("TAAWUN_FIRST_RUN", "127.0.0.1:8440")
SECRET_KEY = secrets.token_urlsafe(48)  # for as long as this process lives
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", LISTEN.rpartition(":")[0]]
ROOT_URLCONF = "taawun.site.first_run.urls"
AUTH_USER_MODEL = "people.Officer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES: dict[str, Any] = {}

# The apps are loaded for their checks and components; without a database, none of them can keep anything.
APPS = ("people", "audit", "ledger", "registers", "jobs", "exchange", "identity", "cases", "ui")
INSTALLED_APPS = [
    "taawun.site.first_run",
    *(f"taawun.apps.{name}" for name in APPS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "taawun.site.first_run.gate.Gate",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "taawun.site.first_run.context.around",
            ],
        },
    }
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "taawun-first-run-csrf", "taawun-first-run-language"
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "taawun.apps.ui.errors.csrf"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "connect-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ar", "العربية"), ("ur", "اردو")]
LOCALE_PATHS = [folder for folder in (PACKAGE / "locale", PACKAGE.parent.parent / "locale") if folder.is_dir()]
USE_I18N = USE_TZ = USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["taawun.apps.ui.formats"]
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
# An error page of Django could name a form's fields in a log: nothing of a request is logged while secrets are typed.
LOGGING = {"version": 1, "disable_existing_loggers": True, "root": {"handlers": [], "level": "CRITICAL"}}
