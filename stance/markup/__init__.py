"""What all faces of HTML share: tables laid out for paper and screen, lists of the dossier, the templates that escape every text.

Belongs here: layout that a report and a site have in common. Not here: pages, exhibits.
"""
