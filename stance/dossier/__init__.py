"""What is known: codebook, tables, reference, checked and linked into one dossier."""
