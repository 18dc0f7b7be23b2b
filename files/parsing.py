"""Multipart bodies with files: what of a name is kept."""

from typing import Any

from django.conf import settings
from django.http.multipartparser import MultiPartParser as DjangoMultiPartParser
from django.http.multipartparser import MultiPartParserError
from rest_framework.exceptions import ParseError
from rest_framework.parsers import DataAndFiles, MultiPartParser

from files.names import checked_name


class FileNames(DjangoMultiPartParser):
    """Of a name that comes with folders the last part is its name, and it must fit into a file system.

    Django would cut a longer one, so that it came back under another name.
    """

    def sanitize_file_name(self, file_name: str) -> str | None:
        last_part = super().sanitize_file_name(file_name)
        return checked_name(last_part) if last_part else None


class PlainFileNames(FileNames):
    """The same where clients never send folders: a name that has some is meant to lead somewhere."""

    def sanitize_file_name(self, file_name: str) -> str | None:
        return super().sanitize_file_name(checked_name(file_name))


def is_multipart(content_type: str) -> bool:
    """Can the body be taken apart? A form with files says what stands between its parts."""
    return content_type.startswith("multipart/form-data") and "boundary=" in content_type


class FilesParser(MultiPartParser):
    """DRF's parser, but the names of files are ours to judge."""

    names: type[FileNames] = FileNames

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> "DataAndFiles[Any, Any]":
        if not is_multipart(media_type or ""):
            raise ParseError("Missing boundary in multipart.")
        request = parser_context["request"]
        meta = {**request.META, "CONTENT_TYPE": media_type}
        encoding = parser_context.get("encoding", settings.DEFAULT_CHARSET)
        try:
            data, files = self.names(meta, stream, request.upload_handlers, encoding).parse()
        except MultiPartParserError as error:
            raise ParseError(f"Multipart form parse error - {error}") from None
        return DataAndFiles(data, files)


class PlainFilesParser(FilesParser):
    names = PlainFileNames
