"""What runs in Pyodide: IPython of the author's environment, and what joins it to the kernel."""
