"""A dossier as static pages that any web server or file host carries: an address for every topic, actor, event and statement.

Belongs here: which pages there are, what stands on each, and writing them. Not here: what is found, words for it, pictures.
"""
