"""What is kept of calls and for callers."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0001"
down_revision: Final = None

MOMENT: Final = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "calls",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("started", MOMENT, nullable=False, index=True),
        sa.Column("ended", MOMENT),
        sa.Column("language", sa.Text),
        sa.Column("slow", sa.Boolean),
        sa.Column("outcome", sa.Text),
        sa.Column("how", sa.Text),
        sa.Column("minutes", sa.Integer),
    )
    op.create_table(
        "turns",
        sa.Column("call", sa.Text, primary_key=True),
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False, index=True),
        sa.Column("node", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
    )
    op.create_table(
        "requests",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("key_hash", sa.Text, nullable=False, unique=True),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("number", sa.LargeBinary, nullable=False),
        sa.Column("number_hash", sa.Text, nullable=False, index=True),
        sa.Column("best_time", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("topic", sa.LargeBinary),
        sa.Column("note", sa.LargeBinary),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("due", MOMENT, nullable=False),
        sa.Column("taken", MOMENT),
        sa.Column("taken_by", sa.Text),
        sa.Column("done", MOMENT),
    )
    op.create_index("ix_requests_state_due", "requests", ["state", "due"])
    op.create_index(
        "uq_requests_open_reference",
        "requests",
        ["reference"],
        unique=True,
        sqlite_where=sa.text("done IS NULL"),
        postgresql_where=sa.text("done IS NULL"),
    )
    op.create_table(
        "voicemails",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("key_hash", sa.Text, nullable=False, unique=True),
        sa.Column("number", sa.LargeBinary),
        sa.Column("number_hash", sa.Text, index=True),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("recording", sa.LargeBinary),
        sa.Column("seconds", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("provider_sid", sa.Text),
        sa.Column("created", MOMENT, nullable=False, index=True),
    )
    op.create_table(
        "texts",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("key_hash", sa.Text, nullable=False, unique=True),
        sa.Column("number", sa.LargeBinary, nullable=False),
        sa.Column("number_hash", sa.Text, nullable=False, index=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("provider_sid", sa.Text, index=True),
        sa.Column("created", MOMENT, nullable=False, index=True),
    )
    op.create_table(
        "opt_outs",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("number", sa.LargeBinary, nullable=False),
        sa.Column("number_hash", sa.Text, nullable=False, unique=True),
        sa.Column("since", MOMENT, nullable=False),
    )
    op.create_table(
        "resumes",
        sa.Column("number_hash", sa.Text, primary_key=True),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.Column("expires", MOMENT, nullable=False, index=True),
    )


def downgrade() -> None:
    """Drop the tables, and all that is in them."""
    for table in ("resumes", "opt_outs", "texts", "voicemails", "requests", "turns", "calls"):
        op.drop_table(table)
