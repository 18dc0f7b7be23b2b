"""Every `LANGFLOW_*` option, read once and typed. `docs/settings.md` has a line for each."""

import os
from pathlib import Path
from tempfile import gettempdir

from langflow_site.settings import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env.load_env_file(Path(os.environ.get("LANGFLOW_ENV_FILE") or BASE_DIR / ".env"))


def _folder(name: str, default: Path) -> Path:
    return Path(env.text(name, default=str(default))).expanduser().resolve()


def _home(variable: str, fallback: str) -> Path:
    return Path(os.environ.get(variable) or Path.home() / fallback)


# Where and how to listen
HOST = env.text("LANGFLOW_HOST", default="127.0.0.1")
LISTENS_ON_LOOPBACK_ONLY = HOST in {"127.0.0.1", "localhost", "::1"}
PORT = env.integer("LANGFLOW_PORT", default=7860, minimum=1, maximum=65535)
WORKERS = env.integer("LANGFLOW_WORKERS", default=1, minimum=1, maximum=256)
LOG_LEVEL = env.choice("LANGFLOW_LOG_LEVEL", default="info", options=("debug", "info", "warning", "error", "critical"))
ENABLE_LOG_RETRIEVAL = env.boolean("LANGFLOW_ENABLE_LOG_RETRIEVAL", default=False)
LOG_RETRIEVER_BUFFER_SIZE = env.integer("LANGFLOW_LOG_RETRIEVER_BUFFER_SIZE", default=10_000)

# Where data lives; the secret key stands elsewhere, so that a copied data folder opens nothing
CONFIG_DIR = _folder("LANGFLOW_CONFIG_DIR", _home("XDG_DATA_HOME", ".local/share") / "langflow")
SECRET_KEY_FILE = _folder("LANGFLOW_SECRET_KEY_FILE", _home("XDG_CONFIG_HOME", ".config") / "langflow" / "secret_key")
DATABASE_URL = env.text("LANGFLOW_DATABASE_URL", default=f"sqlite:///{CONFIG_DIR / 'langflow.db'}")
DATABASE_CONNECTION_RETRY_SECONDS = env.integer("LANGFLOW_DATABASE_TIMEOUT", default=20, minimum=1)

# Where files lie
STORAGE_TYPE = env.choice("LANGFLOW_STORAGE_TYPE", default="local", options=("local", "s3"))
FILES_DIR = _folder("LANGFLOW_FILES_DIR", CONFIG_DIR / "files")
OBJECT_STORAGE_BUCKET = env.text("LANGFLOW_OBJECT_STORAGE_BUCKET_NAME", default="langflow-bucket")
OBJECT_STORAGE_PREFIX = env.text("LANGFLOW_OBJECT_STORAGE_PREFIX", default="files")
OBJECT_STORAGE_ENDPOINT = env.text("LANGFLOW_OBJECT_STORAGE_ENDPOINT")

