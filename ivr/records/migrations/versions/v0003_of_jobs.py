"""What a worker has to know: what is to be done next, how often it was tried, and why it failed."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0003"
down_revision: Final = "0002"

MOMENT: Final = sa.DateTime(timezone=True)

TRIED: Final = ("texts", "voicemails")


def upgrade() -> None:
    """Add the columns; what is under way goes on at once, and is asked about where it must be."""
    for table in TRIED:
        op.add_column(table, sa.Column("attempts", sa.Integer, nullable=False, server_default="0"))
        op.add_column(table, sa.Column("next_try", MOMENT))
        op.add_column(table, sa.Column("error", sa.Text))
        op.add_column(table, sa.Column("given_up", MOMENT))
        op.create_index(f"ix_{table}_next_try", table, ["next_try"])
    op.add_column("texts", sa.Column("claimed", MOMENT))
    op.add_column("requests", sa.Column("reminded", MOMENT))
    op.execute("UPDATE texts SET next_try = created WHERE state IN ('queued', 'sending')")
    op.execute("UPDATE texts SET claimed = created WHERE state = 'sending'")
    op.execute("UPDATE texts SET given_up = created WHERE state = 'failed'")
    op.execute("UPDATE voicemails SET next_try = created WHERE provider_sid IS NOT NULL")
    op.drop_index("ix_texts_provider_sid", "texts")
    op.create_index("ix_texts_provider_sid", "texts", ["provider_sid"], unique=True)


def downgrade() -> None:
    """Drop the columns."""
    op.drop_index("ix_texts_provider_sid", "texts")
    op.create_index("ix_texts_provider_sid", "texts", ["provider_sid"])
    op.drop_column("requests", "reminded")
    op.drop_column("texts", "claimed")
    for table in TRIED:
        op.drop_index(f"ix_{table}_next_try", table)
        for column in ("given_up", "error", "next_try", "attempts"):
            op.drop_column(table, column)
