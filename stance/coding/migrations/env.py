"""What Alembic runs to take the steps: on the connection that it is handed, within its transaction."""

from alembic import context

from stance.coding.acts import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
