"""The tables, as the newest migration leaves them."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, in UTC whatever zone it was given in: SQLite itself knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the same everywhere
        """The moment as it is written."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without its zone is no moment")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the same everywhere
        """The moment as it was written."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata: Final = MetaData()

calls: Final = Table(
    "calls",
    metadata,
    Column("id", Text, primary_key=True),
    Column("started", UtcDateTime, nullable=False, index=True),
    Column("ended", UtcDateTime),
    Column("language", Text),
    Column("slow", Boolean),
    Column("outcome", Text),
    Column("how", Text),
    Column("minutes", Integer),
)

turns: Final = Table(
    "turns",
    metadata,
    Column("call", Text, primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("node", Text, nullable=False),
    Column("outcome", Text, nullable=False),
)

requests: Final = Table(
    "requests",
    metadata,
    Column("id", Text, primary_key=True),
    Column("key_hash", Text, nullable=False, unique=True),
    Column("reference", Text, nullable=False),
    Column("number", LargeBinary, nullable=False),
    Column("number_hash", Text, nullable=False, index=True),
    Column("best_time", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("topic", LargeBinary),
    Column("note", LargeBinary),
    Column("state", Text, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("due", UtcDateTime, nullable=False),
    Column("taken", UtcDateTime),
    Column("taken_by", Text),
    Column("done", UtcDateTime),
    Column("reminded", UtcDateTime),
)
Index("ix_requests_state_due", requests.c.state, requests.c.due)
Index(
    "uq_requests_open_reference",
    requests.c.reference,
    unique=True,
    sqlite_where=requests.c.done.is_(None),
    postgresql_where=requests.c.done.is_(None),
)

voicemails: Final = Table(
    "voicemails",
    metadata,
    Column("id", Text, primary_key=True),
    Column("key_hash", Text, nullable=False, unique=True),
    Column("number", LargeBinary),
    Column("number_hash", Text, index=True),
    Column("language", Text, nullable=False),
    Column("recording", LargeBinary),
    Column("seconds", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("provider_sid", Text),
    Column("created", UtcDateTime, nullable=False, index=True),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_try", UtcDateTime, index=True),
    Column("error", Text),
    Column("given_up", UtcDateTime),
    Column("reminded", UtcDateTime),
)

texts: Final = Table(
    "texts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("key_hash", Text, nullable=False, unique=True),
    Column("number", LargeBinary, nullable=False),
    Column("number_hash", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("topic", LargeBinary),
    Column("call_hash", Text, index=True),
    Column("language", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("provider_sid", Text, index=True, unique=True),
    Column("created", UtcDateTime, nullable=False, index=True),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_try", UtcDateTime, index=True),
    Column("error", Text),
    Column("given_up", UtcDateTime),
    Column("claimed", UtcDateTime),
)

opt_outs: Final = Table(
    "opt_outs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", LargeBinary, nullable=False),
    Column("number_hash", Text, nullable=False, unique=True),
    Column("since", UtcDateTime, nullable=False),
)

resumes: Final = Table(
    "resumes",
    metadata,
    Column("number_hash", Text, primary_key=True),
    Column("state", LargeBinary, nullable=False),
    Column("expires", UtcDateTime, nullable=False, index=True),
)

users: Final = Table(
    "users",
    metadata,
    Column("name", Text, primary_key=True),
    Column("password", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("locked_until", UtcDateTime),
    Column("stamp", Text, nullable=False, server_default=""),
)

audit: Final = Table(
    "audit",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
)
