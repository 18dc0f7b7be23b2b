"""Login, refresh, logout, auto login, session. These routes are open: whoever calls them is not signed in yet."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import caller_by_session
from accounts.cookies import delete_cookies, set_cookies, set_store_cookie
from accounts.credentials import REFRESH_COOKIE, Credentials
from accounts.errors import CrossSiteRequest
from accounts.same_origin import is_cross_site
from accounts.serializers import LoginForm, MessageSerializer, SessionSerializer, TokensSerializer
from accounts.services import sessions
from accounts.services.sessions import SignedIn
from langflow_site.common.openapi import refusals

FORM = "application/x-www-form-urlencoded"
NO_REFRESH_TOKEN = (None, "", "null")
"""The editor keeps what it is answered in the cookie, and after auto login that is null."""


class OpenView(APIView):
    """Anybody may call; a page of another site may not make a browser call."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if is_cross_site(request.method or "GET", request.headers):
            raise CrossSiteRequest


class LoginView(OpenView):
    @extend_schema(
        operation_id="login", request={FORM: LoginForm}, responses={200: TokensSerializer, **refusals(401, 403, 429)}
    )
    def post(self, request: Request) -> Response:
        """Sign in by user name and password."""
        form = LoginForm.parse(request.POST)
        address = request.META.get("REMOTE_ADDR", "")
        signed_in = sessions.sign_in(username=form.username, password=form.password, address=address)
        return _answer(request, signed_in, with_store_cookie=True)


class RefreshView(OpenView):
    @extend_schema(operation_id="refresh_tokens", request=None, responses={200: TokensSerializer, **refusals(401, 403)})
    def post(self, request: Request) -> Response:
        """Trade the refresh cookie for new tokens. After auto login, which sets none, the access cookie will do."""
        refresh_token = request.COOKIES.get(REFRESH_COOKIE)
        if refresh_token not in NO_REFRESH_TOKEN:
            return _answer(request, sessions.refresh(refresh_token=refresh_token))
        caller = caller_by_session(Credentials.of_request(request))
        return _answer(request, sessions.refresh_auto_login(session_id=caller.session_id if caller else None))


class LogoutView(OpenView):
    @extend_schema(operation_id="logout", request=None, responses={200: MessageSerializer, **refusals(403)})
    def post(self, request: Request) -> Response:
        """End the session: its tokens die on the server, its cookies in the browser."""
        access_token = Credentials.of_request(request).bearer
        sessions.sign_out(access_token=access_token, refresh_token=request.COOKIES.get(REFRESH_COOKIE))
        response = Response(MessageSerializer({"message": "Logout successful"}).data)
        delete_cookies(response)
        return response


class AutoLoginView(OpenView):
    @extend_schema(operation_id="auto_login", responses={200: TokensSerializer, **refusals(400, 403)})
    def get(self, request: Request) -> Response:
        """Sign in without a password, where the server is set up for a single user."""
        caller = caller_by_session(Credentials.of_request(request))
        signed_in = sessions.auto_sign_in(session_id=caller.session_id if caller else None)
        return _answer(request, signed_in, with_store_cookie=True)


class SessionView(OpenView):
    @extend_schema(operation_id="read_session", responses=SessionSerializer)
    def get(self, request: Request) -> Response:
        """Say who is signed in, if anybody is."""
        caller = caller_by_session(Credentials.of_request(request))
        user = caller.user if caller else None
        return Response(SessionSerializer({"authenticated": bool(user), "user": user, "store_api_key": None}).data)


def _answer(request: Request, signed_in: SignedIn, *, with_store_cookie: bool = False) -> Response:
    response = Response(TokensSerializer(signed_in).data)
    set_cookies(response, signed_in, is_secure=request.is_secure())
    if with_store_cookie:
        set_store_cookie(response, is_secure=request.is_secure())
    return response
