# Every sentence that Group Matcher says about a list, a plan or a person, in English.
#
# One code a sentence, no full stop at the end. Numbers: { NUMBER($points, maximumFractionDigits: 1) }. Names arrive joined;
# $names-count says how many they are. Nobody is ever told that they are "the only" one of something.
# Syntax: https://projectfluent.org/fluent/guide/

### General

more-names = { $names }, and { $more } more

### Rules: what a breach is

rule-age-span = ages in { $group } span { $span } years where { $allowed ->
        [one] 1 is
       *[other] { $allowed } are
    } allowed ({ $person } to { $other })
rule-common-ground = { $person } shares no reason and no kind of reason with anyone in { $group }
rule-eligibility = { $person } in { $group }: { $why }
rule-floor = { $person } has a fit of { NUMBER($fit, maximumFractionDigits: 1) } of 100 in { $group }, under the floor of { NUMBER($floor, maximumFractionDigits: 1) }
rule-keep-apart = { $person } and { $other } are kept apart ({ $kind ->
        [avoid] one asked not to meet the other
        [support] they support each other outside
        [conflict] conflict
        [dual-relationship] dual relationship
        [shared-household] shared household
       *[acquaintance] acquaintance
    })
rule-keep-together = { $person } sits in { $group } without { $partner }
rule-leader-conflict = { $person } in { $group }: { $why }
rule-no-isolate = { $attribute ->
        [age] { $person } has nobody near their age in { $group }
        [life_stage] { $person } has nobody else with the same life stage ({ $value }) in { $group }
        [primary_reason] { $person } has nobody else with the same primary reason ({ $value }) in { $group }
       *[tag] { $person } has nobody else with the same tag ({ $value }) in { $group }
    }
rule-placement = { $person } in { $group }: { $why }
rule-placement-waiting = { $person }: { $why }
rule-preferences = { $person } would rather sit in another group than { $group }
rule-primary-reason = { $count } members of { $group } come first of all for { $reason }, { $most ->
        [one] 1 is
       *[other] { $most } are
    } allowed
rule-screening = { $person } in { $group }: { $why }
rule-session-time = { $person } in { $group }: { $why }
rule-size = { $group } has { $size ->
        [one] 1 member
       *[other] { $size } members
    } where { $exact ->
        [yes] exactly { $most ->
            [one] 1 is
           *[other] { $most } are
        } allowed
       *[no] { $least } to { $most } are allowed
    }
rule-stay = { $person } in { $group }: { $why }
rule-target-size = { $group } has { $size ->
        [one] 1 member
       *[other] { $size } members
    }, its target is { $target }
rule-ties = { $person } and { $other } { $helps ->
        [yes] support each other
       *[no] are in conflict
    } in { $group }

## Why somebody may not sit in a group, as a part of a sentence

seat-not-cleared = not cleared at screening
seat-risk-reason = gives a reason that a clinician has to clear first
seat-taken = already sits in { $taken }
seat-pinned = pinned to { $pinned }
seat-kept-off = kept off this group by hand
seat-closed = the group is closed to newcomers
seat-lost = already sits in { $due } and has no place
seat-pin-lost = pinned to { $due } and has no place
seat-session-time = cannot come at { $session }
seat-younger = younger than { $least }
seat-older = older than { $most }
seat-other-stages = for other stages of life
seat-language = language { $offered } does not suit
seat-modality = modality { $offered } does not suit
seat-site = site { $offered } does not suit
seat-lacks = lacks { $tags }
seat-leader-avoided = must not be led by { $leader }
seat-own-therapist = { $leader } is also the individual therapist
seat-published = was told { $told }

### Plan and person: why somebody sits there

plan-value = { $people ->
        [0] The plan places nobody
       *[other] The plan is worth { NUMBER($value, minimumFractionDigits: 2) } points of fit: the fits of { $people ->
            [one] 1 person
           *[other] { $people } people
        } in { $groups ->
            [one] 1 group
           *[other] { $groups } groups
        } add up to { NUMBER($fits, minimumFractionDigits: 2) }, and the rules { $costs-way ->
            [gain] add { NUMBER($costs, minimumFractionDigits: 2) }
            [lose] cost { NUMBER($costs, minimumFractionDigits: 2) }
           *[same] cost nothing
        }
    }
