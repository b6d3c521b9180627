### A plan during the term


term-title = Life of this plan
term-published = People were told their places on { $when }. Leaving such a place has a price in every search.
term-not-published = Nobody has been told these places yet.
term-since = What has changed since
term-no-change = The list has not changed since this plan was made.
term-no-difference = The list was saved again since this plan was made, and says the same.
term-had = had a place in
term-had-none = had no place
term-else = Also changed
term-else-group = Group
term-else-settings = What matters, or who must not meet
term-rooms = The groups, without those who are gone
term-room = { $size } of { $most } places, { $free ->
    [0] full
   *[other] { $free } free
}
term-room-short = at least { $least } are needed
term-room-shut = not open
term-untold = { $people ->
    [one] 1 person has another place than they were told
   *[other] { $people } people have another place than they were told
}
term-was-told = was told
term-now = now
term-can = What can be done
term-waiting = { $waiting ->
    [0] Nobody waits
    [one] 1 person waits
   *[other] { $waiting } people wait
}{ $held ->
    [0] {""}
   *[other] , { $held } of them until a clinician clears them
}. The open groups have { $free ->
    [0] no free place
    [one] 1 free place
   *[other] { $free } free places
}. Nothing is done before you say so, and every step can be taken back.
term-out = Only take out those who are gone
term-out-what = Their places become free. Nobody moves, nobody new comes in.
term-out-do = Take them out
term-refill = Fill free places, nobody moves
term-refill-what = Those who wait get free places one after another, the largest claim first, each where the plan gains most.
term-refill-do = Fill these places
term-refill-nobody = Nobody who waits can have one of the free places as it is. A few moves may make one fit.
term-too-long = So many wait for so many groups that this takes longer than a page may: search with 0 moves instead.
term-leaves = leaves
term-comes = joins
term-fit = (fit { $fit })
term-nobody-changes = Nobody's place changes; the plan is brought onto the newer list.
term-worth = Placed { $placed } → { $then }, mean fit { $before } → { $after }, worst group { $low } → { $now }. { $waiting ->
    [0] Nobody waits then.
    [one] 1 person still waits.
   *[other] { $waiting } people still wait.
}
term-breaks = This would break what must hold:
term-knowingly = I know, and it is right here
term-say-why = Nothing was done: this breaks what must hold. Tick that you know, and say why.
term-stale = The plan or its list has changed since this page was shown, so nothing was done. This is how they stand now.
term-moves = Let a few people move
term-moves-what = Searches for the best plan of the list as it is now, with so many moves at the most. You see who would move, and why, before anything is taken.
term-moves-most = People who may move, at the most
term-moves-look = Search
term-moves-wrong = Say with a number from 0 to { $most } how many people may move.
term-proposal = { $moves ->
    [0] A plan without moves
    [one] A plan with 1 move at the most
   *[other] A plan with { $moves } moves at the most
}
term-proposal-searching = Searching, for some ten seconds. The plan stays as it is.
term-proposal-again = Look again
term-proposal-nothing = Within so few moves nothing is better than the plan as it is.
term-proposal-none = There is no plan that keeps every rule within so few moves.
term-proposal-nothing-done = Nothing of this is done yet.
term-proposal-take = Take this plan
term-still-wait = { $waiting ->
    [0] Nobody would wait.
    [one] 1 person would wait.
   *[other] { $waiting } people would wait.
}
term-told = was told
term-told-then = published: people were told this
term-done = { $left ->
    [one] 1 person left
   *[other] { $left } people left
}, { $came ->
    [one] 1 came
   *[other] { $came } came
}, { $moved ->
    [one] 1 moved
   *[other] { $moved } moved
}.
term-back = Take this step back
term-life = Week by week
term-strip = { $steps } steps: mean fit from { $first } to { $last } of 100
term-strip-range = from { $low } at the bottom to { $high } at the top
term-week = Week { $week }
term-from = from
term-placed = { $placed } of { $people }
term-col-when = When
term-col-left = Left
term-col-came = Came
term-col-moved = Moved
term-filled = Free places filled
term-taken-out = Those who are gone taken out
