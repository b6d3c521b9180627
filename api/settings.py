"""The settings of the service: environment variables that begin with ``GROUP_MATCHER_``."""

from typing import Literal, Self

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
    concurrent_solves: int = Field(
        default=2,
        ge=1,
        le=256,
        description="Solves at once in one process; a further one is told to come back.",
    )
    workers: int = Field(default=1, ge=1, le=256, description="Processes that answer requests.")
    threads: int = Field(default=8, ge=2, le=256, description="Threads of each process.")
    demo: bool = Field(
        default=True,
        description="Whether invented lists can be had; off on an address others reach, unless this says otherwise.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    def url(self) -> str:
        """The address of the database."""
        if self.database_url is not None:
            return self.database_url
        return f"sqlite:///{user_data_path('group-matcher') / 'group-matcher.sqlite3'}"

    def most_stored_groups(self) -> int:
        """Groups on offer that a list which is kept may have: as many as two people each would fill."""
        return max(self.max_groups, self.max_stored_applicants // 2)

    @model_validator(mode="after")
    def _default_fits_the_cap(self) -> Self:
        if self.default_seconds > self.max_seconds:
            raise ValueError("default_seconds is over max_seconds: correct one of them")
        return self
