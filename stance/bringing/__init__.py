"""A dossier from what a user has: a spreadsheet or a zip becomes a folder of tables, with every fault named."""
