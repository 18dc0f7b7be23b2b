import uuid

import pytest

from accounts.models import LoginSession, User
from tests.accounts.conftest import log_in

USERS = "/api/v1/users/"


def told(answer):
    return answer.status_code, answer.json()


def user_path(user):
    return f"{USERS}{user.pk}"


class TestSignUp:
    def sign_up(self, client, **body):
        return client.post(USERS, {"username": "carol", "password": "secret", **body}, format="json")

    def test_a_new_account_waits_to_be_switched_on(self, anonymous, db):
        answer = self.sign_up(anonymous)
        assert answer.status_code == 201
        assert (answer.json()["is_active"], answer.json()["is_superuser"]) == (False, False)
        assert log_in(anonymous, "carol", "secret").json() == {"detail": "Waiting for approval"}

    def test_the_server_may_switch_new_accounts_on(self, anonymous, db, option):
        option("NEW_USER_IS_ACTIVE", True)
        assert self.sign_up(anonymous).json()["is_active"]
        assert log_in(anonymous, "carol", "secret").status_code == 200

    def test_nobody_makes_himself_a_superuser(self, anonymous, db):
        answer = self.sign_up(anonymous, is_superuser=True, is_active=True)
        assert (answer.json()["is_active"], answer.json()["is_superuser"]) == (False, False)

    def test_the_password_is_neither_answered_nor_stored(self, anonymous, db):
        assert "secret" not in self.sign_up(anonymous).content.decode()
        assert User.objects.get().password != "secret"

    def test_a_name_is_given_once(self, anonymous, alice):
        answer = self.sign_up(anonymous, username="alice")
        assert told(answer) == (400, {"detail": "This username is unavailable."})

    @pytest.mark.parametrize("username", ["", "   ", "a\x00b", "x" * 256, 5, None])
    def test_a_name_must_be_a_name(self, anonymous, db, username):
        answer = self.sign_up(anonymous, username=username)
        assert answer.status_code == 422
        assert answer.json()["detail"][0]["loc"] == ["body", "username"]

    @pytest.mark.parametrize("password", ["", None, ["x"], "x" * 5000])
    def test_a_password_must_be_one(self, anonymous, db, password):
        answer = self.sign_up(anonymous, password=password)
        assert answer.status_code == 422
        assert answer.json()["detail"][0]["loc"] == ["body", "password"]

    def test_names_may_use_any_script(self, anonymous, db):
        assert self.sign_up(anonymous, username="日本😀").json()["username"] == "日本😀"

    def test_sign_up_may_be_closed_to_all_but_superusers(self, anonymous, client_of, option):
        option("ENABLE_SIGNUP", False)
        assert self.sign_up(anonymous).status_code == 403
        assert self.sign_up(client_of("alice")).status_code == 403
        assert self.sign_up(client_of("admin")).status_code == 201


def test_whoami_describes_the_caller(client_of, alice):
    answer = client_of("alice").get(f"{USERS}whoami").json()
    assert (answer["id"], answer["username"], answer["is_active"]) == (str(alice.pk), "alice", True)
    assert set(answer) >= {"profile_image", "store_api_key", "create_at", "updated_at", "last_login_at", "optins"}


def test_times_have_no_zone_but_for_the_one_of_an_update(client_of, alice):
    client = client_of("alice")
    before = client.get(f"{USERS}whoami").json()
    after = client.patch(user_path(alice), {}, format="json").json()
    for time in (before["create_at"], before["updated_at"], before["last_login_at"], after["create_at"]):
        assert len(time) == len("2026-01-31T12:00:00.000000")
    assert after["updated_at"].endswith("Z")


