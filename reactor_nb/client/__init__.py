"""The host that runs in Pyodide, in a module worker. Only here ``js`` and ``pyodide`` exist."""
