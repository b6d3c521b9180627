### One person of a plan


questions = About this plan
questions-board = Board
questions-waitlist = Who waits
questions-newcomer = Somebody new
questions-what-if = What if
questions-compare = Side by side
questions-term = The term
questions-publish = Publish and print
person-unknown = Neither age nor stage of life nor reasons are known.
person-sits = Why in
person-waits = Why they wait
person-fit = Fit, of 100
person-close = from closeness in age or stage of life, which weighs { $weight } %
person-different = from difference of reasons
person-mean = Mean of the group
person-rules = Rules that concern them
person-points = { $points } points of fit
person-breaks = forbidden, and accepted knowingly
person-pairs = With whom
person-pairs-lead = How well each two fit, of 100: the first part of a bar is closeness in age or stage of life, the second different reasons. The fit of a person is the mean.
person-bar = Fit { $fit } of 100: { $close } from closeness, { $different } from different reasons
person-why-not = Why not in another group?
person-group = Group
person-ask = Ask
stale-title = This plan has changed
stale-lead = The page you asked for is about an earlier state of the plan, so nothing is shown that may no longer hold.
stale-there = As it is now:
stale-gone = is no longer on the list of this plan.
ranked-title = The groups, the best for them first
ranked-worth = The plan: { $value } points of fit
ranked-fit = fit
ranked-places = { $free ->
    [one] 1 place free of { $places }
   *[other] { $free } places free of { $places }
}
ranked-same = { $same ->
    [one] 1 member as before
   *[other] { $same } members as before
}
ranked-all = { $groups ->
    [one] The one group on offer
   *[other] All { $groups } groups
}
ranked-group = Group
ranked-plan = Plan
ranked-free = Free places
ranked-barred = Closed by
