"""How the tables came about, step by step. Alembic runs this; ``ivr.records.migrating`` asks it."""
