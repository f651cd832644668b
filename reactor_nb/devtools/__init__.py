"""The devtools of a preview: what is mounted, what rendered and why, for a panel to show.

Only pages in a preview have this. It works on any mounted ``Root``, whatever host that is in.
"""
