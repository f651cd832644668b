"""Files → cells: reads what Jupyter wrote, and runs nothing."""
