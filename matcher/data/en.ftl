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
    [0] No hour on offer would fill a group: { $seated } find a place without one
   *[other] With { $hours }, { $seated ->
        [one] 1 person finds a place
       *[other] { $seated } people find a place
    }, and no other choice places more
}
whatif-hours-found = { $hours-count ->
    [0] No hour was chosen in time
   *[other] With { $hours }, { $seated ->
        [one] 1 person finds a place
       *[other] { $seated } people find a place
    }
}; another choice might place up to { $bound }
whatif-hours-as-is = The groups on offer now
whatif-hours-chosen = At the chosen hours
whatif-hours-cover = { $most ->
    [one] One hour
   *[other] { $most } hours
}: { $seated ->
    [one] 1 person
   *[other] { $seated } people
} ({ $hours })
whatif-hours-running = { $groups } { $groups-count ->
    [one] goes on whatever is chosen, and takes
   *[other] go on whatever is chosen, and take
} people too
whatif-hours-plan = The plan with these hours places { $placed }, because it also looks at who may sit with whom
whatif-not-closed = Not left out, because people sit there or are fixed to it: { $groups }
whatif-untried = { $untried ->
    [one] One more change was
   *[other] { $untried } more changes were
} not tried: those with the least to gain

whatif-no-plan = There is no valid plan to compare with: solve says which rules contradict each other

whatif-policy-set = { $setting }: { $old } → { $new }
whatif-policy-as-is = As it is
whatif-policy-moved = Moved

compare-moved = { $moved ->
    [0] Nobody moves
    [one] 1 person moves to another group
   *[other] { $moved } people move to another group
}
compare-placed = { $placed ->
    [one] 1 person is placed who waited
   *[other] { $placed } people are placed who waited
}
compare-waiting = { $waiting ->
    [one] 1 person waits who was placed
   *[other] { $waiting } people wait who were placed
}
compare-fit = Of those placed in both, { $better } fit better and { $worse } fit worse
compare-of = { $other } beside { $first }

### Diversity: plans that differ

### Account of age
