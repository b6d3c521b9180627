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

### Diversity: plans that differ

### Account of age

### Solve

proof-ended-early = the proof ended early because of a fault in the program: the plan is valid, and it is proved to be no further from the best than the gap says; please report this
no-plan-in-time = no valid plan was found in time, and none was shown to be impossible: give it more time
