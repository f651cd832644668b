"""Start the kernel: ``python -m reactor_nb.nodekernel -f CONNECTION_FILE``."""

from __future__ import annotations

from ipykernel.kernelapp import IPKernelApp

from reactor_nb.nodekernel.kernel import NodeKernel

IPKernelApp.launch_instance(kernel_class=NodeKernel)
