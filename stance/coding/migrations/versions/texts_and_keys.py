"""Which text was read, whether the classifier was seen, and a key by which an act that is sent twice is kept once."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Adds the columns; acts that stand already have none of it."""
    op.add_column("acts", sa.Column("text_hash", sa.String(8), nullable=False, server_default=""))
    op.add_column("acts", sa.Column("aided", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("acts", sa.Column("key", sa.String(32), nullable=True))
    op.create_index("acts_by_key", "acts", ["key"], unique=True)
