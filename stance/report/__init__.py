"""A dossier as one HTML file that opens from disk: findings, figures, codebook and every statement.

Belongs here: what stands where in the report. Not here: estimates, words for findings, pictures.
"""

from stance.report.findings import gather_findings, write_title
from stance.report.page import write_report

__all__ = ["gather_findings", "write_report", "write_title"]
