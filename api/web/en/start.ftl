### Start


start-title = Who sits with whom?
start-lead = Hand in the list of people who wait. Groups are proposed whose members are around the same age or in a similar stage of life, and come for different reasons.
start-drop = Drop a spreadsheet here, or choose one
start-drop-kinds = CSV or XLSX, one row a person; use codes, not names. Nothing leaves this machine.
start-groups = A second file with the groups on offer, if there is one
start-hand-in = Hand in the list
start-sample-lead = Only looking? Take an invented list.
start-sample-nobody = Drawn by chance, nobody real is in it. Every page can be tried with it, and it can be thrown away.
start-sample-campus = 64 students, eight groups with times
start-sample-clinic = 240 adults of a clinic
start-lists = Your lists
start-no-lists = There is none yet. What is handed in and kept stands here, with the groups proposed for it.
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
start-plans-more = and { $plans } more
column-list = List
column-people = People
column-groups = Groups
column-changed = Changed
column-plans = Plans
no-file = Choose a spreadsheet first: the field was empty.
too-large = This file is larger than { $most } MB, and no list of people is: is it the right one?
