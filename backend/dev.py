"""Run the backend on this machine: an embedded Postgres, its migrations, uvicorn with reload.

    python dev.py [FOLDER]      FOLDER keeps the database's files (default: .dev/postgres)

Needs the development requirements. Set COHERE_API_KEY to talk to Cohere, or MODEL_BASE_URL and
MODEL_NAME to a model of your own; without them the offline assistant answers. PORT changes the port (8000).
"""

import os
import sys
from pathlib import Path

import uvicorn

from app.migrate import upgrade
from devtools.postgres import PostgresError, postgres

DEFAULT_FOLDER = ".dev/postgres"
DEFAULT_PORT = "8000"
_HERE = Path(__file__).resolve().parent


def _secret(folder: Path) -> str:
    """A signing secret that outlives restarts, so that a reload signs nobody out."""
    kept = folder.parent / "jwt-secret"
    if not kept.exists():
        kept.write_text(os.urandom(32).hex())
        kept.chmod(0o600)
    return kept.read_text()


def main() -> None:
    """Start everything; ends, with the database, on Ctrl-C."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else DEFAULT_FOLDER).resolve()
    try:
        with postgres(folder) as url:
            serve(url, folder)
    except PostgresError as error:
        sys.exit(f"{error}\nIf its data are of no use any more: make dev-reset")


def serve(url: str, folder: Path) -> None:
    """Migrate the database and run the app on it."""
    before, after = upgrade(url)
    print(f"schema: {before or 'empty'} -> {after}")
    print(f"DATABASE_URL={url}", flush=True)
    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("JWT_SECRET", _secret(folder))
    os.environ.setdefault("API_DOCS", "true")
    os.environ.setdefault("DRAIN_SECONDS", "0")
    uvicorn.run(
        "main:app",
        host=os.environ.get("HOST", "127.0.0.1"),
        port=int(os.environ.get("PORT", DEFAULT_PORT)),
        reload=True,
        reload_dirs=[str(_HERE / "app")],
        access_log=False,
        timeout_graceful_shutdown=3,
    )


if __name__ == "__main__":
    main()
