"""A user goes with all that is his, at once or not at all; somebody who can run the server stays."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db.models import Model
from django.db.models.signals import post_delete
from django.test import Client
from django.urls import reverse

from accounts.errors import LastSuperuserStays
from accounts.models import User
from accounts.services.users import keeping_a_superuser, remove_user
from execution.runtime.vector_folders import folder_of
from files.models import StoredFile
from tests.owned_rows import one_of_everything, owned_models, tables_that_name

ClientOf = Callable[[str], Any]


@pytest.fixture(autouse=True)
def config_folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.LANGFLOW, "CONFIG_DIR", tmp_path)


@pytest.fixture
def everything(alice: User) -> list[Model]:
    return with_everything(alice)


def with_everything(user: User) -> list[Model]:
    """Give the user one of everything, on disks, too."""
    rows = one_of_everything(user)
    store = folder_of(user.pk) / "faiss"
    store.mkdir(parents=True)
    (store / "index").write_bytes(b"vectors")
    return rows


def missing(rows: list[Model]) -> list[Model]:
    return [row for row in rows if not type(row)._base_manager.filter(pk=row.pk).exists()]


def stored(rows: list[Model]) -> list[bool]:
    """Tell of each file among the rows whether its bytes are there."""
    found = [default_storage.exists(row.key) for row in rows if isinstance(row, StoredFile)]
    assert found
    return found


def site_of(admin: User) -> Client:
    client = Client()
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    return client


def by_api(client_of: ClientOf, admin: User, user: User) -> None:
    assert client_of("admin").delete(f"/api/v1/users/{user.pk}").status_code == 200


def by_admin(client_of: ClientOf, admin: User, user: User) -> None:
    url = reverse("admin:accounts_user_delete", args=[user.pk])
    assert site_of(admin).post(url, {"post": "yes"}).status_code == 302


def by_action_of_the_admin(client_of: ClientOf, admin: User, user: User) -> None:
    assert _delete_chosen(admin, user).status_code == 302


def _delete_chosen(admin: User, *users: User) -> Any:
    data = {"action": "delete_selected", "_selected_action": [user.pk for user in users], "post": "yes"}
    return site_of(admin).post(reverse("admin:accounts_user_changelist"), data)


def by_command(client_of: ClientOf, admin: User, user: User) -> None:
    call_command("delete_user", user.username, "--yes")


EVERY_WAY = pytest.mark.parametrize("remove", [by_api, by_admin, by_action_of_the_admin, by_command])


def test_everything_is_more_than_a_few_things() -> None:
    names = {model.__name__ for model in owned_models()}
    assert {"Flow", "Project", "Variable", "ApiKey", "LoginSession", "Message", "VertexBuild", "Transaction"} <= names
    assert {"Trace", "ModelUse", "UserFile", "FlowFile", "KnowledgeBase", "Chunk", "IncomingText", "Job"} <= names
    assert {"McpServer", "WebhookSignature", "IdempotentRequest", "SharedItem", "Like"} <= names


@EVERY_WAY
def test_nothing_of_a_removed_user_stays(
    client_of: ClientOf, admin: User, alice: User, bob: User, everything: list[Model], remove: Callable[..., None],
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    of_bob = with_everything(bob)
    assert all(stored(everything))
    with django_capture_on_commit_callbacks(execute=True):
        remove(client_of, admin, alice)
    assert missing(everything) == everything
    told = [row.pk for row in everything if type(row).__name__ in {"User", "Flow", "Project", "Job", "KnowledgeBase"}]
    # The admin's own log goes on telling what was done to whom.
    assert set(tables_that_name(*told)) <= {"django_admin_log"}
    assert not folder_of(alice.pk).exists()
    assert not missing(of_bob)
    assert not any(stored(everything))
    assert all(stored(of_bob))
    assert folder_of(bob.pk).exists()


def test_a_removal_that_fails_takes_nothing(client_of: ClientOf, alice: User, everything: list[Model]) -> None:
    keys = {row.key for row in everything if hasattr(row, "key") and default_storage.exists(row.key)}

    def fail(**facts: Any) -> None:
        raise RuntimeError("the disk is full")

    post_delete.connect(fail, sender=User)
    try:
        with pytest.raises(RuntimeError):
            remove_user(user=alice)
    finally:
        post_delete.disconnect(fail, sender=User)
    assert not missing(everything)
    assert keys
    assert all(default_storage.exists(key) for key in keys)
    assert folder_of(alice.pk).exists()


def test_the_last_superuser_stays_whatever_the_way(client_of: ClientOf, admin: User, alice: User) -> None:
    assert client_of("admin").delete(f"/api/v1/users/{admin.pk}").status_code == 400
    site, change = site_of(admin), reverse("admin:accounts_user_change", args=[admin.pk])
    assert site.post(reverse("admin:accounts_user_delete", args=[admin.pk]), {"post": "yes"}).status_code == 403
    assert _delete_chosen(admin, admin, alice).status_code == 403
    assert site.post(change, {"username": "admin", "optins": "{}"}).status_code == 302
    site.post(reverse("admin:accounts_user_changelist"), {"action": "deactivate", "_selected_action": [admin.pk]})
    with pytest.raises(CommandError, match="last active superuser"):
        call_command("delete_user", "admin", "--yes")
    admin.refresh_from_db()
    assert (admin.is_active, admin.is_superuser) == (True, True)


def test_a_superuser_who_is_switched_off_does_not_count(client_of: ClientOf, admin: User, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_superuser=True, is_active=False)
    with pytest.raises(CommandError, match="last active superuser"):
        call_command("delete_user", "admin", "--yes")


@pytest.mark.parametrize(
    "harm",
    [
        lambda: User.objects.active_superusers().delete(),
        lambda: User.objects.update(is_active=False),
        lambda: User.objects.update(is_superuser=False),
    ],
)
def test_what_would_leave_no_superuser_is_taken_back(admin: User, alice: User, harm: Callable[[], Any]) -> None:
    User.objects.filter(pk=alice.pk).update(is_superuser=True)
    with pytest.raises(LastSuperuserStays), keeping_a_superuser():
        harm()
    assert User.objects.active_superusers().count() == 2


def test_the_admin_says_so(admin: User, alice: User) -> None:
    """Two superusers who work in the admin at the same time."""
    User.objects.filter(pk=alice.pk).update(is_superuser=True)
    site = site_of(admin)

    def leave(sender: type[User], instance: User, **facts: Any) -> None:
        User.objects.filter(pk=admin.pk).update(is_superuser=False)

    post_delete.connect(leave, sender=User)
    try:
        answer = site.post(reverse("admin:accounts_user_delete", args=[alice.pk]), {"post": "yes"})
    finally:
        post_delete.disconnect(leave, sender=User)
    assert answer.status_code == 403
    assert User.objects.active_superusers().count() == 2


def test_the_command_asks_first(admin: User, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda _: "no")
    with pytest.raises(CommandError, match="Nothing was removed"):
        call_command("delete_user", "alice")
    monkeypatch.setattr("builtins.input", lambda _: "alice")
    call_command("delete_user", "alice")
    assert not User.objects.filter(username="alice").exists()


def test_the_command_knows_only_users(admin: User) -> None:
    with pytest.raises(CommandError, match="no user 'nobody'"):
        call_command("delete_user", "nobody", "--yes")
