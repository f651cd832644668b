"""A model becomes a folder: the only part of the package that writes an app's files."""
