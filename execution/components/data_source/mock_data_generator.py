"""Mock Data: made-up values of each type, to try a flow with."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from execution.engine.component import Component
from execution.engine.fields import Output
from execution.engine.values import Data, DataFrame, Message

ROWS = 50
FIRST_NAMES = ["Ada", "Ben", "Chloe", "David", "Emma", "Finn", "Grace", "Hugo", "Ivy", "Jonas"]
LAST_NAMES = ["Adler", "Berg", "Costa", "Dubois", "Evans", "Fischer", "Gomez", "Hansen", "Ito", "Jansen"]
CITIES = ["Berlin", "Boston", "Kyoto", "Lagos", "Lima", "Lyon", "Oslo", "Porto", "Prague", "Sydney"]
COUNTRIES = ["Germany", "USA", "Japan", "Nigeria", "Peru", "France", "Norway", "Portugal", "Czechia", "Australia"]
PRODUCTS = ["Product A", "Product B", "Product C", "Product D", "Product E", "Service X", "Service Y", "Service Z"]
COMPANIES = ["Alder & Co", "Blue Harbor", "Cedar Works", "Delta Nine", "Evergreen"]
DEPARTMENTS = ["Finance", "Marketing", "Operations", "Research", "Sales"]
STATES = ["active", "pending", "inactive"]
TAGS = ["important", "new", "review", "urgent"]
TEXTS = [
    "The harbor was quiet when the first boat came in.",
    "Three of the seven bridges were closed for repairs over the summer.",
    "Please send the revised figures before the meeting on Thursday.",
    "A good test text is short, plain and easy to recognise in a log.",
]
AGE_GROUPS = [(25, "18-25"), (35, "26-35"), (50, "36-50"), (65, "51-65")]


class MockDataGenerator(Component):
    """Make up a text, a record and a table."""

    display_name = "Mock Data"
    description = "Makes up data to try a flow with."
    icon = "Dices"

    inputs = []
    outputs = [
        Output(name="dataframe_output", display_name="Result", method="generate_dataframe_output"),
        Output(name="message_output", display_name="Result", method="generate_message_output"),
        Output(name="data_output", display_name="Result", method="generate_data_output"),
    ]

    def generate_message_output(self) -> Message:
        """Return a sentence."""
        text = _choice(TEXTS)
        self.status = text
        return Message(text=text)

    def generate_data_output(self) -> Data:
        """Return a few records of a business and a summary of them."""
        records = [_business_record(number) for number in range(random.randint(1, 5))]  # noqa: S311  # made-up data
        data = Data(data={"records": records, "summary": _summary(records)})
        self.status = data
        return data

    def generate_dataframe_output(self) -> DataFrame:
        """Return a table of customers."""
        table = DataFrame([_customer(number) for number in range(ROWS)])
        self.status = table
        return table


def _customer(number: int) -> dict[str, Any]:
    first, last = _choice(FIRST_NAMES), _choice(LAST_NAMES)
    age, quantity = random.randint(18, 80), random.randint(1, 10)  # noqa: S311  # made-up data
    value, discount = _amount(10, 1000), _amount(0, 0.3)
    discounted = round(value * (1 - discount), 4)
    return {
        "customer_id": f"CUST-{10_000 + number}",
        "first_name": first,
        "last_name": last,
        "email": f"user{number + 1}@example.com",
        "age": age,
        "city": _choice(CITIES),
        "country": _choice(COUNTRIES),
        "product": _choice(PRODUCTS),
        "order_date": _day(),
        "order_value": value,
        "quantity": quantity,
        "discount": discount,
        "is_premium": _choice([True, False]),
        "satisfaction_score": random.randint(1, 10),  # noqa: S311  # made-up data
        "last_contact": _day(),
        "full_name": f"{first} {last}",
        "discounted_value": discounted,
        "total_value": round(discounted * quantity, 4),
        "age_group": next((name for oldest, name in AGE_GROUPS if age <= oldest), "65+"),
    }


def _business_record(number: int) -> dict[str, Any]:
    state = _choice(STATES)
    return {
        "id": f"REC-{1000 + number}",
        "name": f"Sample Record {number + 1}",
        "company": _choice(COMPANIES),
        "department": _choice(DEPARTMENTS),
        "status": state,
        "category": _choice(["A", "B", "C", "D"]),
        "value": _amount(100, 10_000),
        "quantity": random.randint(1, 100),  # noqa: S311  # made-up data
        "rating": round(_amount(1, 5), 1),
        "is_active": state == "active",
        "created_date": _day(),
        "tags": random.sample(TAGS, k=random.randint(1, 3)),  # noqa: S311  # made-up data
    }


def _summary(records: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "total_count": len(records),
        "active_count": sum(record["is_active"] for record in records),
        "total_value": round(sum(record["value"] for record in records), 2),
        "average_rating": round(sum(record["rating"] for record in records) / len(records), 2),
        "categories": sorted({record["category"] for record in records}),
        "companies": sorted({record["company"] for record in records}),
    }


def _choice(options: list[Any]) -> Any:
    return random.choice(options)  # noqa: S311  # made-up data


def _amount(least: float, most: float) -> float:
    return round(random.uniform(least, most), 2)  # noqa: S311  # made-up data


def _day() -> str:
    return f"{datetime.now(UTC) - timedelta(days=random.randint(0, 365)):%Y-%m-%d}"  # noqa: S311  # made-up data
