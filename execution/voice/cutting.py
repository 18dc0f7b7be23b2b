"""Cut text that is to be spoken where a voice would pause, while it still arrives. Pure."""

import re

LONGEST_PIECE = 600
"""Characters that are spoken in one request: short enough to begin soon, long enough to sound like speech."""

MOST_SPOKEN = 10_000
"""Characters of one answer that are spoken: about ten minutes. The rest can be read."""

# The last three are full stop, exclamation and question mark of Chinese and Japanese, which need no space.
SENTENCE_END = re.compile(r"[.!?;:…]+[\"'»”)\]]*\s+|[\u3002\uff01\uff1f]+|\n+")
SPACE = re.compile(r"\s+")


class SentenceCutter:
    """Takes text piece by piece and gives whole sentences."""

    def __init__(self) -> None:
        self._held = ""
        self._left = MOST_SPOKEN

    def add(self, text: str) -> list[str]:
        """Return the sentences that are whole now."""
        text = text[: self._left]
        self._left -= len(text)
        self._held += text
        sentences = []
        while (end := self._end_of_sentence()) is not None:
            sentences.append(self._held[:end].strip())
            self._held = self._held[end:]
        return [sentence for sentence in sentences if sentence]

    def rest(self) -> list[str]:
        """Return what is left at the end."""
        rest, self._held = self._held.strip(), ""
        return [rest] if rest else []

    def _end_of_sentence(self) -> int | None:
        found = SENTENCE_END.search(self._held)
        if found and found.end() <= LONGEST_PIECE:
            return found.end()
        if len(self._held) < LONGEST_PIECE:
            return None
        spaces = [space.end() for space in SPACE.finditer(self._held, 0, LONGEST_PIECE)]
        return spaces[-1] if spaces else LONGEST_PIECE


def pieces_of(text: str) -> list[str]:
    """Return a whole text in pieces of about the longest length, each of whole sentences where that goes."""
    cutter = SentenceCutter()
    pieces: list[str] = []
    for sentence in [*cutter.add(text), *cutter.rest()]:
        # The first one stays alone: the sooner it is spoken the better.
        if len(pieces) > 1 and len(pieces[-1]) + len(sentence) < LONGEST_PIECE:
            pieces[-1] = f"{pieces[-1]} {sentence}"
        else:
            pieces.append(sentence)
    return pieces
