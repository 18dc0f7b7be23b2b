"""Clients of clouds for components that read and write there by themselves."""

from __future__ import annotations

import importlib
import json
from typing import Any

_NEEDED = {
    "aws_access_key_id": "AWS Access Key ID",
    "aws_secret_access_key": "AWS Secret Key",
    "bucket_name": "S3 Bucket Name",
}


def validate_aws_credentials(component: Any) -> None:
    """Raise ValueError for the first field that S3 needs and that is empty."""
    for name, label in _NEEDED.items():
        if not getattr(component, name, None):
            raise ValueError(f"{label} is required for S3 storage")


def create_s3_client(component: Any) -> Any:
    """Return boto3's client for the component's account; raises ImportError where boto3 is missing."""
    boto3 = _package("boto3", "boto3")
    region = getattr(component, "aws_region", None)
    return boto3.client(
        "s3",
        aws_access_key_id=component.aws_access_key_id,
        aws_secret_access_key=component.aws_secret_access_key,
        **({"region_name": region} if region else {}),
    )


def parse_google_service_account_key(service_account_key: str) -> dict[str, Any]:
    """Return the key as an object, also of a text with real line breaks; raises ValueError."""
    try:
        found = json.loads(service_account_key.strip(), strict=False)
    except ValueError as error:
        raise ValueError("The service account key is no JSON.") from error
    if not isinstance(found, dict):
        raise ValueError("The service account key is no JSON object.")  # noqa: TRY004  # what callers catch
    return found


def create_google_drive_service(
    service_account_key: str, scopes: list[str], *, return_credentials: bool = False
) -> Any:
    """Return Google's client for Drive; raises ImportError where its packages are missing, or ValueError."""
    accounts = _package("google.oauth2.service_account", "google-auth")
    discovery = _package("googleapiclient.discovery", "google-api-python-client")
    facts = parse_google_service_account_key(service_account_key)
    credentials = accounts.Credentials.from_service_account_info(facts, scopes=scopes)
    service = discovery.build("drive", "v3", credentials=credentials)
    return (service, credentials) if return_credentials else service


def _package(module: str, package: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ImportError(f"This needs the package {package}, which is not installed.") from error
