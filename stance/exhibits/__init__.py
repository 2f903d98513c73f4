"""What is shown: one module an exhibit, the only place where estimates, words and pictures meet.

Belongs here: `make_x(dossier, scored, selection, ...) -> Exhibit`. Not here: Streamlit, HTML, files: faces show exhibits.
"""
