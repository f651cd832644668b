"""The Jupyter kernel ``pyodide-node``: notebooks in the Pyodide that we ship, under Node."""
