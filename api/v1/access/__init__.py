"""Who may use the service: keys, users, and sessions of those who sign in."""

from flask_openapi import APIBlueprint

from api.access.sessions import SignIn
from api.openapi import Documented
from api.v1.access.keys import KeyAnswer, KeyMade, KeyPage, KeyRequest, keys_resource
from api.v1.access.oidc import oidc_resource
from api.v1.access.session import SessionAnswer, session_resource
from api.v1.access.users import UserAnswer, UserChange, UserPage, UserRequest, users_resource

ACCESS_RESOURCES: tuple[APIBlueprint, ...] = (session_resource, oidc_resource, keys_resource, users_resource)

ACCESS_MODELS: tuple[Documented, ...] = (
    (SignIn, "validation"),
    (SessionAnswer, "serialization"),
    (KeyRequest, "validation"),
    (KeyAnswer, "serialization"),
    (KeyMade, "serialization"),
    (KeyPage, "serialization"),
    (UserRequest, "validation"),
    (UserChange, "validation"),
    (UserAnswer, "serialization"),
    (UserPage, "serialization"),
)
