"""JupyterLite sites, and Pyodide kernels: everything of them, with no address of anybody else."""
