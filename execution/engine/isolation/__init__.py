"""The isolated process: what runs in it, how it is confined, and how it talks with its host.

All of this is standard library and engine, because the process may read nothing else of this server. Who starts it
and who uses it is the host's business.
"""
