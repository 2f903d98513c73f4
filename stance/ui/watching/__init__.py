"""What a server knows of itself: runs, defects, logs, metrics, health. Nothing here is drawn, and nothing of a session is kept."""