group-ages = Ages { $youngest } to { $oldest }, median { $median }
group-age = All of age { $age }
group-stages = Stages of life: { $stages }
group-reasons = Their reasons: { $reasons ->
        [one] 1
       *[other] { $reasons } different ones
    }, from { $categories } of { $known } kinds
group-repeated = Given more than once: { $repeated }
group-lasting = Chance that at least { $floor } remain after usual dropout: { $chance } %
close-age = { $person } ({ close-age-unnamed })
close-age-unnamed = { $years ->
    [0] same age
    [one] 1 year apart
   *[other] { $years } years apart
}
close-stage = { $person } ({ close-stage-unnamed })
close-stage-unnamed = { $stages ->
    [same] same stage of life
    [neighbouring] neighbouring stages of life
   *[other] different stages of life
}
close-both = { $person } ({ close-both-unnamed })
close-both-unnamed = { close-age-unnamed }, { close-stage-unnamed }
close-unknown = { $person } ({ close-unknown-unnamed })
close-unknown-unnamed = nothing known to compare
differs-wholly = { $person } ({ differs-wholly-unnamed })
differs-wholly-unnamed = no reason in common
differs-sharing = { $person } ({ differs-sharing-unnamed })
differs-sharing-unnamed = both give { $shared }; { $differing ->
    [0] nothing differs
    [one] 1 reason differs
   *[other] { $differing } reasons differ
}
differs-unknown = { $person } ({ differs-unknown-unnamed })
differs-unknown-unnamed = no reasons known to compare
why-sits = { $person } { $fixed ->
        [seated] is a member of { $group } already
       *[no] sits in { $group }
    }{ $fixed ->
        [pinned] { ", pinned there by hand" }
       *[no] { "" }
    }: fit { $fit } of 100 (mean of the group { $mean })
why-closest = Closest in age or stage of life: { $people }
why-most-different = Most different in reasons: { $people }
why-stays = A member of a running group is not moved, so no other group was compared
why-alternatives = What the next best groups would have meant, the best first
why-against-rules = What would break a rule
why-none-possible = No move and no single swap keeps every rule; the best of them, with what each would break
why-move = Moved to { $group }: the plan { $plan-way ->
        [gain] gains { NUMBER($plan, minimumFractionDigits: 2) } points of fit
        [lose] loses { NUMBER($plan, minimumFractionDigits: 2) } points of fit
       *[same] stays as good as it is
    } (fit { $fit } of 100 instead of { $here }, the others { $others-way ->
        [gain] gain { NUMBER($others, minimumFractionDigits: 2) }
        [lose] lose { NUMBER($others, minimumFractionDigits: 2) }
       *[same] stay as they are
    }{ $costs-way ->
        [gain] { ", rules cost " }{ NUMBER($costs, minimumFractionDigits: 2) } less
        [lose] { ", rules cost " }{ NUMBER($costs, minimumFractionDigits: 2) } more
       *[same] { "" }
    })
why-swap = Swapped with { $partner } of { $group }: the plan { $plan-way ->
        [gain] gains { NUMBER($plan, minimumFractionDigits: 2) } points of fit
        [lose] loses { NUMBER($plan, minimumFractionDigits: 2) } points of fit
       *[same] stays as good as it is
    } (fit { $fit } of 100 instead of { $here }, { $partner } { $partners-way ->
        [gain] gains { NUMBER($partners, minimumFractionDigits: 2) }
        [lose] loses { NUMBER($partners, minimumFractionDigits: 2) }
       *[same] fits as well as before
    }, the others { $others-way ->
        [gain] gain { NUMBER($others, minimumFractionDigits: 2) }
        [lose] lose { NUMBER($others, minimumFractionDigits: 2) }
       *[same] stay as they are
    }{ $costs-way ->
        [gain] { ", rules cost " }{ NUMBER($costs, minimumFractionDigits: 2) } less
        [lose] { ", rules cost " }{ NUMBER($costs, minimumFractionDigits: 2) } more
       *[same] { "" }
    })
