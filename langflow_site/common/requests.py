"""Read a request's path, query and body into typed values, or raise `RequestInvalid` naming every problem.

Request shapes are pydantic models: the reference's clients parse its 422 lists (`{loc, msg, type, input}`), and those
are pydantic's own words. Response shapes are DRF serializers. See docs/decisions/0001-request-shapes.md.
"""

import json
import re
import uuid
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, LiteralString, Self, TypeVar

from django.http import HttpRequest, QueryDict
from pydantic import AfterValidator, BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from langflow_site.common.errors import RequestInvalid
from langflow_site.common.models import UNSTORABLE, is_storable_json

T = TypeVar("T")

_UUID = TypeAdapter(uuid.UUID)
_STRAY_CHARACTER = re.compile(r"invalid character: found `(.)` at (\d+)", re.DOTALL)
_EXPECTED_IN_UUID = "invalid character: expected an optional prefix of `urn:uuid:` followed by [0-9a-fA-F-], found "
UNSTORABLE_INPUT: LiteralString = "Input should not contain NUL characters or lone surrogates"
MISSING_BODY = {"type": "missing", "loc": ["body"], "msg": "Field required", "input": None}


def storable(text: str) -> str:
    """Refuse what databases refuse: the character NUL and halves of surrogate pairs."""
    if UNSTORABLE.search(text):
        raise PydanticCustomError("string_unstorable", UNSTORABLE_INPUT)
    return text


STORABLE = AfterValidator(storable)
"""For every text that goes into a column as it is. Stands behind lengths: pydantic words those for plain texts only."""

Text = Annotated[str, STORABLE]

_TEXT: TypeAdapter[str] = TypeAdapter(Text)


def storable_value(value: T) -> T:
    """The same for a JSON value: PostgreSQL's `jsonb` refuses what its texts refuse."""
    if not is_storable_json(value):
        raise PydanticCustomError("string_unstorable", UNSTORABLE_INPUT)
    return value


JsonObject = Annotated[dict[str, Any], AfterValidator(storable_value)]
"""For objects whose keys are not known here."""


class RequestBody(BaseModel):
    """A JSON body; unknown keys are ignored, as the reference does."""

    model_config = ConfigDict(extra="ignore")

    @classmethod
    def parse(cls, data: Any) -> Self:
        return validated(_adapter(cls), data, within=("body",))


class RequestQuery(BaseModel):
    """The query string, one value per name; give a field a list type to get all of them."""

    model_config = ConfigDict(extra="ignore")

    @classmethod
    def parse(cls, query: QueryDict) -> Self:
        values: dict[str, Any] = {}
        for name, field in cls.model_fields.items():
            key = field.alias or name
            if key in query:
                is_list = getattr(field.annotation, "__origin__", None) is list
                values[key] = query.getlist(key) if is_list else query[key]
        return validated(_adapter(cls), values, within=("query",))


@cache
def _adapter(shape: type[T]) -> TypeAdapter[T]:
    return TypeAdapter(shape)


def validated(adapter: TypeAdapter[T], data: Any, *, within: tuple[str, ...]) -> T:
    """Return the data as the adapter's type; `within` opens the `loc` of each problem."""
    try:
        # from_attributes only for its words: the reference tells a list that it is no "dictionary or object".
        return adapter.validate_python(data, from_attributes=True)
    except ValidationError as error:
        raise RequestInvalid([_problem(detail, within) for detail in error.errors(include_url=False)]) from None


def _problem(detail: ErrorDetails, within: tuple[str, ...]) -> dict[str, Any]:
    problem = {**detail, "loc": [*within, *detail["loc"]]}
    if within == ("query",) and detail["type"] == "missing":
        problem["input"] = None  # there is no query value; the dictionary around it is ours
    if "ctx" in problem:
        # An exception stands in `msg` already; the reference leaves an empty object in its place.
        problem["ctx"] = {name: {} if isinstance(value, Exception) else value for name, value in detail["ctx"].items()}
    if detail["type"] == "uuid_parsing":
        problem["msg"] = _in_older_words(detail["msg"])
        problem["ctx"] = {"error": _in_older_words(detail["ctx"]["error"])}
    return problem


def _in_older_words(text: str) -> str:
    """Newer pydantic words the errors of UUIDs anew; clients know the texts of the reference's version."""
    text = text.replace("invalid length: found", "invalid length: expected length 32 for simple format, found")
    return _STRAY_CHARACTER.sub(lambda found: f"{_EXPECTED_IN_UUID}`{found[1]}` at {int(found[2]) + 1}", text)


def path_uuid(value: str, name: str) -> uuid.UUID:
    """Return the path parameter as a UUID; raise 422 naming the parameter otherwise."""
    return validated(_UUID, value, within=("path", name))


def path_text(value: str, name: str) -> str:
    """Return the path parameter if it may be the name of something stored; raise 422 naming the parameter otherwise."""
    return validated(_TEXT, value, within=("path", name))


def json_body(request: HttpRequest, *, required: bool = True) -> Any:
    """Return the decoded JSON body; None for an empty one that is not required.

    A body that is no JSON and does not say that it is comes as the text that it is: no shape takes that, and says so.
    """
    if not request.body:
        if required:
            raise RequestInvalid([MISSING_BODY])
        return None
    try:
        return json.loads(request.body)
    except json.JSONDecodeError as error:
        if "json" not in (request.content_type or ""):
            return request.body.decode(errors="replace")
        raise RequestInvalid([json_problem(error)]) from None
    except (ValueError, RecursionError):  # bytes of no encoding, numbers or brackets without end
        raise RequestInvalid([json_problem(json.JSONDecodeError("Expecting value", "", 0))]) from None


def json_problem(error: json.JSONDecodeError) -> dict[str, Any]:
    return {
        "type": "json_invalid",
        "loc": ["body", error.pos],
        "msg": "JSON decode error",
        "input": {},
        "ctx": {"error": error.msg},
    }


def given(body: BaseModel) -> Mapping[str, Any]:
    """Return only the fields that the caller sent: what a PATCH may change."""
    return body.model_dump(exclude_unset=True)
