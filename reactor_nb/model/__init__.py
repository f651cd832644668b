"""What the notebook means: found by reading its source, without running any of it."""
