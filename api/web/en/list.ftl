### A list: groups, times, policy, proposals


list-lead = { $people ->
    [one] 1 person
   *[other] { NUMBER($people) } people
}, { $waiting ->
    [0] all cleared or not yet screened
   *[other] { $waiting } of them held back until a clinician clears them
}.
list-propose = Propose groups
list-propose-lead = The first groups appear within seconds and get better while the search goes on. Stop any time and keep them.
list-people = The people
list-within = On this page
list-refused = Nothing is saved yet: what follows has to be mended.
list-conflict = Somebody else has changed this meanwhile, so nothing was saved. The page shows the list as it is now: look again.
list-plan-published = published
list-plan-term = who left, who came
list-seconds = Search for at most
seconds-10 = 10 seconds
seconds-60 = 1 minute
seconds-300 = 5 minutes
list-plans = Proposals
list-plan-none = not composed yet
groups-title = Groups on offer
groups-lead = One line for each group; a time such as Mon 17:00-18:30. Leave a line's name empty to take the group away; leave all of them empty to have equal groups made.
groups-name = Group
groups-session = Meets
groups-places = Places, least
groups-most = Places, most
groups-target = Places, best
groups-leaders = Leaders
groups-ages = Ages, from
groups-ages-to = Ages, to
groups-stages = Only these stages
groups-save = Save the groups
groups-add = One more line
groups-equal = Equal groups of
groups-equal-to = to
groups-equal-target = best
groups-equal-lead = Used where no group is named: as many equal groups are made as serve the list best.
grid-title = Who could come when
grid-lead = How many people gave times that hold the whole { $minutes ->
    [60] hour
   *[other] half hour
}, beside { $any } who can come at any time. A dot marks a time at which a group meets, with a figure where several do.
grid-meet = Groups that meet:
grid-none = Nobody on this list gave times: everybody counts as free at any time.
policy-title = What matters
policy-likeness = Who is close to whom?
likeness-either = Close in age or in stage of life, whichever is closer
likeness-both = Close in age and in stage of life
likeness-age = Close in age alone
likeness-life_stage = Close in stage of life alone
policy-balance = Closeness or variety?
policy-balance-low = different reasons count for more
policy-balance-high = closeness counts for more
policy-tolerance = Years apart at which two ages count as far
policy-alone = Nobody alone in their age
policy-alone-off = does not matter
policy-alone-soft = where it can be helped
policy-alone-hard = never
policy-span = Ages in one group span at most
policy-span-years = years (empty: any span)
policy-apart = Who must not meet
policy-apart-lead = { $pairs ->
    [0] No pair is kept apart.
    [one] 1 pair is kept apart.
   *[other] { $pairs } pairs are kept apart.
} Name two codes to keep two more people apart.
policy-apart-first = Code of one
policy-apart-second = Code of the other
policy-more = All rules, as they stand
policy-rule = Rule
policy-mode = Holds
policy-settings = Settings
policy-save = Save what matters
saved-groups = The groups are saved.
saved-policy = What matters is saved.
problem-in = { $where }: { $message }
mon = Monday
tue = Tuesday
wed = Wednesday
thu = Thursday
fri = Friday
sat = Saturday
sun = Sunday
