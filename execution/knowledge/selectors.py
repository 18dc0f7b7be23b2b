"""Whose knowledge base it is that files are sent to."""

from accounts.authentication import caller_of
from accounts.credentials import Credentials
from files.knowledge.models import KnowledgeBase
from files.knowledge.selectors import own_knowledge_base


def base_of_caller(credentials: Credentials, name: str) -> KnowledgeBase:
    """Authenticate and find the knowledge base; one of somebody else does not exist."""
    return own_knowledge_base(caller_of(credentials).user, name)
