### Who waits


waitlist-title = Who waits
waitlist-lead = { $people ->
    [0] Nobody waits
    [one] 1 person waits
   *[other] { NUMBER($people) } people wait
}
waitlist-nobody = Everybody on the list has a place in this plan.
waitlist-sort = Sorted by
waitlist-by-days = longest wait
waitlist-by-priority = priority
waitlist-by-list = order of the list
waitlist-person = Person
waitlist-days = Days
waitlist-priority = Priority
waitlist-due = place by { $day }
waitlist-why = Why
waitlist-help = Smallest change that helps
waitlist-look = look for it
waitlist-best = Best group
waitlist-open = open to them: fit { $fit }, the plan { $value }
waitlist-then = with that change: fit { $fit }, the plan { $value }
waitlist-pages = Pages
