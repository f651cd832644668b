"""Start the kernel: ``python -m reactor_nb.nodekernel -f CONNECTION_FILE``."""

from __future__ import annotations

from ipykernel.kernelapp import IPKernelApp

from reactor_nb.nodekernel.kernel import NodeKernel

# What this process writes is for the log: cells run elsewhere.
app = IPKernelApp.instance(kernel_class=NodeKernel, outstream_class=None, capture_fd_output=False)
app.initialize()
app.start()
if app.kernel.is_shut_down:
    # Its thread still says that it is idle, which would wait for ever once the sockets are closed.
    app.control_thread.join(timeout=5)
