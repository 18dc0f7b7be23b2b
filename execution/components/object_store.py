"""Objects in a bucket of the flow's own account, at Amazon or where the operator says (AWS_ENDPOINT_URL)."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from execution.components.optional_import import optional_import
from execution.engine.errors import EngineError
from execution.engine.fields import SecretStrInput, StrInput

EXTRA = "s3"
DEFAULT_REGION = "us-east-1"
MOST_MEGABYTES = 256

_REGION = re.compile(r"[a-z0-9-]{1,32}")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")

KEY_ID = SecretStrInput(
    name="aws_access_key_id", display_name="AWS Access Key ID", info="The account's key.", required=True
)
SECRET_KEY = SecretStrInput(
    name="aws_secret_access_key", display_name="AWS Secret Key", info="The key's secret.", required=True
)
BUCKET = StrInput(name="bucket_name", display_name="S3 Bucket Name", info="The bucket's name.", required=True)
REGION = StrInput(name="aws_region", display_name="AWS Region", info="Where the bucket lies, such as eu-central-1.")


class StoreFailed(EngineError):
    """The account, the bucket or the object is not there, or the store does not answer."""

    code = "object_store_failed"
    message = "The bucket '{bucket}' cannot be used: {reason}"


class Bucket:
    """One bucket, seen with one account."""

    def __init__(self, component: Any) -> None:
        self._name = (component.bucket_name or "").strip()
        region = (getattr(component, "aws_region", None) or DEFAULT_REGION).strip()
        # Both become part of a host's name: a wrong one must not lead elsewhere.
        if not _BUCKET.fullmatch(self._name) or not _REGION.fullmatch(region):
            raise StoreFailed(bucket=self._name, reason="its name or its region is not one of Amazon's")
        self._account = {
            "aws_access_key_id": component.aws_access_key_id,
            "aws_secret_access_key": component.aws_secret_access_key,
            "region_name": region,
        }

    async def get(self, key: str) -> bytes:
        """Return what lies under the key; raise StoreFailed."""
        return await asyncio.to_thread(self._get, key)

    async def put(self, key: str, content: bytes) -> str:
        """Put the content under the key and return the object's address; raise StoreFailed."""
        await asyncio.to_thread(self._put, key, content)
        return f"s3://{self._name}/{key}"

    def _get(self, key: str) -> bytes:
        errors = optional_import("botocore.exceptions", extra=EXTRA)
        try:
            answer = self._client().get_object(Bucket=self._name, Key=key)
            content: bytes = answer["Body"].read(MOST_MEGABYTES * 1024 * 1024 + 1)
        except (errors.BotoCoreError, errors.ClientError) as error:
            raise StoreFailed(bucket=self._name, reason=str(error)) from error
        if len(content) > MOST_MEGABYTES * 1024 * 1024:
            raise StoreFailed(bucket=self._name, reason=f"'{key}' is longer than {MOST_MEGABYTES} MB")
        return content

    def _put(self, key: str, content: bytes) -> None:
        errors = optional_import("botocore.exceptions", extra=EXTRA)
        try:
            self._client().put_object(Bucket=self._name, Key=key, Body=content)
        except (errors.BotoCoreError, errors.ClientError) as error:
            raise StoreFailed(bucket=self._name, reason=str(error)) from error

    def _client(self) -> Any:
        return optional_import("boto3", extra=EXTRA).client("s3", **self._account)
