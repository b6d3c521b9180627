### The board of a plan: moving people, and what comes of it


board-move = Move…
board-move-person = Move { $person }…
board-free = { $size } of { $most } places
board-empty = Nobody yet
board-empty-groups = { $groups ->
    [one] 1 group is not open
   *[other] { $groups } groups are not open
}
board-nobody-waits = Nobody waits.
board-held-plan = kept here
board-held-listed = kept here by the list
board-held-member = already a member
board-kept-off = not to { $group }
board-told = was told another place
board-why = Why not yet?
board-helps = What would help them?
board-helps-said = Below each person who waits stands the smallest change that would seat them.
board-helps-many = So many wait that what would help them is looked for one by one, on the page of each:
board-undo = Undo
board-redo = Redo
board-history = History
board-reasons = Reasons in this group
board-keys = Keys
board-keys-arrows = from person to person; left and right from group to group
board-keys-enter = move somebody, or change places
board-keys-pin = keep somebody here, or let them go
board-keys-undo = undo
board-keys-redo = redo
board-conflict = Somebody else changed this plan meanwhile. Here is how it stands now; what you asked for was not done.
board-refused = This was not done: { $why }.
board-unsaved = The service did not answer. Nothing was changed: try again.
improve = Improve around my pins
improve-most = Move at most
improve-people = { $moves } people
proposal-title = A proposal
proposal-searching = Looking for better places around your pins, for some seconds. The plan stays as it is.
proposal-moves = { $moves ->
    [one] One move would change the value of the plan by { $points } points of fit. Nothing is done yet.
   *[other] { $moves } moves would change the value of the plan by { $points } points of fit. Nothing is done yet.
}
proposal-mends = Then this would be no more:
proposal-move = { $person }: { $origin } → { $target }
proposal-nothing = Nothing better was found within so few moves. The plan stays as it is.
proposal-outdated = The plan has changed since this was proposed. Ask again.
proposal-failed = The search failed. The plan stays as it is: try again.
proposal-gone = This proposal does not fit the plan any more. Nothing was done: ask for another one.
proposal-take = Make these moves
proposal-leave = Leave the plan as it is
proposal-close = Close
waitlist-place = the waitlist
targets-title = Where should { $person } be?
targets-from = Now in { $group }.
targets-waits = Now on the waitlist.
targets-points = { $points } points
targets-fits = fit { $before } to { $after }
targets-opens = opens the group
targets-breaks = Breaks: { $what }.
targets-waitlist = Waitlist
targets-swap = Change places with…
targets-off = Not here
targets-on = Let in again
targets-more = { $places } more places
targets-pin = Keep in { $group }
targets-let-go = Let go again
targets-listed = The list itself says where: change the list.
targets-cancel = Cancel
targets-note = Points are the change of the whole plan's value: 1 is one person's full fit.
partners-title = { $person } and who of { $group }?
partners-none = Nobody of this group can change places.
anyway-title = This breaks a rule
anyway-lead = Moving { $person } like this breaks what must hold:
anyway-reason = Why is it right all the same?
anyway-reason-note = Kept with the plan's history. Name people by their codes alone.
anyway-missing = Say why first.
anyway-do = Do it anyway
change-move = { $person } moved from { $origin } to { $target }.
change-many = { $people } people changed places.
change-pinned = { $person } is kept in { $group }.
change-let-go = { $person } is no longer kept in { $group }.
change-kept-off = { $person } is kept off { $group }.
change-let-in = { $person } may come to { $group } again.
change-value = Value of the plan: { $points } points.
change-group = { $group }: fit { $before } to { $after }.
change-opened = { $group } opens with a fit of { $after }.
change-closed = { $group } is empty now.
change-breaks = Broken: { $what }.
history-title = What this plan was
history-lead = Nothing is lost: going back adds a step that can be undone.
history-when = When
history-who = Who
history-what = What
history-fit = Mean fit
history-placed = Placed
history-back = Go back to this
history-now = As it is now
history-published = published
history-broken = breaks: { $rules }
origin-job = Composed
origin-moves = { $moves ->
    [0] Pins changed
    [one] 1 person moved
   *[other] { $moves } people moved
}
origin-revision = Fitted to the list with few moves
origin-import = Brought along
origin-undo = Undone, as in step { $earlier }
origin-redo = Done again, as in step { $earlier }
origin-back = Gone back
