"""What a text is about is sealed; what limits texts; and since when staff know of messages."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0005"
down_revision: Final = "0004"

OPEN: Final = ("named", "plain")

REMINDER: Final = "requests-waiting"
"""How texts to staff began; they tell nothing of a caller."""


def upgrade() -> None:
    """Add the columns. What texts were about is taken away: no key is at hand that could seal it.

    Those that are not sent yet are given up as unreadable.
    """
    op.add_column("texts", sa.Column("topic", sa.LargeBinary))
    op.add_column("texts", sa.Column("call_hash", sa.Text))
    op.create_index("ix_texts_call_hash", "texts", ["call_hash"])
    op.add_column("voicemails", sa.Column("reminded", sa.DateTime(timezone=True)))
    named, plain = (f"WHEN kind LIKE '{kind}:%' THEN '{kind}'" for kind in OPEN)
    op.execute(
        f"UPDATE texts SET kind = CASE {named} {plain} "  # noqa: S608 - of constants
        f"WHEN kind LIKE '{REMINDER} %' THEN 'reminder' ELSE 'other' END"
    )


def downgrade() -> None:
    """Drop the columns, and with them what texts were about."""
    op.drop_column("voicemails", "reminded")
    op.drop_index("ix_texts_call_hash", "texts")
    op.drop_column("texts", "call_hash")
    op.drop_column("texts", "topic")
