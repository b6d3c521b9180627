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

### Re-planning: who moves, and what it is worth

### What if: other groups, other hours, another policy

whatif-groups-as-is = The { $groups ->
    [one] one group
   *[other] { $groups } groups
} on offer
whatif-groups-fewer = One group fewer ({ $groups })
whatif-groups-more = One group more ({ $groups })
whatif-groups-without = Without { $group }
whatif-groups-copy = A second { $group }

whatif-hours-best = { $hours-count ->
    [0] No hour on offer would fill a group
   *[other] { $hours } { $hours-count ->
        [one] seats
       *[other] seat
    } { $seated ->
        [one] 1 person
       *[other] { $seated } people
    }, and no other choice seats more
}
whatif-hours-found = { $hours } { $hours-count ->
    [one] seats
   *[other] seat
} { $seated } people; another choice might seat up to { $bound }

whatif-policy-as-is = As it is
whatif-policy-moved = Moved

### Diversity: plans that differ

### Account of age
