"""S3 and what speaks its protocol. Only loaded where the operator chose it: the packages are an extra."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

from files.errors import StorageUnavailable

logger = logging.getLogger(__name__)


class StreamedS3Storage(S3Storage):
    """Django's storage on S3, but a file is read from the network piece by piece and not as a whole before."""

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        key = self._normalize_name(clean_name(name))
        with _failures_told(name):
            answer = self.bucket.Object(key).get()
        return File(answer["Body"], name)

    def _save(self, name: str, content: Any) -> str:
        with _failures_told(name):
            saved: str = super()._save(name, content)
        return saved

    def delete(self, name: str) -> None:
        with _failures_told(name):
            super().delete(name)


@contextmanager
def _failures_told(name: str) -> Iterator[None]:
    """Raise FileNotFoundError for what is not there, StorageUnavailable for a service that fails or refuses us."""
    try:
        yield
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.NOT_FOUND and not _is_about_the_bucket(
            error
        ):
            raise FileNotFoundError(name) from error
        raise _unavailable(error) from error
    except BotoCoreError as error:
        raise _unavailable(error) from error


def _unavailable(error: Exception) -> StorageUnavailable:
    logger.error("The storage of files fails: %s", error)
    return StorageUnavailable()


def _is_about_the_bucket(error: ClientError) -> bool:
    return bool(error.response["Error"]["Code"] == "NoSuchBucket")
