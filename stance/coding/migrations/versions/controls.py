"""Whether a statement was drawn at random, so that its coding tells of all statements."""

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """Adds the column; what stands already was not drawn."""
    op.add_column("acts", sa.Column("control", sa.Boolean(), nullable=False, server_default=sa.false()))
