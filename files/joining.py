"""Several files read as one, in pieces: storages take what is lengthened as a single stream."""

import io
from typing import TYPE_CHECKING, Any

from django.core.files.base import File

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class _Joined(io.RawIOBase):
    def __init__(self, parts: "tuple[File[Any], ...]") -> None:
        self._left = list(parts)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill the buffer from the first part that has something left; 0 means that all have been read."""
        view = memoryview(buffer)
        while self._left:
            if piece := self._left[0].read(len(view)):
                view[: len(piece)] = piece
                return len(piece)
            self._left.pop(0)
        return 0


class JoinedFile(File):
    """The parts, one behind the other. Whoever opened them closes them."""

    def __init__(self, *parts: "File[Any]") -> None:
        super().__init__(io.BufferedReader(_Joined(parts)))
