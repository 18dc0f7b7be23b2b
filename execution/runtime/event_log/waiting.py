"""Wait for news, but not for ever."""

import asyncio


async def came(news: asyncio.Event, *, within: float) -> bool:
    """Wait that many seconds at most; say whether there was news."""
    try:
        # Not asyncio.wait_for: in Python 3.11 it swallows a cancel that comes together with the news.
        async with asyncio.timeout(within):
            await news.wait()
    except TimeoutError:
        return False
    return True
