"""S3 and what speaks its protocol. Only loaded where the operator chose it: the packages are an extra."""

from http import HTTPStatus

from botocore.exceptions import ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage
from storages.utils import clean_name


class StreamedS3Storage(S3Storage):
    """Django's storage on S3, but a file is read from the network piece by piece and not as a whole before."""

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        key = self._normalize_name(clean_name(name))
        try:
            answer = self.bucket.Object(key).get()
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.NOT_FOUND:
                raise FileNotFoundError(name) from error
            raise
        return File(answer["Body"], name)
