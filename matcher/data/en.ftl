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

revise-moves = { $moves ->
    [0] Nobody of the { $had } who had a place moves
    [one] 1 of the { $had } who had a place moves
   *[other] { $moves } of the { $had } who had a place move
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
    [yes] it takes at least { $least }
   *[no] { $least } are enough, and whether fewer would do is not decided
  }
revise-closed = { $group } is no longer on offer
revise-may-not-stay = { $group } is not possible any more: { $why }
revise-mends = staying would leave a rule broken: { $why }
revise-makes-room = part of a larger exchange: with { $id } alone back again, a rule would be broken ({ $why })
revise-places-more = otherwise claims of { $claim } more would wait
revise-worth-waiting = with { $id } back in that place the others would have { $others } points of fit less
revise-worth = taken back, { NUMBER($points, minimumFractionDigits: 2) } points of fit would be lost ({ $own } for { $id }, { $others } for the others)
revise-told = { $id } was already told { $origin }: tell them

### What if: other groups, other hours, another policy

### Diversity: plans that differ

### Account of age
