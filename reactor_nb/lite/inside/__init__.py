"""What runs in Pyodide while a site is built."""
