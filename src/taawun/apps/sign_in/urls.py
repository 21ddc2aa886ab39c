# SPDX-License-Identifier: Apache-2.0
"""Addresses of signing in. Those of django-allauth that nothing here needs do not exist.

Four names stand at the root, because django-allauth asks for them by these names.
"""

from django.urls import path

from taawun.apps.sign_in.views import entering, factors, standing

machinery = [
    path("sign-in/", entering.SignIn.as_view(), name="account_login"),
    path("sign-in/second/", entering.SecondFactor.as_view(), name="mfa_authenticate"),
    path("sign-in/passkey/", entering.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("sign-in/<slug:provider_id>/back/", entering.ministry_back, name="openid_connect_callback"),
]

app_name = "sign_in"

urlpatterns = [
    path("sign-in/again/", standing.again, name="again"),
    path("sign-in/ministry/", entering.ministry, name="ministry"),
    path("account/", factors.factors, name="factors"),
    path("account/app/", factors.totp, name="totp"),
    path("account/passkey/", factors.passkey, name="passkey"),
    path("account/factors/<int:number>/remove/", factors.remove, name="remove"),
    path("account/codes/", factors.codes, name="codes"),
    path("account/codes/file/", factors.codes_file, name="codes-file"),
    path("account/codes/new/", factors.new_codes, name="new-codes"),
    path("account/sessions/", standing.sessions, name="sessions"),
    path("account/sessions/<int:number>/end/", standing.end, name="end"),
    path("account/sessions/end-others/", standing.end_others, name="end-others"),
    path("account/password/", standing.password, name="password"),
]
