"""The account of a plan: value, groups, members, terms. Every figure is the sum of those under it."""

from pydantic import Field

from matcher.intake import Frozen
from matcher.sentences import Sentence


class RuleTerm(Frozen):
    """What one breach of a rule costs. A hard rule costs nothing: it makes the plan invalid."""

    rule: str
    hard: bool
    members: tuple[str, ...]
    amount: float = Field(description="In the rule's own unit.")
    weight: float | None = Field(description="What one unit costs, in points of fit; None where the rule is hard.")
    cost: float = Field(description="amount * weight, in points of fit; negative is a reward.")
    policy: str = Field(description="The setting it comes from, such as policy.rules.floor.weight.")
    said: Sentence


class PairTerm(Frozen):
    """What one companion adds to a member's fit: ``closeness_part + difference_part``."""

    id: str
    closeness: float = Field(description="In age or stage of life, in [0, 1].")
    difference: float = Field(description="In reasons, in [0, 1].")
    closeness_part: float = Field(description="policy.balance * closeness / companions.")
    difference_part: float = Field(description="(1 - policy.balance) * difference / companions.")


class MemberAccount(Frozen):
    """One member: their fit is the sum of the parts of ``pairs``."""

    id: str
    fit: float = Field(description="Mean pair fit with everyone else in the group, in [0, 1].")
    years: float | None = Field(description="The age that is reckoned with, in years.")
    age: str | None = Field(description="The age as written, such as 18-25.")
    seated: bool = Field(description="A member already, and not moved.")
    pinned: bool = Field(description="A person fixed them to this group.")
    pairs: tuple[PairTerm, ...]


class Ages(Frozen):
    """The ages in a group, in years; a band counts as its midpoint."""

    known: int = Field(description="Members whose age is known.")
    youngest: float
    median: float
    oldest: float


class StageHeld(Frozen):
    """How many members are in a stage of life."""

    stage: str
    label: str
    members: int


class ReasonHeld(Frozen):
    """How many members give a reason."""

    reason: str
    label: str
    category: str | None
    members: int


class Reasons(Frozen):
    """The reasons that a group brings together; those that only screening looks at are left out."""

    held: tuple[ReasonHeld, ...] = Field(description="The most frequent first.")
    repeated: int = Field(description="Reasons that two or more members give.")
    categories: int = Field(description="Categories that some member gives a reason of.")
    categories_known: int = Field(description="Categories of the vocabulary.")


class GroupAccount(Frozen):
    """One opened group: ``value`` is the sum of the members' fits minus ``penalty``, the sum of the terms' costs."""

    id: str
    name: str | None
    session: str | None
    fit: float = Field(description="Mean fit of the members, in [0, 1].")
    worst: float = Field(description="Lowest fit of a member, in [0, 1].")
    value: float
    penalty: float
    ages: Ages | None = Field(description="None where no age is known.")
    stages: tuple[StageHeld, ...]
    reasons: Reasons
    lasting: float = Field(description="Chance that at least five remain after usual dropout (20 %).")
    terms: tuple[RuleTerm, ...] = Field(description="Soft rules that cost or reward.")
    broken: tuple[RuleTerm, ...] = Field(description="Hard rules that are broken.")
    members: tuple[MemberAccount, ...]
    said: tuple[Sentence, ...]


class PlanAccount(Frozen):
    """A whole plan: ``value`` is the sum of the groups' values."""

    value: float
    fits: float = Field(description="Sum of the fits of everybody placed.")
    penalty: float = Field(description="Sum of the groups' penalties; value = fits - penalty.")
    mean_fit: float | None
    worst_member: float | None
    worst_group: float | None
    placed: int
    waiting: int
    balance: float = Field(description="policy.balance: the weight of closeness; difference weighs the rest.")
    broken: tuple[RuleTerm, ...] = Field(description="Hard rules broken by leaving somebody without a place.")
    groups: tuple[GroupAccount, ...]
    said: tuple[Sentence, ...]
