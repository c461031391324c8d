"""How Alembic reaches the database: DATABASE_URL, one transaction, one migrator at a time."""

from alembic import context
from sqlalchemy import create_engine, pool, text

from app.auth import models as _auth
from app.chat import models as _chat
from app.database import Base, connect_arguments, driver_url
from app.settings import MigrationSettings, load_settings
from app.tasks import models as _tasks

# Any number, as long as nothing else in the database uses it for an advisory lock.
MIGRATION_LOCK = 7_203_114_551

_ = (_auth, _chat, _tasks)  # importing them is what fills the metadata


def run() -> None:
    """Upgrade or downgrade in one transaction; a second migrator waits until it is over."""
    given = context.config.attributes.get("url")
    address = driver_url(given or load_settings(MigrationSettings).database_url.get_secret_value())
    engine = create_engine(
        address, poolclass=pool.NullPool, connect_args=connect_arguments(address), hide_parameters=True
    )
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata, compare_type=True)
        with context.begin_transaction():
            # Held until the transaction ends; a session's lock would get lost behind a pooler.
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
            context.run_migrations()
    engine.dispose()


if context.is_offline_mode():
    raise SystemExit("These migrations need a database: set DATABASE_URL and leave out --sql.")
run()
