"""The host that is a Jupyter kernel: what a cell shows when its last value is a vnode."""
