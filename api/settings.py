"""The settings of the service: environment variables that begin with ``GROUP_MATCHER_``."""

from importlib.util import find_spec
from typing import Literal, Self
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ENVIRONMENT_PREFIX = "GROUP_MATCHER_"


class Settings(BaseSettings):
    """What an operator may set; every default of the service is written here.

    Raises:
        pydantic.ValidationError: If an environment variable cannot be read.
    """

    model_config = SettingsConfigDict(env_prefix=ENVIRONMENT_PREFIX, frozen=True)

    database_url: str | None = Field(
        default=None,
        description="sqlite:///file or postgresql://…; without it a file in the user's folder for data.",
    )
    access: Literal["open", "keys"] = Field(
        default="open",
        description=(
            "open: whoever sits at the machine needs no key until there is a key or a user. "
            "keys: nobody gets in without one."
        ),
    )
    trusted_proxies: int = Field(
        default=0,
        ge=0,
        le=8,
        description="Proxies in front whose X-Forwarded headers are believed; with any, nobody gets in without a key.",
    )
    session_hours: float = Field(default=12, gt=0, le=720, description="How long somebody stays signed in, in hours.")
    session_idle_minutes: float = Field(
        default=60, ge=2, le=43_200, description="Minutes without a request after which a session ends."
    )
    requests_per_minute: int = Field(
        default=1_200,
        ge=0,
        le=1_000_000,
        description="Requests of one key or user a minute in one process; 0: no limit.",
    )
    sign_ins_per_minute: int = Field(
        default=10, ge=0, le=1_000_000, description="Sign-ins from one address a minute in one process; 0: no limit."
    )
    oidc_issuer: str | None = Field(
        default=None, description="The identity provider with which people sign in (OpenID Connect), as an address."
    )
    oidc_client_id: str | None = Field(default=None, description="As what the service is known there.")
    oidc_client_secret: str | None = Field(
        default=None, repr=False, description="Its secret there; without it, a public client with PKCE alone."
    )
    oidc_login_claim: str = Field(
        default="email", description="The claim that a user's login has to match at the first sign-in."
    )
    max_request_bytes: int = Field(
        default=8 * 1024 * 1024, ge=1024, le=1024**3, description="Largest request body taken, in bytes."
    )
    max_applicants: int = Field(default=10_000, ge=1, le=1_000_000, description="Longest list of applicants taken.")
    max_groups: int = Field(default=2_000, ge=1, le=100_000, description="Most groups on offer taken.")
    default_seconds: float = Field(
        default=10, gt=0, le=86_400, description="Seconds a solve takes where the request names none."
    )
    max_seconds: float = Field(
        default=60, gt=0, le=86_400, description="Seconds a solve takes at the most, whatever the request names."
    )
    concurrent_solves: int = Field(
        default=2,
        ge=1,
        le=256,
        description="Solves at once in one process; a further one is told to come back.",
    )
    workers: int = Field(default=1, ge=1, le=256, description="Processes that answer requests.")
    threads: int = Field(default=8, ge=2, le=256, description="Threads of each process.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    def url(self) -> str:
        """The address of the database."""
        if self.database_url is not None:
            return self.database_url
        return f"sqlite:///{user_data_path('group-matcher') / 'group-matcher.sqlite3'}"

    @model_validator(mode="after")
    def _provider_can_be_asked(self) -> Self:
        if self.oidc_issuer is None:
            return self
        if self.oidc_client_id is None:
            raise ValueError("oidc_issuer needs oidc_client_id: set both")
        parts = urlsplit(self.oidc_issuer)
        if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
            raise ValueError("oidc_issuer has to begin with https://: whoever is in between could sign in as anybody")
        if find_spec("joserfc") is None:
            raise ValueError("oidc_issuer needs the extra oidc: pip install 'group-matcher[oidc]'")
        return self

    @model_validator(mode="after")
    def _default_fits_the_cap(self) -> Self:
        if self.default_seconds > self.max_seconds:
            raise ValueError("default_seconds is over max_seconds: correct one of them")
        return self