class TestTheList:
    def test_superusers_see_everybody_page_by_page(self, client_of, alice, bob):
        client = client_of("admin")
        page = client.get(USERS, {"skip": 1, "limit": 1}).json()
        assert page["total_count"] == 3
        assert len(page["users"]) == 1
        assert client.get(USERS, {"limit": 0}).json()["users"] == []
        assert client.get(USERS, {"skip": 100_000}).json()["users"] == []

    @pytest.mark.parametrize("query", [{"limit": "abc"}, {"limit": -1}, {"skip": -1}, {"skip": 10**30}])
    def test_a_bad_page_is_422(self, client_of, query):
        assert client_of("admin").get(USERS, query).status_code == 422

    def test_ordinary_users_may_not_look(self, client_of):
        answer = client_of("alice").get(USERS)
        assert told(answer) == (403, {"detail": "The user doesn't have enough privileges"})

    def test_it_costs_three_queries(self, client_of, alice, bob, django_assert_num_queries):
        client = client_of("admin")
        with django_assert_num_queries(3):
            client.get(USERS)


class TestChanges:
    def change(self, client, user, **changes):
        return client.patch(user_path(user), changes, format="json")

    def test_users_change_their_own_name_picture_and_choices(self, client_of, alice):
        optins = {"github_starred": True, "dialog_dismissed": True, "discord_clicked": False}
        answer = self.change(client_of("alice"), alice, username="al", profile_image="Space/1.svg", optins=optins)
        assert answer.status_code == 200
        alice.refresh_from_db()
        assert (alice.username, alice.profile_image, alice.optins) == ("al", "Space/1.svg", optins)

    def test_null_leaves_a_field_alone_and_takes_the_picture_away(self, client_of, alice):
        client = client_of("alice")
        self.change(client, alice, profile_image="Space/1.svg")
        answer = self.change(client, alice, username=None, is_active=None, optins=None, profile_image=None).json()
        assert (answer["username"], answer["profile_image"]) == ("alice", None)

    @pytest.mark.parametrize("name", ["alice", "admin"])
    def test_an_empty_password_is_no_new_one(self, client_of, anonymous, alice, name):
        client = client_of(name)
        answer = client.patch(user_path(alice), {"password": "", "username": "carol"}, format="json")
        assert (answer.status_code, answer.json()["username"]) == (200, "carol")
        assert client.get("/api/v1/users/whoami").status_code == 200
        assert log_in(anonymous, "carol").status_code == 200

    @pytest.mark.parametrize("changes", [{"is_superuser": True}, {"is_active": False}])
    def test_users_give_themselves_no_rights_and_take_none(self, client_of, alice, changes):
        answer = self.change(client_of("alice"), alice, **changes)
        assert told(answer) == (403, {"detail": "Permission denied"})

    def test_sending_what_is_there_already_changes_nothing(self, client_of, alice):
        assert self.change(client_of("alice"), alice, is_active=True, is_superuser=False).status_code == 200

    def test_users_do_not_touch_each_other(self, client_of, bob):
        answer = self.change(client_of("alice"), bob, profile_image="x")
        assert told(answer) == (403, {"detail": "Permission denied"})

    def test_superusers_switch_others_off_and_on(self, client_of, alice):
        client = client_of("admin")
        assert self.change(client, alice, is_active=False).json()["is_active"] is False
        assert self.change(client, alice, is_active=True).json()["is_active"] is True

    def test_a_name_that_is_taken_is_refused(self, client_of, alice, bob):
        assert self.change(client_of("alice"), alice, username="bob").status_code == 400

    @pytest.mark.parametrize("changes", [{"is_active": "maybe"}, {"username": ""}, {"optins": []}, {"password": ["x"]}])
    def test_wrong_values_are_named(self, client_of, alice, changes):
        answer = self.change(client_of("admin"), alice, **changes)
        assert answer.status_code == 422
        assert answer.json()["detail"][0]["loc"][:2] == ["body", next(iter(changes))]

    def test_an_unknown_user_is_404_and_a_bad_id_422(self, client_of):
        client = client_of("admin")
        assert told(client.patch(f"{USERS}{uuid.uuid4()}", {}, format="json")) == (404, {"detail": "User not found"})
        assert client.patch(f"{USERS}nope", {}, format="json").status_code == 422

    @pytest.mark.parametrize("changes", [{"is_superuser": False}, {"is_active": False}])
    def test_the_last_superuser_stays_one(self, client_of, admin, changes):
        answer = self.change(client_of("admin"), admin, **changes)
        assert answer.status_code == 400
        assert "last active superuser" in answer.json()["detail"]

    def test_one_of_two_superusers_may_go(self, client_of, admin, alice):
        client = client_of("admin")
        self.change(client, alice, is_superuser=True)
        assert self.change(client, admin, is_superuser=False).status_code == 200


