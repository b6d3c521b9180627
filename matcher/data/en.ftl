# Every sentence that Group Matcher says about a list, a plan or a person, in English.
#
# One code a sentence, no full stop at the end. Numbers: { NUMBER($points, maximumFractionDigits: 1) }. Names arrive joined;
# $names-count says how many they are. Nobody is ever told that they are "the only" one of something.
# Syntax: https://projectfluent.org/fluent/guide/

### General

more-names = { $names }, and { $more } more

### Rules: what a breach is

### Plan and person: why somebody sits there

### Waiting: why somebody waits, and what would help

### Conflicts: what cannot all hold, and how to mend it

### Recommendation: groups for a newcomer

recommend-best = { $who } is best placed in { $group }; { $open } { $open ->
    [one] group is
   *[other] groups are
} open to them as the plan stands
recommend-none = No group is open to { $who } as the plan stands
recommend-relieved = other rules that are kept better than before
making-way-heading = Worth more, if one member makes way
making-way-not-looked-at = On a list this long, members who could make way are not looked for
making-way = { $value }  into { $group } (fit { $fit }) if { $member } goes to { $host }{ $hit ->
    [yes] ; { $worst } loses most, { $loss } of 100
   *[no] ; nobody fits worse
}
closed-heading = { $groups } { $groups ->
    [one] group is
   *[other] groups are
} closed to them
closed-screening = wherever it is, a clinician has to clear them first
closed-placement = fixed by hand: not for { $groups }
closed-session-time = cannot come when { $groups } { $groups-count ->
    [one] meets
   *[other] meet
}
closed-eligibility = { $groups } { $groups-count ->
    [one] asks
   *[other] ask
} for something they do not meet
closed-leader-conflict = { $groups } { $groups-count ->
    [one] is
   *[other] are
} led by somebody who must not lead them
closed-stay = was told another group than { $groups }
closed-keep-together = not together with whom they must sit in { $groups }
closed-not-opened = { $groups } { $groups-count ->
    [one] has
   *[other] have
} not opened, and one person cannot open a group
closed-full = { $groups } { $groups-count ->
    [one] is
   *[other] are
} full
closed-members = a rule stands between them and the members of { $groups }

### Re-planning: who moves, and what it is worth

### What if: other groups, other hours, another policy

### Diversity: plans that differ

### Account of age
