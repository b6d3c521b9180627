"""The rules of a policy. A new rule is one file beside these and one line here."""

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, Field

from matcher.rules.age_span import AgeSpan
from matcher.rules.base import Mode, Rule
from matcher.rules.common_ground import CommonGround
from matcher.rules.eligibility import Eligibility
from matcher.rules.floor import Floor
from matcher.rules.keep_apart import KeepApart
from matcher.rules.keep_together import KeepTogether
from matcher.rules.leaders import LeaderConflict
from matcher.rules.no_isolate import NoIsolate
from matcher.rules.placement import Placement
from matcher.rules.preferences import Preferences
from matcher.rules.primary_reason import PrimaryReason
from matcher.rules.screening import Screening
from matcher.rules.session_time import SessionTime
from matcher.rules.size import Size, TargetSize
from matcher.rules.stay import Stay
from matcher.rules.ties import Ties

__all__ = ["Mode", "Rule", "Rules"]


class Rules(BaseModel):
    """Every rule with its settings. Order matters to explanations: the first that blocks is named first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    screening: Screening = Screening()
    placement: Placement = Placement()
    session_time: SessionTime = SessionTime()
    eligibility: Eligibility = Eligibility()
    leader_conflict: LeaderConflict = LeaderConflict()
    keep_apart: KeepApart = KeepApart()
    keep_together: KeepTogether = KeepTogether()
    size: Size = Size()
    age_span: AgeSpan = AgeSpan()
    no_isolate: tuple[NoIsolate, ...] = Field(default=(NoIsolate(),), max_length=10)
    floor: Floor = Floor()
    common_ground: CommonGround = CommonGround()
    primary_reason: PrimaryReason = PrimaryReason()
    target_size: TargetSize = TargetSize()
    preferences: Preferences = Preferences()
    ties: Ties = Ties()
    stay: Stay = Stay()

    def active(self) -> Iterator[Rule]:
        """Every rule that is not off."""
        for name in type(self).model_fields:
            setting = getattr(self, name)
            for rule in setting if isinstance(setting, tuple) else (setting,):
                if rule.mode != "off":
                    yield rule

    def named(self, code: str) -> Rule:
        """The rule of that code (the first, where there are several)."""
        setting = getattr(self, code)
        rule = setting[0] if isinstance(setting, tuple) else setting
        assert isinstance(rule, Rule)
        return rule