why-not-possible = Not possible: { $broken }
why-waits = { $person } waits
why-waits-days = { $person } waits, for { $days ->
        [one] 1 day
       *[other] { $days } days
    } now

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
    { $plan-way ->
        [gain] take the free place in { $group }: the plan would gain { NUMBER($plan, minimumFractionDigits: 2) } points of fit
        [lose] take the free place in { $group }: the plan would lose { NUMBER($plan, minimumFractionDigits: 2) } points of fit
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
        [age] let it cost points, and no longer forbid it, that a member has nobody near their age, in the whole policy
        [life_stage] let it cost points, and no longer forbid it, that a member has nobody in their stage of life, in the whole policy
        [primary_reason] let it cost points, and no longer forbid it, that nobody shares a member's primary reason, in the whole policy
       *[tag] let it cost points, and no longer forbid it, that nobody shares a member's tag, in the whole policy
    }
change-soft-common-ground = let it cost points, and no longer forbid it, that a member shares no kind of reason with anyone, in the whole policy
change-soft-age-span = let it cost points, and no longer forbid it, that ages in a group are far apart, in the whole policy
change-soft-primary-reason = let it cost points, and no longer forbid it, that many members have one primary reason, in the whole policy
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
why-not-blocked = What keeps { $id } out of { $group }
why-not-free = No rule keeps { $id } out of { $group }
why-not-move = if { $id } alone { $waits ->
        [yes] took a place there, their fit would be { $fit } of 100
       *[no] moved there, their fit would be { $fit } of 100 instead of { $was }
    }, everybody else together would { $others-way ->
        [gain] gain { NUMBER($others, minimumFractionDigits: 2) } points of fit
        [lose] lose { NUMBER($others, minimumFractionDigits: 2) } points of fit
       *[same] be as well off as they are
    } (what rules cost included), and the plan would { $plan-way ->
        [gain] gain { NUMBER($plan, minimumFractionDigits: 2) }
        [lose] lose { NUMBER($plan, minimumFractionDigits: 2) }
       *[same] stay as good as it is
    }
why-not-swap = the best exchange is with { $partner }{ $waits ->
        [yes] , who would wait instead
       *[no] { "" }
    }: the fit of { $id } would be { $fit } of 100{ $waits ->
        [yes] { "" }
       *[no] { " instead of " }{ $was }
    }, everybody else together would { $others-way ->
        [gain] gain { NUMBER($others, minimumFractionDigits: 2) } points of fit
        [lose] lose { NUMBER($others, minimumFractionDigits: 2) } points of fit
       *[same] be as well off as they are
    }, and the plan would { $plan-way ->
        [gain] gain { NUMBER($plan, minimumFractionDigits: 2) }
        [lose] lose { NUMBER($plan, minimumFractionDigits: 2) }
       *[same] stay as good as it is
    }
why-not-help = it would become possible with this: { $help }
why-not-first-screening = screening comes first; more than two changes would be needed here
why-not-no-help = more than two changes would be needed, or a member who sits there already would have to move
against-too-few =
    { $size ->
        [one] { $group } would have one person where it needs { $least }
       *[other] { $group } would have { $size } people where it needs { $least }
    }
against-full =
    { $most ->
        [one] { $group } has one place, and it is taken
       *[other] { $group } has { $most } places, and they are taken
    }
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
conflict-full = { $group } has { $most ->
        [one] 1 place
       *[other] { $most } places
    } for these { $named } people{ $more ->
        [0] { "" }
       *[other] { " (" }{ $pinned } are pinned to it in all)
    }
conflict-full-with-members = { $group } has { $most ->
        [one] 1 place
       *[other] { $most } places
    }: { $members ->
        [one] 1 member sits
       *[other] { $members } members sit
    } there already, and { $named ->
        [one] 1 more person is
       *[other] { $named } more are
    } pinned to it{ $more ->
        [0] { "" }
       *[other] { " (" }{ $pinned } in all)
    }
conflict-too-few = not enough others may join { $group } for its least size of { $least }
conflict-rules = these rules leave no place for them: { $rules }
conflict-repairs = What would resolve it, the cheapest first
conflict-repair-of-all = All of this together resolves everything: { $repair }

