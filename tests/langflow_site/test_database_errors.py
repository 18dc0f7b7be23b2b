"""What callers are told when the database refuses a value, or is away."""

import pytest
from django.db import DatabaseError, DataError, InterfaceError, OperationalError

from langflow_site.common.error_handler import described


class TooLargeForItsIndex(Exception):
    sqlstate = "54000"


def test_a_value_that_no_column_takes_is_the_callers_mistake() -> None:
    status, body, _ = described(DataError("value too long for type character varying(255)"))
    assert status == 422
    assert "varying" not in body["detail"]


def test_so_is_a_text_that_is_too_long_for_its_index() -> None:
    error = OperationalError("index row size 9024 exceeds btree version 4 maximum 2704")
    error.__cause__ = TooLargeForItsIndex()
    assert described(error)[0] == 422


@pytest.mark.parametrize("error", [OperationalError("connection refused"), InterfaceError("connection is closed")])
def test_a_database_that_is_away_is_no_failure_of_ours(error: Exception) -> None:
    status, body, headers = described(error)
    assert (status, headers) == (503, {"Retry-After": "2"})
    assert "refused" not in body["detail"]


def test_other_errors_of_the_database_are() -> None:
    assert described(DatabaseError("no idea"))[0] == 500
