"""The change log and those who read it: delta sync, sockets and server-sent events."""
