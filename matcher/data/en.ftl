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

waiting-why = { $why }
waiting-placement = { $groups }: { $why }
waiting-keep-together = { $groups }: { $why }
waiting-leader-conflict = { $groups }: { $why }
waiting-session-time =
    { $groups-count ->
        [one] cannot come when { $groups } meets
       *[other] cannot come when { $groups } meet
    }
waiting-eligibility = may not join { $groups } ({ $why })
waiting-full =
    { $groups-count ->
        [one] { $groups } is full ({ $why })
       *[other] { $groups } are full ({ $why })
    }
waiting-not-opened = { $groups } did not open: { $why }
waiting-free-place =
    { $groups-count ->
        [one] { $groups } has a place they could take ({ $why }), and this plan leaves it empty
       *[other] { $groups } have places they could take ({ $why }), and this plan leaves them empty
    }
waiting-everywhere-session-time = no group meets at a time they can attend
waiting-everywhere-eligibility = no group on offer is open to them
waiting-everywhere-eligibility-alike = no group on offer is open to them ({ $why })
waiting-everywhere-leader-conflict = every group is led by somebody who must not lead them
waiting-everywhere-full = all groups are full
waiting-everywhere-full-alike = all groups are full ({ $why })
waiting-everywhere-not-opened = no group could open: too few people who may sit together

change-take =
    { $direction ->
        [gain] take the free place in { $group }: the plan would gain { NUMBER($points, maximumFractionDigits: 1) } points of fit
        [lose] take the free place in { $group }: the plan would lose { NUMBER($points, maximumFractionDigits: 1) } points of fit
       *[same] take the free place in { $group }: the plan would stay as good as it is
    }
change-time =
    { $minutes ->
        [one] ask { $id } whether they could also come { $times }, when { $group } meets
       *[other] ask { $id } whether they could also come { $times } ({ $minutes } minutes), when { $group } meets
    }
change-accepts =
    { $what ->
        [languages] ask { $id } whether a group in { $word } would do: { $group } is one
        [sites] ask { $id } whether they could come to { $word }, where { $group } meets
       *[modality] ask { $id } whether a group held { $word } would do: { $group } is one
    }
change-apart = ask whether { $first } and { $second } still have to be kept apart
change-together = ask whether { $first } and { $second } still have to sit together
change-leader = ask whether { $id } would accept { $leader } as a leader
change-clear = a clinician sees { $id } and clears them
change-pin = take back the pin of { $id } to { $group }
change-kept-off = take back that { $id } is kept off { $group }
change-published = tell { $id } that their place in { $group } changes
change-enrolment = open { $group } to newcomers
change-age-min =
    { $years ->
        [one] let { $group } take people one year younger, from { $age } on
       *[other] let { $group } take people { $years } years younger, from { $age } on
    }
change-age-max =
    { $years ->
        [one] let { $group } take people one year older, up to { $age }
       *[other] let { $group } take people { $years } years older, up to { $age }
    }
change-stage = let { $group } take people in the stage of life { $stage }
change-tags =
    { $tags-count ->
        [one] let { $group } take people without the tag { $tags }
       *[other] let { $group } take people without the tags { $tags }
    }
change-therapist = allow { $leader } to lead their own patients, in the whole policy
change-span = allow { NUMBER($years, maximumFractionDigits: 1) } years between oldest and youngest instead of { NUMBER($now, maximumFractionDigits: 1) }, in the whole policy
change-primary-reason = allow { $most } members with one primary reason instead of { $now }, in the whole policy
change-soft-no-isolate =
    { $attribute ->
        [age] let it cost points instead of forbidding it that somebody has nobody near their age, in the whole policy
        [life_stage] let it cost points instead of forbidding it that somebody has nobody in their stage of life, in the whole policy
        [primary_reason] let it cost points instead of forbidding it that nobody shares somebody's primary reason, in the whole policy
       *[tag] let it cost points instead of forbidding it that nobody shares somebody's tag, in the whole policy
    }
change-soft-common-ground = let it cost points instead of forbidding it that somebody shares no kind of reason with anyone, in the whole policy
change-soft-age-span = let a wide span of ages cost points instead of forbidding it, in the whole policy
change-soft-primary-reason = let many members with one primary reason cost points instead of forbidding it, in the whole policy
change-least = let { $group } open with { $least } people instead of { $now }
change-place =
    { $more ->
        [one] one more place in { $group }, { $most } in all
       *[other] { $more } more places in { $group }, { $most } in all
    }
change-open =
    { $more ->
        [one] find one more person who may sit in { $group }: then it can open
       *[other] find { $more } more people who may sit in { $group }: then it can open
    }
why-not-blocked = What stands against { $id } in { $group }
why-not-free = No rule keeps { $id } out of { $group }
why-not-move = if { $id } alone moved there, their own fit would change by { NUMBER($own, maximumFractionDigits: 0) } points of 100, all the others' together by { NUMBER($others, maximumFractionDigits: 0) }, and the plan by { NUMBER($plan, maximumFractionDigits: 0) }
why-not-swap = the best exchange is with { $partner }: for { $id } it changes { NUMBER($own, maximumFractionDigits: 0) } points of 100, for all the others together { NUMBER($others, maximumFractionDigits: 0) }, for the plan { NUMBER($plan, maximumFractionDigits: 0) }
why-not-help = it would become possible with this: { $help }
why-not-first-screening = screening comes first; more than two changes would be needed here
why-not-no-help = more than two changes would be needed, or a member who sits there already would have to move
against-too-few =
    { $size ->
        [one] { $group } would have one person where it needs { $least }
       *[other] { $group } would have { $size } people where it needs { $least }
    }
against-full = { $group } has only { $most } places, and they are taken
against-seated = { $id } already sits in { $group }, and members of a running group are not moved
help-in = { $help }; there is a place in { $group }
help-title = What would help, the smallest first
help-none = No single change and no two together would seat them in any group that was tried
changes-together = { $first }; and { $second }

### Conflicts: what cannot all hold, and how to mend it

conflict = { $pins }; but { $why }
conflict-pins =
    { $names-count ->
        [one] { $names } is pinned to { $group }
       *[other] { $names } are pinned to { $group }
    }
conflict-full = { $group } has { $most } places for the { $fixed } people who are pinned to it
conflict-full-with-members = { $group } has { $most } places for the { $fixed } people who are pinned to it or sit in it already
conflict-too-few = not enough others may join { $group } for its least size of { $least }
conflict-rules = these rules leave no place for them: { $rules }
conflict-repairs = What would resolve it, the cheapest first
conflict-repair-of-all = All of this together resolves everything: { $repair }

### Recommendation: groups for a newcomer

### Re-planning: who moves, and what it is worth

### What if: other groups, other hours, another policy

### Diversity: plans that differ

### Account of age
