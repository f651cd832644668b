"""What is on screen: vnodes, hooks, the differ, HTML. Standard library only, no event loop."""
