"""Modules and values that a browser does not have, or must not see."""

from __future__ import annotations

_ENVIRONMENT = frozenset(
    {
        *("os.environ", "os.environb", "os.getenv", "os.getenvb"),
        *("posix.environ", "reactor_nb.data_dir"),
    }
)

# No such module runs in a browser: it has no processes, no sockets, no files of the server.
_STANDARD = frozenset(
    {
        *("_posixsubprocess", "curses", "dbm", "fcntl", "ftplib", "grp", "imaplib", "mmap"),
        *("msvcrt", "multiprocessing", "nntplib", "poplib", "pty", "pwd", "readline"),
        *("resource", "select", "selectors", "smtplib", "socket", "socketserver", "spwd"),
        *("sqlite3", "ssl", "subprocess", "syslog", "telnetlib", "termios", "tkinter", "tty"),
        *("turtle", "venv", "winreg", "wsgiref", "xmlrpc"),
    }
)
_PACKAGES = frozenset(
    {
        *("aiohttp", "aiomysql", "aiosqlite", "alembic", "asyncpg", "azure", "boto3", "botocore"),
        *("celery", "django", "dotenv", "fastapi", "flask", "google.cloud", "gunicorn", "hvac"),
        *("kafka", "ldap3", "motor", "MySQLdb", "mysql", "oracledb", "paramiko", "peewee"),
        *("pika", "psycopg", "psycopg2", "pymongo", "pymysql", "pyodbc", "redis", "sqlalchemy"),
        *("sqlmodel", "starlette", "stripe", "tornado", "uvicorn"),
    }
)
_OURS = frozenset(
    f"reactor_nb.{name}"
    for name in ("cli", "export", "kernel", "labserver", "nodekernel", "notebook", "server")
)
_MODULES = _STANDARD | _PACKAGES | _OURS


def is_server_module(module: str) -> bool:
    """Tell whether a module, or one above it, is known not to run in a browser."""
    parts = module.split(".")
    return any(".".join(parts[:length]) in _MODULES for length in range(1, len(parts) + 1))


def is_environment(meaning: str) -> bool:
    """Tell whether a dotted name reads what the server's operator set."""
    parts = meaning.split(".")
    return any(".".join(parts[:length]) in _ENVIRONMENT for length in range(1, len(parts) + 1))
