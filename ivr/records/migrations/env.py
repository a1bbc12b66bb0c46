"""Run by Alembic: the steps, on the connection that it was handed, inside its transaction."""

from alembic import context

from ivr.records.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite can change a table only by making it again
)
context.run_migrations()
