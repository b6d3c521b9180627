"""The list of rules itself."""

import pytest
from pydantic import ValidationError

from matcher.rules import Rules
from matcher.rules.floor import Floor
from matcher.rules.no_isolate import NoIsolate
from tests.builders import ALWAYS_ON, quiet


def test_every_rule_stands_under_its_own_code() -> None:
    rules = Rules()
    for name in Rules.model_fields:
        assert rules.named(name).code == name


def test_the_first_that_blocks_is_named_first() -> None:
    codes = [rule.code for rule in Rules().active()]
    assert codes[:5] == ["screening", "placement", "session_time", "eligibility", "leader_conflict"]


def test_what_is_on_by_default() -> None:
    hard = "screening placement session_time eligibility leader_conflict keep_apart keep_together size"
    soft = "no_isolate floor common_ground primary_reason target_size preferences ties stay"
    assert " ".join(rule.code for rule in Rules().active() if rule.hard) == hard
    assert " ".join(rule.code for rule in Rules().active() if not rule.hard) == soft


def test_several_rules_on_isolates_are_all_active() -> None:
    rules = Rules(no_isolate=(NoIsolate(), NoIsolate(mode="off"), NoIsolate(attribute="life_stage")))
    found = [rule for rule in rules.active() if isinstance(rule, NoIsolate)]
    assert [rule.attribute for rule in found] == ["age", "life_stage"]


def test_some_rules_cannot_be_off() -> None:
    assert tuple(rule.code for rule in quiet().rules.active()) == ALWAYS_ON


@pytest.mark.parametrize("settings", [{"weight": -1}, {"weight": 101}, {"mode": "often"}, {"wieght": 1}])
def test_a_setting_that_cannot_be_is_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Floor.model_validate(settings)
