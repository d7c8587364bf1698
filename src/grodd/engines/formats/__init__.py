"""Bytes to values and back. No files, no sockets: the caller reads and writes."""
