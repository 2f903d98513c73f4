"""A dossier as one HTML file that opens from disk: findings, figures, codebook and every statement.

Belongs here: what stands where in the report. Not here: what is found, words for it, pictures: those are exhibits.
"""

from stance.report.contents import Contents, gather_contents
from stance.report.page import write_page, write_report

__all__ = ["Contents", "gather_contents", "write_page", "write_report"]
