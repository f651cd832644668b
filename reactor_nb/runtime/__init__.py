"""A model, running: what the decorators record, actions, pages and sessions. Standard library only."""
