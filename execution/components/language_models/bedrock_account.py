"""Who asks at Amazon Bedrock and in which region, as the fields of its components say."""

from typing import Any

REGIONS = [
    "us-west-2",
    "us-west-1",
    "us-gov-west-1",
    "us-gov-east-1",
    "us-east-2",
    "us-east-1",
    "sa-east-1",
    "me-south-1",
    "me-central-1",
    "il-central-1",
    "eu-west-3",
    "eu-west-2",
    "eu-west-1",
    "eu-south-2",
    "eu-south-1",
    "eu-north-1",
    "eu-central-2",
    "eu-central-1",
    "cn-northwest-1",
    "cn-north-1",
    "ca-west-1",
    "ca-central-1",
    "ap-southeast-5",
    "ap-southeast-4",
    "ap-southeast-3",
    "ap-southeast-2",
    "ap-southeast-1",
    "ap-south-2",
    "ap-south-1",
    "ap-northeast-3",
    "ap-northeast-2",
    "ap-northeast-1",
    "ap-east-1",
    "af-south-1",
]
DEFAULT_REGION = "us-east-1"


def address_of_region(region: str) -> str:
    """Return where Bedrock answers in that region."""
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return f"https://bedrock-runtime.{region}.{suffix}"


def account(component: Any) -> dict[str, Any]:
    """Return who asks, and in which region."""
    return {
        "aws_access_key_id": component.aws_access_key_id,
        "aws_session_token": component.aws_session_token,
        "credentials_profile_name": component.credentials_profile_name,
        "region_name": component.region_name or DEFAULT_REGION,
    }


def address_to_check(component: Any) -> str:
    """Return where the library will connect to."""
    return component.endpoint_url or address_of_region(component.region_name or DEFAULT_REGION)
