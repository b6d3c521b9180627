"""The settings of the service: environment variables that begin with ``GROUP_MATCHER_``, and one TOML file."""

import os
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from api.process import FURTHEST
from matcher.intake import Problem
from matcher.validation import problems_in

ENVIRONMENT_PREFIX = "GROUP_MATCHER_"

CONFIG_VARIABLE = f"{ENVIRONMENT_PREFIX}CONFIG"
"""The environment variable that names the file of settings."""

CONFIG_FILE = Path("group-matcher.toml")
"""The file of settings where none is named; it need not exist."""


class UnusableSettingsError(ValueError):
    """Settings that cannot be used; the message has a line for each, with the variable or the file and its key."""


class Settings(BaseSettings):
    """What an operator may set; every default of the service is written here.

    An environment variable goes before the file (see ``config_file``).

    Raises:
        pydantic.ValidationError: If a setting cannot be read.
    """

    model_config = SettingsConfigDict(env_prefix=ENVIRONMENT_PREFIX, frozen=True, extra="forbid")

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
    max_upload_bytes: int = Field(
        default=32 * 1024 * 1024, ge=1024, le=1024**3, description="Largest list taken to be kept, in bytes."
    )
    max_applicants: int = Field(default=10_000, ge=1, le=1_000_000, description="Longest list of applicants taken.")
    max_stored_applicants: int = Field(
        default=100_000, ge=1, le=1_000_000, description="Longest list of applicants kept."
    )
    max_groups: int = Field(default=2_000, ge=1, le=100_000, description="Most groups on offer taken.")
    default_seconds: float = Field(
        default=10, gt=0, le=86_400, description="Seconds a solve takes where the request names none."
    )
    max_seconds: float = Field(
        default=60, gt=0, le=86_400, description="Seconds a solve takes at the most, whatever the request names."
    )
    max_job_seconds: float = Field(
        default=3600, gt=0, le=7 * 86_400, description="Seconds a job searches at the most, whatever the request names."
    )
    concurrent_solves: int = Field(
        default=2,
        ge=1,
        le=256,
        description="Solves at once in one process; a further one is told to come back.",
    )
    webhooks_private: bool = Field(
        default=False, description="Whether webhooks may call http and addresses inside the own network."
    )
    workers: int = Field(default=1, ge=1, le=256, description="Processes that answer requests.")
    threads: int = Field(default=8, ge=2, le=256, description="Threads of each process.")
    job_workers: int = Field(
        default=1, ge=0, le=256, description="Processes that run jobs, beside those that answer requests; 0 for none."
    )
    jobs_at_once: int = Field(default=1, ge=1, le=64, description="Jobs that one worker runs at once.")
    worker_niceness: int = Field(
        default=FURTHEST,
        ge=0,
        le=FURTHEST,
        description=(
            "How far processes that compute stand back behind those that answer requests, as the system's nice; "
            "0: not at all, 19: they compute only where nothing else wants a core."
        ),
    )
    jobs_per_clinic: int = Field(default=4, ge=1, le=1000, description="Jobs of one clinic that run at once.")
    job_attempts: int = Field(
        default=3, ge=1, le=1000, description="Workers that may die over a job before it is given up."
    )
    worker_silence_seconds: float = Field(
        default=15, ge=1, le=3600, description="Seconds without a sign of life after which a worker counts as dead."
    )
    max_wait_seconds: float = Field(
        default=30, ge=0, le=600, description="Seconds that a request waits for its job at the most (Prefer: wait)."
    )
    max_streams: int = Field(default=1000, ge=1, le=100_000, description="Streams of events open in one process.")
    demo: bool = Field(
        default=True,
        description="Whether invented lists can be had; off on an address others reach, unless this says otherwise.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    open_metrics: bool = Field(
        default=False, description="Whether /metrics answers other machines without a key, in a closed network."
    )
    retention_days: int | None = Field(
        default=None,
        ge=1,
        le=36_500,
        description="Days that lists which nobody touches are kept, where a clinic has not said; none: for ever.",
    )
    idempotency_hours: int = Field(
        default=24, ge=1, le=720, description="Hours in which a request with an Idempotency-Key may be sent again."
    )
    delivery_days: int = Field(default=30, ge=1, le=3650, description="Days that deliveries of webhooks are kept.")
    draft_days: int = Field(
        default=30, ge=1, le=3650, description="Days that lists handed in on the pages and never kept stay there."
    )
    job_event_days: int = Field(default=7, ge=1, le=3650, description="Days that the progress of ended jobs is kept.")

    def url(self) -> str:
        """The address of the database."""
        if self.database_url is not None:
            return self.database_url
        return f"sqlite:///{user_data_path('group-matcher') / 'group-matcher.sqlite3'}"

    def most_stored_groups(self) -> int:
        """Groups on offer that a list which is kept may have: as many as two people each would fill."""
        return max(self.max_groups, self.max_stored_applicants // 2)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (pydantic-settings names them)
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given in the code first, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, config_file())

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
        if self.default_seconds > min(self.max_seconds, self.max_job_seconds):
            raise ValueError("default_seconds is over max_seconds or max_job_seconds: correct one of them")
        return self


def load_settings(**given: Any) -> Settings:
    """The settings of the environment and the file; those given go before both.

    Raises:
        UnusableSettingsError: If one cannot be used.
    """
    named = os.environ.get(CONFIG_VARIABLE)
    if named is not None and not Path(named).is_file():
        raise UnusableSettingsError(f"{CONFIG_VARIABLE}: there is no file {named}")
    try:
        return Settings(**given)
    except tomllib.TOMLDecodeError as error:
        raise UnusableSettingsError(f"{config_file()}: this is no TOML: {error}") from None
    except OSError as error:
        raise UnusableSettingsError(f"{config_file()}: cannot be read: {error.strerror}") from None
    except ValidationError as error:
        lines = (f"{_place(found.path)}: {_said(found)}" for found in problems_in(error))
        raise UnusableSettingsError("\n".join(lines)) from None


def config_file() -> Path:
    """The file of settings: the one that ``GROUP_MATCHER_CONFIG`` names, else ``group-matcher.toml`` here."""
    return Path(os.environ.get(CONFIG_VARIABLE, CONFIG_FILE))


def source_of(name: str) -> str:
    """Where the setting comes from: a variable, the file, or ``default``."""
    variable = f"{ENVIRONMENT_PREFIX}{name.upper()}"
    if any(each.upper() == variable for each in os.environ):
        return variable
    file = config_file()
    return str(file) if file.is_file() and name in tomllib.loads(file.read_text(encoding="utf-8")) else "default"


def _said(found: Problem) -> str:
    return "there is no such setting" if found.code == "extra_forbidden" else found.message


def _place(path: tuple[str | int, ...]) -> str:
    if not path:
        return "settings"
    name = str(path[0])
    source = source_of(name)
    return f"{source}, {name}" if source == str(config_file()) else f"{ENVIRONMENT_PREFIX}{name.upper()}"
