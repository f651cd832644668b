"""Comms of the notebook: the package ``comm``, joined to the kernel."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import comm
from comm.base_comm import BaseComm, CommManager

from reactor_nb.nodekernel.inside.channel import Channel


def join_comms(channel: Channel) -> CommManager:
    """Have the package ``comm`` send through a channel, and return the one manager."""

    class NodeComm(BaseComm):
        def publish_msg(
            self,
            msg_type: str,
            data: Any = None,
            metadata: Any = None,
            buffers: Any = None,
            **keys: Any,
        ) -> None:
            content = {"data": {} if data is None else data, "comm_id": self.comm_id, **keys}
            channel.publish(msg_type, content, metadata, buffers or ())

    manager = CommManager()
    comm.create_comm = NodeComm
    comm.get_comm_manager = lambda: manager
    return manager


def take_comm(manager: CommManager, kind: str, content: dict[str, Any]) -> None:
    """Hand a message of a front end to its comm."""
    message = {
        "header": content["header"],
        "content": content["content"],
        "metadata": content["metadata"],
        "buffers": [memoryview(b64decode(each)) for each in content["buffers"]],
    }
    getattr(manager, kind)(None, None, message)