class TestPasswords:
    def reset(self, client, user, password="another"):
        return client.patch(f"{user_path(user)}/reset-password", {"password": password}, format="json")

    def test_users_change_their_own(self, client_of, anonymous, alice):
        assert self.reset(client_of("alice"), alice).status_code == 200
        assert log_in(anonymous, "alice").status_code == 401
        assert log_in(anonymous, "alice", "another").status_code == 200

    def test_a_change_ends_all_other_sessions(self, client_of, alice):
        here, there = client_of("alice"), client_of("alice")
        self.reset(here, alice)
        assert here.get(f"{USERS}whoami").status_code == 200
        assert there.get(f"{USERS}whoami").status_code == 401

    def test_a_change_by_api_key_ends_every_session(self, client_of, anonymous, alice, alices_key):
        client = client_of("alice")
        anonymous.credentials(HTTP_X_API_KEY=alices_key)
        self.reset(anonymous, alice)
        assert client.get(f"{USERS}whoami").status_code == 401

    def test_the_present_one_is_refused(self, client_of, alice):
        answer = self.reset(client_of("alice"), alice, "correct horse")
        assert told(answer) == (400, {"detail": "You can't use your current password"})

    @pytest.mark.parametrize("password", ["", None])
    def test_an_empty_one_is_refused(self, client_of, alice, password):
        answer = self.reset(client_of("alice"), alice, password)
        assert told(answer) == (400, {"detail": "Password is required for password reset"})

    @pytest.mark.parametrize("name", ["alice", "admin"])
    def test_nobody_resets_anothers(self, client_of, bob, name):
        answer = self.reset(client_of(name), bob)
        assert told(answer) == (404, {"detail": "You can't change another user's password"})

    def test_the_general_route_is_not_for_ones_own(self, client_of, alice):
        answer = client_of("alice").patch(user_path(alice), {"password": "another"}, format="json")
        assert told(answer) == (400, {"detail": "You can't change your password here"})

    def test_superusers_set_anybodys_and_end_the_sessions(self, client_of, anonymous, alice):
        client = client_of("alice")
        client_of("admin").patch(user_path(alice), {"password": "another"}, format="json")
        assert log_in(anonymous, "alice", "another").status_code == 200
        assert client.get(f"{USERS}whoami").status_code == 401


class TestRemoval:
    def test_superusers_remove_users_with_all_that_is_theirs(self, client_of, alice):
        client_of("alice")
        answer = client_of("admin").delete(user_path(alice))
        assert told(answer) == (200, {"detail": "User deleted"})
        assert not LoginSession.objects.owned_by(alice).exists()

    def test_twice_is_404(self, client_of, alice):
        client = client_of("admin")
        client.delete(user_path(alice))
        assert told(client.delete(user_path(alice))) == (404, {"detail": "User not found"})

    def test_superusers_do_not_remove_themselves(self, client_of, admin):
        answer = client_of("admin").delete(user_path(admin))
        assert told(answer) == (400, {"detail": "You can't delete your own user account"})

    @pytest.mark.parametrize("name", ["alice", "bob"])
    def test_ordinary_users_remove_nobody(self, client_of, alice, name):
        answer = client_of(name).delete(user_path(alice))
        assert told(answer) == (403, {"detail": "The user doesn't have enough privileges"})

    def test_strangers_neither(self, anonymous, alice):
        assert anonymous.delete(user_path(alice)).status_code == 403
