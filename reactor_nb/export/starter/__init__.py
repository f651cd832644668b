"""What ``reactor-nb init`` writes: a notebook to learn from, and what stands around it."""