### Recommendation: groups for a newcomer

recommend-best = { $who } is best placed in { $group }; { $open } { $open ->
    [one] group is
   *[other] groups are
} open to them as the plan stands
recommend-none = No group is open to { $who } as the plan stands
recommend-relieved = rules that are kept better than before
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
closed-placement = closed to newcomers, or kept from them by hand: { $groups }
closed-session-time = cannot come when { $groups } { $groups-count ->
    [one] meets
   *[other] meet
}
closed-eligibility = they do not meet what { $groups } { $groups-count ->
    [one] asks
   *[other] ask
} for
closed-leader-conflict = { $groups } { $groups-count ->
    [one] is
   *[other] are
} led by somebody who must not lead them
closed-stay = was told another group than { $groups }
closed-keep-together = whom they must sit with does not sit in { $groups }
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

revise-moves = { $moves ->
    [0] None of the { $had } who had a place moves
    [one] Of the { $had } who had a place, 1 moves
   *[other] Of the { $had } who had a place, { $moves } move
  }
revise-value = Left as it was, the plan would be worth { NUMBER($before, minimumFractionDigits: 2) } points of fit on today's list; now it is worth { NUMBER($after, minimumFractionDigits: 2) }
revise-lose-place = { $names } had a place and { $names-count ->
    [one] waits
   *[other] wait
  } now
revise-kept-broken = Left as it was, the plan would break { $broken ->
    [one] 1 hard rule
   *[other] { $broken } hard rules
  }
revise-too-few = { $most ->
    [0] With no move at all
    [one] With 1 move
   *[other] With { $most } moves
  } some hard rule stays broken; { $proved ->
    [yes] it takes at least { $least ->
        [one] 1 move
       *[other] { $least } moves
    }
   *[no] { $least } are enough, and whether fewer would do is not decided
  }
revise-closed = { $group } is no longer on offer
revise-may-not-stay = { $group } is not possible any more: { $why }
revise-mends = helps to mend what would be broken: { $why }
revise-makes-room = part of a larger exchange: with { $id } alone back again, a rule would be broken ({ $why })
revise-places-more = otherwise claims of { $claim } more would wait
revise-worth-waiting = with { $id } back in that place the others would { $others-way ->
        [gain] gain { NUMBER($others, minimumFractionDigits: 2) } points of fit
        [lose] lose { NUMBER($others, minimumFractionDigits: 2) } points of fit
       *[same] be as well off as they are
    }
revise-worth = taken back, the plan would { $plan-way ->
        [gain] gain { NUMBER($plan, minimumFractionDigits: 2) } points of fit
        [lose] lose { NUMBER($plan, minimumFractionDigits: 2) } points of fit
       *[same] be worth as much as it is
    } ({ $id } { $own-way ->
        [gain] would gain { NUMBER($own, minimumFractionDigits: 2) }
        [lose] would lose { NUMBER($own, minimumFractionDigits: 2) }
       *[same] would fit as well
    }, the others { $others-way ->
        [gain] would gain { NUMBER($others, minimumFractionDigits: 2) }
        [lose] would lose { NUMBER($others, minimumFractionDigits: 2) }
       *[same] would be as well off
    })
revise-told = { $id } was already told { $origin }: tell them

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
    [one] stays
   *[other] stay
} open whatever is chosen, with places of { $groups-count ->
    [one] its
   *[other] their
} own
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
compare-fit = Of those placed in both, { $better ->
    [one] 1 fits
   *[other] { $better } fit
} better and { $worse ->
    [one] 1 fits
   *[other] { $worse } fit
} worse
compare-of = { $other } beside { $first }

### Diversity: plans that differ

other-plans-heading = { $found ->
    [0] No other plan was found that shares at most { $apart } % of its pairs with those before it
    [one] One other plan: of the pairs of people that meet in either plan, at most { $apart } % meet in both
   *[other] { $found } other plans: of the pairs of people that meet in either of any two, at most { $apart } % meet in both
}
other-plans-missing = { $missing ->
    [one] One more was asked for
   *[other] { $missing } more were asked for
} and not found: allow plans to be more alike, or give the search more time
other-plans-bound = No plan at all is worth more than { $bound }
other-plan-elsewhere = { $plan }: { $who } { $who-count ->
    [one] meets
   *[other] meet
} mostly other people than in the first
other-plan-nobody-elsewhere = { $plan }: nobody meets mostly other people than in the first

