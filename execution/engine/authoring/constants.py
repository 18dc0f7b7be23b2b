"""Names and limits that custom code reads: who talks in a chat, how long texts may be."""

MESSAGE_SENDER_AI = "Machine"
MESSAGE_SENDER_USER = "User"
MESSAGE_SENDER_NAME_AI = "AI"
MESSAGE_SENDER_NAME_USER = "User"

STREAM_INFO_TEXT = "Show the answer as it is written. Works in chats only."
"""What fields say that switch streaming on."""
MAX_TEXT_LENGTH = 6000
"""Longer texts are cut where they are shown."""
SPIDER_MODES = ["scrape", "crawl"]
CACHE_DIR = "."
"""Where custom code may keep files: its working folder."""
