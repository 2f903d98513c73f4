"""The page Your own dossier: from a spreadsheet to positions, in the session of its visitor alone."""
