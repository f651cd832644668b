"""A model, running: declarations, actions, pages, sessions. Standard library only."""
