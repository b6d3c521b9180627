### Plans side by side


compare-title = Side by side
compare-first = Compare
compare-other = with
compare-show = Show
compare-state = { $plan }, revision { $revision }
compare-job = composed
compare-moves = moved by hand
compare-revision = fitted to changes
compare-import = handed in
compare-undo = taken back
compare-redo = done again
compare-nothing = There is nothing to compare yet: one more plan of this list, or a change of this one, is needed.
compared-figures = The figures
compared-measured = Fits, costs and values are measured by the policy of plan A in every plan, so that they can be compared.
compared-gained = Rules broken or costing points there only
compared-lost = No longer broken, or costing points
compared-hard = forbidden
compared-moves = Who sits elsewhere
compared-from = From
compared-to = To
compared-waits = waits
compared-groups = Group by group
compared-leave = Leave:
compared-come = Come:
compared-members = { $members ->
    [one] 1 member
   *[other] { $members } members
}
compared-none = not open
compared-alike = { $groups ->
    [one] 1 group stays as it is:
   *[other] { $groups } groups stay as they are:
}
compared-more-moves = { $people ->
    [one] 1 more person sits
   *[other] { NUMBER($people) } more people sit
} elsewhere.
compared-more-rooms = { $groups ->
    [one] 1 more group has
   *[other] { NUMBER($groups) } more groups have
} other members.
