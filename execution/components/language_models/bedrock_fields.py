"""The fields that the components of Amazon Bedrock share. Each lists its own, in the order in which they show."""

from execution.components.language_models.bedrock_account import REGIONS
from execution.engine.fields import DropdownInput, MessageTextInput, SecretStrInput

EMBEDDING_MODEL_IDS = [
    "amazon.titan-embed-text-v1",
    "amazon.titan-embed-text-v2:0",
    "cohere.embed-english-v3",
    "cohere.embed-multilingual-v3",
]
MODEL_IDS = [
    "amazon.titan-text-express-v1",
    "amazon.titan-text-lite-v1",
    "amazon.titan-text-premier-v1:0",
    "anthropic.claude-v2",
    "anthropic.claude-v2:1",
    "anthropic.claude-3-sonnet-20240229-v1:0",
    "anthropic.claude-3-5-sonnet-20240620-v1:0",
    "anthropic.claude-3-5-sonnet-20241022-v2:0",
    "anthropic.claude-3-haiku-20240307-v1:0",
    "anthropic.claude-3-5-haiku-20241022-v1:0",
    "anthropic.claude-3-opus-20240229-v1:0",
    "anthropic.claude-instant-v1",
    "ai21.jamba-instruct-v1:0",
    "ai21.j2-mid-v1",
    "ai21.j2-ultra-v1",
    "ai21.jamba-1-5-large-v1:0",
    "ai21.jamba-1-5-mini-v1:0",
    "cohere.command-text-v14",
    "cohere.command-light-text-v14",
    "cohere.command-r-v1:0",
    "cohere.command-r-plus-v1:0",
    "meta.llama2-13b-chat-v1",
    "meta.llama2-70b-chat-v1",
    "meta.llama3-8b-instruct-v1:0",
    "meta.llama3-70b-instruct-v1:0",
    "meta.llama3-1-8b-instruct-v1:0",
    "meta.llama3-1-70b-instruct-v1:0",
    "meta.llama3-1-405b-instruct-v1:0",
    "meta.llama3-2-1b-instruct-v1:0",
    "meta.llama3-2-3b-instruct-v1:0",
    "meta.llama3-2-11b-instruct-v1:0",
    "meta.llama3-2-90b-instruct-v1:0",
    "mistral.mistral-7b-instruct-v0:2",
    "mistral.mixtral-8x7b-instruct-v0:1",
    "mistral.mistral-large-2402-v1:0",
    "mistral.mistral-large-2407-v1:0",
    "mistral.mistral-small-2402-v1:0",
]

MODEL = DropdownInput(
    name="model_id",
    display_name="Model ID",
    info="The model that answers.",
    options=MODEL_IDS,
    value="anthropic.claude-3-5-sonnet-20241022-v2:0",
)
KEY_ID = SecretStrInput(
    name="aws_access_key_id",
    display_name="AWS Access Key ID",
    info="Id of the access key of your account.",
    required=True,
    value="AWS_ACCESS_KEY_ID",
)
KEY = SecretStrInput(
    name="aws_secret_access_key",
    display_name="AWS Secret Access Key",
    info="The access key, or the name of the variable that holds it.",
    required=True,
    value="AWS_SECRET_ACCESS_KEY",
)
SESSION_TOKEN = SecretStrInput(
    name="aws_session_token",
    display_name="AWS Session Token",
    info="Token of a temporary login.",
    load_from_db=False,
)
PROFILE = SecretStrInput(
    name="credentials_profile_name",
    display_name="Credentials Profile Name",
    info="Profile of the credentials file to use instead of a key.",
    advanced=True,
    load_from_db=False,
)
REGION = DropdownInput(
    name="region_name",
    display_name="Region Name",
    info="Region in which the model runs.",
    options=REGIONS,
    value="us-east-1",
)
ENDPOINT = MessageTextInput(
    name="endpoint_url",
    display_name="Endpoint URL",
    info="Another address than that of the region.",
    advanced=True,
)
