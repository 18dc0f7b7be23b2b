"""Routes of accounts."""

from accounts.views import sessions
from accounts.views.api_keys import ApiKeyViewSet
from accounts.views.registration import RegistrationView
from accounts.views.users import UserViewSet
from accounts.views.variables import VariablesView, VariableView
from langflow_site.common.paths import both_slashes

urlpatterns = [
    *both_slashes("api/v1/login", sessions.LoginView.as_view(), name="login"),
    *both_slashes("api/v1/refresh", sessions.RefreshView.as_view(), name="refresh"),
    *both_slashes("api/v1/logout", sessions.LogoutView.as_view(), name="logout"),
    *both_slashes("api/v1/auto_login", sessions.AutoLoginView.as_view(), name="auto-login"),
    *both_slashes("api/v1/session", sessions.SessionView.as_view(), name="session"),
    *both_slashes("api/v1/users", UserViewSet.as_view({"get": "list", "post": "create"}), name="users"),
    *both_slashes("api/v1/users/whoami", UserViewSet.as_view({"get": "whoami"}), name="whoami"),
    *both_slashes(
        "api/v1/users/<user_id>", UserViewSet.as_view({"patch": "partial_update", "delete": "destroy"}), name="user"
    ),
    *both_slashes(
        "api/v1/users/<user_id>/reset-password",
        UserViewSet.as_view({"patch": "reset_password"}),
        name="reset-password",
    ),
    *both_slashes("api/v1/api_key", ApiKeyViewSet.as_view({"get": "list", "post": "create"}), name="api-keys"),
    *both_slashes("api/v1/api_key/store", ApiKeyViewSet.as_view({"post": "save_store_key"}), name="store-api-key"),
    *both_slashes("api/v1/api_key/<api_key_id>", ApiKeyViewSet.as_view({"delete": "destroy"}), name="api-key"),
    *both_slashes("api/v1/variables", VariablesView.as_view(), name="variables"),
    *both_slashes("api/v1/variables/<variable_id>", VariableView.as_view(), name="variable"),
    *both_slashes("api/v2/registration/", RegistrationView.as_view(), name="registration"),
]
