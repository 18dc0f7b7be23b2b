"""Django's settings, put together from one module per concern.

Options of this server are read in `langflow.py` and used from there as `settings.LANGFLOW.<NAME>`.
"""

from types import ModuleType

from langflow_site.settings import langflow, secret_key
from langflow_site.settings.database import DATABASES
from langflow_site.settings.files import FILE_UPLOAD_DIRECTORY_PERMISSIONS, FILE_UPLOAD_PERMISSIONS, STORAGES
from langflow_site.settings.logs import LOGGING
from langflow_site.settings.processes import CACHES, CHANNEL_LAYERS
from langflow_site.settings.rest import DATA_UPLOAD_MAX_MEMORY_SIZE, REST_FRAMEWORK, SPECTACULAR_SETTINGS

LANGFLOW: ModuleType = langflow
SECRET_KEY = LANGFLOW.SECRET_KEY or secret_key.read_or_create(LANGFLOW.SECRET_KEY_FILE)
SECRET_KEY_FALLBACKS = list(LANGFLOW.SECRET_KEY_FALLBACKS)
DEBUG = False
ALLOWED_HOSTS = list(LANGFLOW.ALLOWED_HOSTS) or (
    ["127.0.0.1", "localhost", "[::1]"] if LANGFLOW.LISTENS_ON_LOOPBACK_ONLY else ["*"]
)

INSTALLED_APPS = [
    "langflow_site.admin_site.OperatorAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "corsheaders",
    "channels",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "langflow_site",
    "accounts",
    "projects",
    "flows",
    "flows.store",
    "files",
    "files.knowledge",
    "monitor",
    "execution",
]

MIDDLEWARE = [
    "langflow_site.middleware.KnownHosts",
    "corsheaders.middleware.CorsMiddleware",
    "langflow_site.middleware.CommonHeaders",
    "langflow_site.middleware.SessionsWhereNeeded",
]
SILENCED_SYSTEM_CHECKS = [
    "admin.E408",  # SessionsWhereNeeded holds these three
    "admin.E409",
    "admin.E410",
]

ROOT_URLCONF = "langflow_site.urls"
ASGI_APPLICATION = "langflow_site.asgi.application"
APPEND_SLASH = False  # a redirect would drop the body of a POST; common/paths.py answers both forms

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [LANGFLOW.BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "accounts.hashers.LangflowPasswordHasher",  # accounts migrated from Langflow
]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "accounts.backends.LoopbackBackend",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-us"
USE_I18N = False
FORMAT_MODULE_PATH = "langflow_site.formats"

STATIC_URL = "/static/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CORS_ALLOWED_ORIGINS = list(LANGFLOW.CORS_ORIGINS)
CORS_ALLOW_CREDENTIALS = True
