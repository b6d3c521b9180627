# Everything that the coordinator's pages say, in English. Sentences about people and plans are the library's, in its own
# catalogue. Syntax: https://projectfluent.org/fluent/guide/

product = Group Matcher
statement = These are proposals. A clinician decides.
skip = Skip to the content
nav-lists = Lists
nav-interface = For programs

### Start

start-title = Who sits with whom?
start-lead = Hand in the list of people who wait. Groups are proposed whose members are around the same age or in a similar stage of life, and come for different reasons.
start-drop = Drop a spreadsheet here, or choose one
start-drop-kinds = CSV or XLSX, one row a person; use codes, not names. Nothing leaves this machine.
start-groups = A second file with the groups on offer, if there is one
start-hand-in = Hand in the list
start-sample-lead = Only looking? Take an invented list.
start-sample-campus = 64 students, eight groups with times
start-sample-clinic = 240 adults of a clinic
start-lists = Your lists
start-no-lists = There is none yet.
start-drafts = Begun, not kept yet
start-people = { $people ->
    [one] 1 person
   *[other] { NUMBER($people) } people
}
start-groups-count = { $groups ->
    [0] equal groups
    [one] 1 group
   *[other] { $groups } groups
}
column-list = List
column-people = People
column-groups = Groups
column-changed = Changed
column-plans = Plans
no-file = Choose a spreadsheet first: the field was empty.
too-large = This file is larger than { $most } MB, and no list of people is: is it the right one?

### Draft: reading a list

draft-title = Check the list
draft-lead-problems = { $problems ->
    [one] One thing has to be mended before
   *[other] { $problems } things have to be mended before
} the list can be used. Nothing is left out unless you say so.
draft-lead-fine = { $people ->
    [one] 1 person was
   *[other] { NUMBER($people) } people were
} read, and everything can be used.
draft-columns = What each column is read as
draft-heading = Heading in your list
draft-read-as = Read as
draft-samples = For example
draft-unread = not read
draft-recheck = Read again
draft-rows = Rows to mend
draft-rows-more = Showing the first { $shown } of { $rows } rows: the others follow when these are mended.
draft-row = Row { $row }
draft-leave-out = Leave row { $row } out, knowingly
draft-whole = About the whole list
draft-look = Worth a look
draft-save = Check again
draft-name = What this list is called
draft-keep = Keep the list, and go on
draft-discard = Discard
draft-left-out = { $rows ->
    [one] 1 row is
   *[other] { $rows } rows are
} left out.
draft-empty-heading = (column { $number }, no heading)

field-id = code of the person
field-display_name = name (shown on rosters only)
field-age = age
field-age_band = age band
field-birth_year = year of birth
field-life_stage = stage of life
field-reasons = reasons for joining
field-primary_reason = main reason
field-availability = times they can come
field-time_zone = time zone
field-modality = in person, online
field-languages = languages
field-sites = sites
field-submitted_at = waiting since
field-priority = priority, 0 to 3
field-must_place_by = place by
field-avoid = must not meet
field-together = must sit with
field-preferred_groups = groups they would like
field-leaders_to_avoid = must not be led by
field-individual_therapist = individual therapist
field-cleared = cleared in screening
field-cleared_at = cleared on
field-tags = tags
field-pinned_group = fixed to a group
field-kept_off_groups = kept off groups
field-seated_in = already sits in
field-published_group = was told this group
field-ties = ties to others

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
list-seconds = Search for at most
seconds-10 = 10 seconds
seconds-60 = 1 minute
seconds-300 = 5 minutes
list-plans = Proposals
list-plan-none = not composed yet
groups-title = Groups on offer
groups-lead = One line for each group. Leave a line's name empty to take the group away; leave all of them empty to have equal groups made.
groups-name = Group
groups-session = Meets
groups-session-hint = for example Mon 17:00-18:30
groups-places = Places, least
groups-most = most
groups-target = best
groups-leaders = Leaders
groups-ages = Ages, from
groups-ages-to = to
groups-stages = Only these stages
groups-save = Save the groups
groups-equal = Equal groups of
groups-equal-to = to
groups-equal-target = best
groups-equal-lead = Used where no group is named: as many equal groups are made as serve the list best.
grid-title = Who could come when
grid-lead = People who gave times that hold the whole hour, beside { $any } who can come at any time. Dots mark the groups on offer.
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

### A plan

plan-searching = Composing groups
plan-queued = Waiting for a free place to search…
plan-value = Value so far: everybody's fit, less what broken wishes cost
plan-bound = Below the best possible, at most
plan-placed = Placed so far
plan-stop = Stop, and keep these groups
plan-discard = Discard
plan-failed = The search failed. Nothing is lost: try again, and tell whoever runs this service.
plan-discarded = This search was stopped and nothing was kept.
plan-conflicts = What cannot all hold
plan-repairs = What would help
plan-waitlist = Waiting
plan-helps = Would help
plan-exports = Take it along
plan-page = Report
plan-xlsx = XLSX
plan-csv = CSV
plan-fit = Mean fit
plan-worst-group = Worst group
plan-worst-member = Worst member
plan-below = Below the best possible
plan-again = Propose anew
plan-members = { $members ->
    [one] 1 member
   *[other] { $members } members
}
plan-proof = This plan is { $proof }.
plan-newer-list = The list has changed since this plan was made.
plan-groups = The groups
plan-people = Members
plan-fit-word = fit
