"""What ends sessions of the console when it changes: a stamp of each user."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0004"
down_revision: Final = "0003"


def upgrade() -> None:
    """Give users a stamp. No session was begun without one, so an empty one opens none."""
    op.add_column("users", sa.Column("stamp", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    """Take the stamps away."""
    op.drop_column("users", "stamp")