# Who may do what
SECRET_KEY = env.text("LANGFLOW_SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("LANGFLOW_SECRET_KEY_FALLBACKS")
AUTO_LOGIN = env.boolean("LANGFLOW_AUTO_LOGIN", default=LISTENS_ON_LOOPBACK_ONLY)  # elsewhere only if asked for
WEBHOOK_AUTH_ENABLE = env.optional_boolean("LANGFLOW_WEBHOOK_AUTH_ENABLE")  # unset: a key or a token; false: open
SKIP_AUTH_AUTO_LOGIN = env.boolean("LANGFLOW_SKIP_AUTH_AUTO_LOGIN", default=False)
SUPERUSER = env.text("LANGFLOW_SUPERUSER", default="langflow")
SUPERUSER_PASSWORD = env.text("LANGFLOW_SUPERUSER_PASSWORD")
NEW_USER_IS_ACTIVE = env.boolean("LANGFLOW_NEW_USER_IS_ACTIVE", default=False)
ENABLE_SIGNUP = env.boolean("LANGFLOW_ENABLE_SIGNUP", default=True)
ACCESS_TOKEN_SECONDS = env.integer("LANGFLOW_ACCESS_TOKEN_EXPIRE_SECONDS", default=3600, minimum=1)
REFRESH_TOKEN_SECONDS = env.integer("LANGFLOW_REFRESH_TOKEN_EXPIRE_SECONDS", default=7 * 24 * 3600, minimum=1)
ACCESS_COOKIE_SECURE = env.boolean("LANGFLOW_ACCESS_SECURE", default=False)
REFRESH_COOKIE_SECURE = env.boolean("LANGFLOW_REFRESH_SECURE", default=True)
LOGIN_ATTEMPTS_PER_MINUTE = env.integer("LANGFLOW_LOGIN_ATTEMPTS_PER_MINUTE", default=60, minimum=1)
ALLOWED_HOSTS = env.words("LANGFLOW_ALLOWED_HOSTS")
CORS_ORIGINS = env.words("LANGFLOW_CORS_ORIGINS")

# Components of the operator's own: what lies there is trusted as the server's own code
COMPONENTS_PATH = tuple(Path(folder).expanduser() for folder in env.words("LANGFLOW_COMPONENTS_PATH"))

# What runs may do
CUSTOM_CODE = env.choice("LANGFLOW_CUSTOM_CODE", default="isolated", options=("off", "isolated", "trusted"))
CUSTOM_CODE_NETWORK = env.choice("LANGFLOW_CUSTOM_CODE_NETWORK", default="public", options=("none", "public", "all"))
CUSTOM_CODE_SECONDS = env.number("LANGFLOW_CUSTOM_CODE_TIMEOUT", default=300.0, minimum=0.1)
CUSTOM_CODE_CPU_SECONDS = env.integer("LANGFLOW_CUSTOM_CODE_CPU_SECONDS", default=60, minimum=1)
CUSTOM_CODE_MEMORY_MB = env.integer("LANGFLOW_CUSTOM_CODE_MEMORY_MB", default=1024, minimum=128)
CUSTOM_CODE_DISK_MB = env.integer("LANGFLOW_CUSTOM_CODE_DISK_MB", default=128, minimum=1)
CUSTOM_CODE_PROCESSES = env.integer("LANGFLOW_CUSTOM_CODE_PROCESSES", default=8, minimum=1, maximum=256)
# Where the one user of a machine reaches the server, its folder for temporary files is open to flows; else nothing is.
LOCAL_FOLDERS = tuple(
    Path(folder).expanduser()
    for folder in env.words(
        "LANGFLOW_LOCAL_FOLDERS", default=(gettempdir(),) if AUTO_LOGIN and LISTENS_ON_LOOPBACK_ONLY else ()
    )
    if folder != "none"
)
STORE_ENVIRONMENT_VARIABLES = env.boolean("LANGFLOW_STORE_ENVIRONMENT_VARIABLES", default=True)
VARIABLES_TO_GET_FROM_ENVIRONMENT = env.words("LANGFLOW_VARIABLES_TO_GET_FROM_ENVIRONMENT")
FALLBACK_TO_ENVIRONMENT = env.boolean("LANGFLOW_FALLBACK_TO_ENV_VAR", default=True)
OUTBOUND_GUARD = env.boolean("LANGFLOW_SSRF_PROTECTION_ENABLED", default=True)
OUTBOUND_ALLOWED_HOSTS = env.words("LANGFLOW_SSRF_ALLOWED_HOSTS")
DATABASE_THREADS = env.integer("LANGFLOW_DATABASE_THREADS", default=4, minimum=0, maximum=64)
RUN_SECONDS = env.number("LANGFLOW_RUN_TIMEOUT", default=600.0, minimum=0.1)
RUN_PARALLELISM = env.integer("LANGFLOW_RUN_PARALLELISM", default=32, minimum=1)
RUNS_PER_USER = env.integer("LANGFLOW_MAX_CONCURRENT_RUNS_PER_USER", default=1024, minimum=1)
GRAPH_MAX_VERTICES = env.integer("LANGFLOW_MAX_VERTICES", default=20_000, minimum=1)
VERTEX_MAX_RUNS = env.integer("LANGFLOW_MAX_VERTEX_RUNS", default=10_000, minimum=1)
PUBLIC_TRUSTED_COMPONENTS = env.boolean("LANGFLOW_PUBLIC_TRUSTED_COMPONENTS", default=False)
PUBLIC_RUNS_PER_MINUTE = env.integer("LANGFLOW_PUBLIC_RUNS_PER_MINUTE", default=60, minimum=1)

# MCP servers that flows use. A command is a program with the rights of this server: for the machine's own user only.
MCP_STDIO = env.choice(
    "LANGFLOW_MCP_STDIO",
    default="everybody" if LISTENS_ON_LOOPBACK_ONLY else "off",
    options=("off", "superusers", "everybody"),
)
MCP_STDIO_ENVIRONMENT = env.words("LANGFLOW_MCP_STDIO_ENVIRONMENT")
MCP_CONNECT_SECONDS = env.number("LANGFLOW_MCP_SERVER_TIMEOUT", default=20.0, minimum=0.1)
MCP_TOOL_SECONDS = env.number("LANGFLOW_MCP_TOOL_TIMEOUT", default=120.0, minimum=0.1)
MCP_IDLE_SECONDS = env.number("LANGFLOW_MCP_SESSION_IDLE_TIMEOUT", default=400.0, minimum=0.1)
MCP_CONNECTIONS_PER_USER = env.integer("LANGFLOW_MCP_MAX_CONNECTIONS_PER_USER", default=20, minimum=1)

# Talking to flows
VOICE_MODEL = env.text("LANGFLOW_VOICE_MODEL", default="gpt-realtime-2.1-mini")
VOICE_TRANSCRIPTION_MODEL = env.text("LANGFLOW_VOICE_TRANSCRIPTION_MODEL", default="gpt-4o-transcribe")
VOICE_SPEECH_MODEL = env.text("LANGFLOW_VOICE_SPEECH_MODEL", default="gpt-4o-mini-tts")
VOICE_ELEVENLABS_URL = env.text("LANGFLOW_VOICE_ELEVENLABS_URL", default="https://api.elevenlabs.io")
VOICE_SECONDS = env.number("LANGFLOW_VOICE_TIMEOUT", default=3600.0, minimum=1)
VOICE_IDLE_SECONDS = env.number("LANGFLOW_VOICE_IDLE_TIMEOUT", default=600.0, minimum=1)
VOICE_PER_USER = env.integer("LANGFLOW_VOICE_MAX_CONVERSATIONS_PER_USER", default=4, minimum=1)

# The store of this server's users
STORE = env.boolean("LANGFLOW_STORE", default=True)

AGENTIC_EXPERIENCE = env.boolean("LANGFLOW_AGENTIC_EXPERIENCE", default=False)

# How jobs are done
REDIS_URL = env.text("LANGFLOW_REDIS_URL")
REDIS_PREFIX = env.text("LANGFLOW_REDIS_PREFIX", default="langflow:")
BROKER_URL = env.text("LANGFLOW_BROKER_URL", default=REDIS_URL)
JOB_LEASE_SECONDS = env.number("LANGFLOW_JOB_LEASE_SECONDS", default=30.0, minimum=3.0)
JOB_ATTEMPTS = env.integer("LANGFLOW_JOB_ATTEMPTS", default=3, minimum=1, maximum=100)
JOB_EVENTS = env.integer("LANGFLOW_JOB_EVENTS", default=20_000, minimum=1)
JOB_EVENTS_MB = env.integer("LANGFLOW_JOB_EVENTS_MB", default=32, minimum=1)
JOBS_PER_USER = env.integer("LANGFLOW_MAX_CONCURRENT_JOBS_PER_USER", default=1024)
JOBS_PER_FLOW = env.integer("LANGFLOW_MAX_CONCURRENT_JOBS_PER_FLOW", default=0)
JOB_LIMIT_POLICY = env.choice("LANGFLOW_JOB_LIMIT_POLICY", default="queue", options=("reject", "queue", "cancel_older"))
JOBS_KEPT_DAYS = env.integer("LANGFLOW_JOBS_KEPT_DAYS", default=7, minimum=1)
WORKER_CONCURRENCY = env.integer("LANGFLOW_WORKER_CONCURRENCY", default=64, minimum=1, maximum=1000)

# What is kept of runs
VERTEX_BUILDS_STORAGE_ENABLED = env.boolean("LANGFLOW_VERTEX_BUILDS_STORAGE_ENABLED", default=True)
TRANSACTIONS_STORAGE_ENABLED = env.boolean("LANGFLOW_TRANSACTIONS_STORAGE_ENABLED", default=True)
NATIVE_TRACING = env.boolean("LANGFLOW_NATIVE_TRACING", default=True)
MAX_VERTEX_BUILDS_TO_KEEP = env.integer("LANGFLOW_MAX_VERTEX_BUILDS_TO_KEEP", default=3000)
MAX_VERTEX_BUILDS_PER_VERTEX = env.integer("LANGFLOW_MAX_VERTEX_BUILDS_PER_VERTEX", default=50)
MAX_TRANSACTIONS_TO_KEEP = env.integer("LANGFLOW_MAX_TRANSACTIONS_TO_KEEP", default=3000)
MAX_TRACES_TO_KEEP = env.integer("LANGFLOW_MAX_TRACES_TO_KEEP", default=1000)
RECORDS_KEPT_DAYS = env.integer("LANGFLOW_RECORDS_KEPT_DAYS", default=0)
MAX_TEXT_LENGTH = env.integer("LANGFLOW_MAX_TEXT_LENGTH", default=6000, minimum=1)
MAX_ITEMS_LENGTH = env.integer("LANGFLOW_MAX_ITEMS_LENGTH", default=1000, minimum=1)

# What clients are told (`/config`)
MAX_BODY_SIZE_MB = env.integer("LANGFLOW_MAX_BODY_SIZE", default=100, minimum=1)
MAX_FILE_SIZE_UPLOAD_MB = env.integer("LANGFLOW_MAX_FILE_SIZE_UPLOAD", default=1024, minimum=1)
UPLOAD_MAX_BYTES = MAX_FILE_SIZE_UPLOAD_MB * 1024 * 1024
FRONTEND_PATH = _folder("LANGFLOW_FRONTEND_PATH", BASE_DIR) if env.text("LANGFLOW_FRONTEND_PATH") else None
FRONTEND_TIMEOUT_SECONDS = env.integer("LANGFLOW_FRONTEND_TIMEOUT", default=0)
EVENT_DELIVERY = env.choice("LANGFLOW_EVENT_DELIVERY", default="streaming", options=("streaming", "polling", "direct"))
AUTO_SAVING = env.boolean("LANGFLOW_AUTO_SAVING", default=True)
AUTO_SAVING_INTERVAL_MS = env.integer("LANGFLOW_AUTO_SAVING_INTERVAL", default=1000, minimum=1)
HEALTH_CHECK_MAX_RETRIES = env.integer("LANGFLOW_HEALTH_CHECK_MAX_RETRIES", default=5)
WEBHOOK_POLLING_INTERVAL_MS = env.integer("LANGFLOW_WEBHOOK_POLLING_INTERVAL", default=0)
PUBLIC_FLOW_CLEANUP_INTERVAL_SECONDS = env.integer("LANGFLOW_PUBLIC_FLOW_CLEANUP_INTERVAL", default=3600, minimum=1)
PUBLIC_FLOW_EXPIRATION_SECONDS = env.integer("LANGFLOW_PUBLIC_FLOW_EXPIRATION", default=86_400, minimum=1)
HIDE_GETTING_STARTED_PROGRESS = env.boolean("LANGFLOW_HIDE_GETTING_STARTED_PROGRESS", default=False)
CREATE_STARTER_PROJECTS = env.boolean("LANGFLOW_CREATE_STARTER_PROJECTS", default=True)
DEFAULT_PROJECT_NAME = env.text("LANGFLOW_DEFAULT_FOLDER_NAME", default="Starter Project")
