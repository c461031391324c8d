"""due dates, priorities, an order by hand, search, deleted tasks that can be restored, time zones, ended sessions

The version of the app before runs on this schema too: what it does not know has a default, and deleted
tasks are in a table that it does not look into.

Revision: 0002
Follows: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_PRIORITY = postgresql.ENUM("none", "low", "medium", "high", name="task_priority", create_type=False)
_SEARCH_TEXT = (
    r"lower(regexp_replace(normalize(title || E'\n' || description, NFKD), "
    r"'[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]', '', 'g'))"
)
_NOW_AS_POSITION = sa.text("extract(epoch from now())")


def upgrade() -> None:
    """Add the columns, fill them for the tasks that there are, and make the table of deleted tasks."""
    _PRIORITY.create(op.get_bind())
    op.add_column("users", sa.Column("time_zone", sa.String(length=64), server_default="UTC", nullable=False))
    op.add_column("users", sa.Column("sessions_ended", sa.Integer(), server_default="0", nullable=False))
    op.add_column("tasks", sa.Column("due_date", sa.Date(), nullable=True))
    op.add_column("tasks", sa.Column("due_time", sa.Time(), nullable=True))
    op.add_column("tasks", sa.Column("priority", _PRIORITY, server_default="none", nullable=False))
    op.add_column("tasks", sa.Column("position", sa.Double(), nullable=True))
    op.add_column("tasks", sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE tasks SET position = extract(epoch from created_at), "
        "completed_at = CASE WHEN completed THEN updated_at END"
    )
    op.alter_column("tasks", "position", server_default=_NOW_AS_POSITION, nullable=False)
    op.add_column(
        "tasks", sa.Column("search_text", sa.Text(), sa.Computed(_SEARCH_TEXT, persisted=True), nullable=False)
    )
    op.create_check_constraint(op.f("ck_tasks_due_time"), "tasks", "due_time IS NULL OR due_date IS NOT NULL")
    op.create_index(op.f("ix_tasks_owner_id_position_id"), "tasks", ["owner_id", "position", "id"], unique=False)
    op.create_index(
        op.f("ix_tasks_owner_id_due_date_due_time_created_at_id"),
        "tasks",
        ["owner_id", "due_date", "due_time", "created_at", "id"],
        unique=False,
    )
    op.create_table(
        "deleted_tasks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.String(length=2000), server_default="", nullable=False),
        sa.Column("completed", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("due_time", sa.Time(), nullable=True),
        sa.Column("priority", _PRIORITY, server_default="none", nullable=False),
        sa.Column("position", sa.Double(), server_default=_NOW_AS_POSITION, nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("fk_deleted_tasks_owner_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deleted_tasks")),
    )
    op.create_index(
        op.f("ix_deleted_tasks_owner_id_deleted_at"), "deleted_tasks", ["owner_id", "deleted_at"], unique=False
    )


def downgrade() -> None:
    """Undo it. Deleted tasks are then gone for good."""
    op.drop_index(op.f("ix_deleted_tasks_owner_id_deleted_at"), table_name="deleted_tasks")
    op.drop_table("deleted_tasks")
    op.drop_index(op.f("ix_tasks_owner_id_due_date_due_time_created_at_id"), table_name="tasks")
    op.drop_index(op.f("ix_tasks_owner_id_position_id"), table_name="tasks")
    op.drop_constraint(op.f("ck_tasks_due_time"), "tasks", type_="check")
    for column in ("search_text", "completed_at", "position", "priority", "due_time", "due_date"):
        op.drop_column("tasks", column)
    op.drop_column("users", "sessions_ended")
    op.drop_column("users", "time_zone")
    _PRIORITY.drop(op.get_bind())
