"""Make and remove knowledge bases."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from files.knowledge.errors import KnowledgeBasesNotFound, NameTaken, NameTooShort, NameUnusable
from files.knowledge.models import KnowledgeBase
from files.knowledge.selectors import counted_knowledge_base, own_knowledge_base

SHORTEST_NAME = 3


def create_knowledge_base(
    *, user: User, name: str, embedding_provider: str, embedding_model: str, column_config: list[dict[str, Any]] | None
) -> KnowledgeBase:
    """Make an empty knowledge base and return it with its counts."""
    name = _usable(name)
    base = KnowledgeBase(user=user, name=name, embedding_provider=embedding_provider, embedding_model=embedding_model)
    base.column_config = column_config or None  # no columns are none, as clients read it
    try:
        with transaction.atomic():
            base.save(force_insert=True)
    except IntegrityError:
        raise NameTaken(name=name) from None
    return counted_knowledge_base(user, name)


def delete_knowledge_base(*, user: User, name: str) -> None:
    """Remove it with everything in it. An ingestion that is under way ends at its next batch."""
    own_knowledge_base(user, name).delete()


@transaction.atomic
def delete_knowledge_bases(*, user: User, names: Sequence[str]) -> list[str]:
    """Remove those that exist and return the names of those that do not; raise if that is all of them."""
    existing = KnowledgeBase.objects.owned_by(user).filter(name__in=names)
    known = set(existing.values_list("name", flat=True))
    missing = [name for name in names if name not in known]
    if missing and not known:
        raise KnowledgeBasesNotFound(names=", ".join(missing))
    existing.delete()
    return missing


def _usable(name: str) -> str:
    """Return the name as it stands in addresses."""
    name = name.strip().replace(" ", "_")
    if len(name) < SHORTEST_NAME:
        raise NameTooShort
    if "/" in name or "\\" in name or not name.strip("."):
        raise NameUnusable
    return name
