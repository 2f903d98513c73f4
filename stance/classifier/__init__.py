"""The classifier: it scores what no one has coded. Training alone needs scikit-learn (`training`, `evaluation`)."""
