# SPDX-License-Identifier: Apache-2.0
"""Django's settings, derived from the node's own (config.py). An operator never edits this file."""

from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from taawun import sectors
from taawun.site.config import find_home, read_config
from taawun.site.database import database_settings
from taawun.site.home import read_secret
from taawun.site.logs import logging_settings
from taawun.site.single_sign_on import oidc_apps

NODE = read_config(find_home())
TAAWUN_PARTY = NODE.party
TAAWUN_NODE_NAME = NODE.name
TAAWUN_MAY = "taawun.site.gate.may"  # who may open a page; asked by the menu, enforced by the gate
PACKAGE = Path(__file__).resolve().parent.parent
REPOSITORY = PACKAGE.parent.parent

SECRET_KEY = read_secret(NODE)
DEBUG = False
ALLOWED_HOSTS = [urlsplit(NODE.url).hostname or "localhost", NODE.listen.rpartition(":")[0].strip("[]")]
ROOT_URLCONF = "taawun.site.urls"
WSGI_APPLICATION = "taawun.site.wsgi.django_application"
AUTH_USER_MODEL = "people.Officer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

APPS = (
    "people", "audit", "ledger", "registers", "jobs", "exchange", "identity", "cases", "notices", "node", "maps",
    "network", "taxii", "sign_in", "ui",
)  # fmt: skip
OUR_APPS = [f"taawun.apps.{name}" for name in APPS if find_spec(f"taawun.apps.{name}")]
INSTALLED_APPS = [
    *OUR_APPS,
    "taawun.sectors",
    *(f"taawun.sectors.{slug}" for slug in sectors.found()),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "taawun.apps.ui.renewing.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "taawun.apps.ui.middleware.OfficerLanguage",
    "taawun.apps.ui.middleware.NoCopies",
    "taawun.apps.ui.middleware.Sizes",
    "taawun.apps.registers.middleware.LostForms",
    "taawun.site.gate.RoleGate",
    "taawun.site.standing.Standing",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "taawun.apps.ui.middleware.Refusals",
    "axes.middleware.AxesMiddleware",
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
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "taawun.apps.ui.context.desk",
            ],
        },
    }
]

DATABASES = {"default": database_settings(NODE.database, NODE.home)}

# --- sign-in -------------------------------------------------------------------------------------

LOGIN_URL = "ui:sign-in"
LOGIN_REDIRECT_URL = "ui:home"
LOGOUT_REDIRECT_URL = "ui:sign-in"
PASSWORD_MINIMUM = 12  # characters
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": PASSWORD_MINIMUM},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
HASHERS = {
    "full": ["django.contrib.auth.hashers.ScryptPasswordHasher"],
    "light": ["taawun.apps.people.rehearsal.LightHasher"],  # refused by config.py at any address but loopback
}
PASSWORD_HASHERS = HASHERS[NODE.stretching]
AUTHENTICATION_BACKENDS = ["taawun.apps.sign_in.lockout.Lock", "django.contrib.auth.backends.ModelBackend"]

# The machinery of sign-in (docs/decisions/0024): no registration, no e-mail, our own pages and words.
ACCOUNT_ADAPTER = "taawun.apps.sign_in.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # the lockout counts in the database, for all processes alike
MFA_ADAPTER = "taawun.apps.sign_in.adapters.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1  # periods of 30 seconds before and after
MFA_RECOVERY_CODE_DIGITS = 12
OIDC_PROVIDER = "ministry"
SOCIALACCOUNT_ADAPTER = "taawun.apps.sign_in.adapters.Ministry"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form could not: the policy keeps forms on this site
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": oidc_apps(NODE, OIDC_PROVIDER)}}

AXES_HANDLER = "taawun.apps.sign_in.lockout.Counter"
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_FAILURE_LIMIT = 5  # for a name; for an address, see lockout.py
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "taawun.apps.sign_in.lockout.counted_name"
AXES_CLIENT_IP_CALLABLE = "taawun.apps.sign_in.origins.address_of"
AXES_CLIENT_STR_CALLABLE = "taawun.apps.sign_in.lockout.said"
AXES_LOCKOUT_CALLABLE = "taawun.apps.sign_in.lockout.closed"
AXES_SENSITIVE_PARAMETERS = [
    "username", "ip_address", "password", "old", "new", "again", "code", "credential", "csrfmiddlewaretoken", "state",
]  # fmt: skip
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = AXES_VERBOSE = False

SESSION_COOKIE_AGE = int(timedelta(minutes=NODE.session_minutes).total_seconds())
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Nodes on one machine share the host "127.0.0.1"; the party keeps their cookies apart. Behind TLS a browser takes these
# names from this host alone, for the whole of it, and never over an open line; a demonstration has no TLS.
COOKIES = f"{'__Host-' if NODE.secure else ''}taawun-{NODE.party.lower()}"
SESSION_COOKIE_NAME = f"{COOKIES}-session"
CSRF_COOKIE_NAME = f"{COOKIES}-csrf"
LANGUAGE_COOKIE_NAME = f"{COOKIES}-language"

# --- the browser ---------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = NODE.secure
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if NODE.secure else 0
# The reverse proxy sets this header and drops the one a browser sends (deploy/).
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if NODE.secure else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "taawun.apps.ui.errors.csrf"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes of a form; an imported file goes to disk
FILE_UPLOAD_PERMISSIONS = 0o600

# --- languages and times -------------------------------------------------------------------------

LANGUAGE_CODE = NODE.language
LANGUAGES = [("en", "English"), ("ar", "العربية"), ("ur", "اردو")]
LOCALE_PATHS = [folder for folder in (PACKAGE / "locale", REPOSITORY / "locale") if folder.is_dir()]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["taawun.apps.ui.formats"]
TIME_ZONE = NODE.time_zone

# --- files and logs ------------------------------------------------------------------------------

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # from the package itself; nothing is collected into a folder
MEDIA_ROOT = NODE.files
LOGGING = logging_settings(NODE.log_level)
