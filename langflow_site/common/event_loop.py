"""The event loops of servers and workers: uvloop's where it runs, with which streams cost a sixth less."""

import asyncio


def new_event_loop() -> asyncio.AbstractEventLoop:
    """Return a new loop; Python's own on Windows and PyPy."""
    try:
        import uvloop  # noqa: PLC0415 - not there on Windows and PyPy
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


def install_reactor() -> None:
    """Make Twisted's reactor around such a loop, before Daphne is imported and takes one of Python's."""
    from twisted.internet import asyncioreactor  # noqa: PLC0415 - a process that forks must not have a loop before

    asyncioreactor.install(new_event_loop())
