"""The table of acts, with triggers that let nothing change or delete one."""

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None

REFUSED = "acts of coding are never changed"
ON_SQLITE = "CREATE TRIGGER acts_no_{what} BEFORE {what} ON acts BEGIN SELECT RAISE(ABORT, '{refused}'); END"
ON_POSTGRESQL = (
    "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{refused}'; END $$",
    "CREATE TRIGGER acts_no_change BEFORE UPDATE OR DELETE ON acts FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER acts_no_truncate BEFORE TRUNCATE ON acts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
)


def upgrade() -> None:
    """Makes the table and its triggers."""
    op.create_table(
        "acts",
        sa.Column("act", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("dossier", "codebook", "statement", "coder")),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("unsure", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
    )
    op.create_index("acts_of_dossier", "acts", ["dossier", "purpose"])
    for statement in list_triggers(op.get_bind().dialect.name):
        op.execute(statement)


def list_triggers(dialect: str) -> list[str]:
    """What makes the triggers in a database of that kind; none where it is not known."""
    if dialect == "sqlite":
        return [ON_SQLITE.format(what=what, refused=REFUSED) for what in ("UPDATE", "DELETE")]
    return [one.format(refused=REFUSED) for one in ON_POSTGRESQL] if dialect == "postgresql" else []
