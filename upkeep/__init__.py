"""What keeps the project in order and is no part of the product: the audit of its packages, and the list of their licences."""