### Account of age

age-between = { $youngest }–{ $oldest }
age-from = { $youngest } and over
age-not-given = age not given
stage-not-given = stage not given
stages-gathered = { $stages } stages of few people
age-line = Waiting by age: { $rows }
age-line-row = { $waiting } of { $people } ({ $row })
age-waits-more =
    { $kind ->
        [age] Of the { $people } people aged { $row }
        [no-age] Of the { $people } people without an age
        [stage] Of the { $people } people in the stage of life "{ $row }"
        [stages] Of the { $people } people in stages of life that few are in
       *[no-stage] Of the { $people } people without a stage of life
    }{ $seated ->
        [0] { "" }
       *[other] { " who did not sit in a group before" }
    }, { $waiting } { $waiting ->
        [one] waits
       *[other] wait
    } ({ $percent } %), of all others { $others } %: if those who wait were drawn by lot, that would happen less than once in { NUMBER($once_in) } lists. { $asks ->
        [all] No group on offer takes { $kept_out ->
            [one] one of them
           *[other] { $kept_out } of them
        } in, by what it asks in { $kind ->
            [age] age
           *[other] stage of life
        }: open a group to them, or offer one more
        [some] What groups ask in { $kind ->
            [age] age
           *[other] stage of life
        } keeps { $kept_out ->
            [one] one of them
           *[other] { $kept_out } of them
        } out of some groups, which may explain it
       *[none] No group keeps any of them out by what it asks in { $kind ->
            [age] age
           *[other] stage of life
        }: look at why they wait
    }
age-use-likeness =
    { $likeness ->
        [either] People are close in age or in stage of life, whichever is closer
        [both] People are close in age and in stage of life, whichever is less close
        [age] People are close in age; stage of life does not count
       *[life_stage] People are close in stage of life; age does not count
    }. Closeness is { $percent } % of fit, difference of reasons the rest
age-use-tolerance = Closeness in age falls to nothing at { NUMBER($years) } years apart
age-use-tolerance-at = Closeness in age falls to nothing at { NUMBER($years) } years apart around the age of { NUMBER($at) }; the younger two people are, the fewer years it takes
age-use-no-isolate =
    { $attribute ->
        [age] Nobody is to sit in a group without somebody near their age
       *[life_stage] Nobody is to sit in a group without somebody in their stage of life
    }: { $mode ->
        [hard] anything else is forbidden
       *[soft] each such person costs { NUMBER($weight) } points of fit
    }
age-use-span = The oldest and the youngest in a group are to be no more than { NUMBER($years) } years apart: { $mode ->
        [hard] anything else is forbidden
       *[soft] each year more costs { NUMBER($weight) } points of fit
    }
age-use-ranges = { $groups-count } of { $offers } groups ask for an age ({ $groups }): { $mode ->
        [hard] nobody else may join
       *[soft] anybody else costs { NUMBER($weight) } points of fit
    }
age-use-stages = { $groups-count } of { $offers } groups ask for a stage of life ({ $groups }): { $mode ->
        [hard] nobody else may join
       *[soft] anybody else costs { NUMBER($weight) } points of fit
    }
age-use-no-ranges = No group on offer asks for an age or a stage of life
age-use-missing =
    { $people ->
        [one] One person gives no age
       *[other] { $people } people give no age
    }: { $compared ->
        [stage] the stage of life alone says how close they are to others
       *[half] they count as half close to everybody
    }
age-use-claim = Age gives nobody a larger or a smaller claim to a place: priority, time waited and a due date do
age-use-override = A clinician can overrule all of it: pin anybody to a group, or keep them off one, by hand

### Solve

proof-ended-early = the proof ended early because of a fault in the program: the plan is valid, and it is proved to be no further from the best than the gap says; please report this
no-plan-in-time = no valid plan was found in time, and none was shown to be impossible: give it more time
