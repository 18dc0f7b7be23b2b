"""Reads of knowledge bases."""

import uuid

from django.db.models import QuerySet

from accounts.models import User
from files.knowledge.errors import KnowledgeBaseNotFound
from files.knowledge.models import Chunk, IncomingText, KnowledgeBase
from files.knowledge.vectors import Vector
from langflow_site.common.pagination import Page, page_of


def knowledge_bases_of(user: User) -> QuerySet[KnowledgeBase]:
    """Return the user's knowledge bases with their counts."""
    return KnowledgeBase.objects.owned_by(user).with_counts().order_by("name")


def own_knowledge_base(user: User, name: str) -> KnowledgeBase:
    """Return one of the user's knowledge bases; raise KnowledgeBaseNotFound."""
    return _found(KnowledgeBase.objects.owned_by(user), name)


def counted_knowledge_base(user: User, name: str) -> KnowledgeBase:
    """Return the same with its counts."""
    return _found(knowledge_bases_of(user), name)


def _found(bases: QuerySet[KnowledgeBase], name: str) -> KnowledgeBase:
    found: KnowledgeBase | None = bases.filter(name=name).first()
    if found is None:
        raise KnowledgeBaseNotFound(name=name)
    return found


def knowledge_base_of_owner(owner_id: uuid.UUID | str, name: str) -> KnowledgeBase | None:
    """Return the owner's knowledge base of that name, for flows; None if there is none."""
    found: KnowledgeBase | None = KnowledgeBase.objects.of_owner(owner_id).filter(name=name).first()
    return found


def names_of_owner(owner_id: uuid.UUID | str) -> list[str]:
    """Return the names of the owner's knowledge bases."""
    return list(KnowledgeBase.objects.of_owner(owner_id).order_by("name").values_list("name", flat=True))


def chunks_page(*, knowledge_base: KnowledgeBase, page: int, size: int, search: str) -> Page:
    """Return a page of the chunks, of those alone that hold the text where one is given."""
    chunks = Chunk.objects.of(knowledge_base.pk).containing(search)
    return page_of(chunks, page=page, size=size, read_from=Chunk.objects.defer("vector"))


def first_chunks(knowledge_base_id: uuid.UUID, count: int) -> list[Chunk]:
    """Return the chunks that were stored first."""
    return list(Chunk.objects.of(knowledge_base_id)[:count])


def nearest_chunks(knowledge_base_id: uuid.UUID, vector: Vector, count: int) -> list[Chunk]:
    """Return the chunks nearest to the vector, the nearest first."""
    return list(Chunk.objects.of(knowledge_base_id).nearest_to(vector)[:count])


def incoming_texts(job_id: uuid.UUID) -> list[IncomingText]:
    """Return what the job shall take in, in the order in which it was sent."""
    return list(IncomingText.objects.filter(job_id=job_id).order_by("pk"))
