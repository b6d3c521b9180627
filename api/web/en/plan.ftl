### A plan


plan-searching = Composing groups
plan-queued = Waiting for a free place to search…
plan-value = Value so far: everybody's fit, less what broken wishes cost
plan-bound = Below the best possible, at most
plan-placed = Placed so far
plan-curves = The value of the groups so far, and what no plan can exceed, over the seconds of the search
plan-curve-value = Value of the groups so far
plan-curve-bound = What no plan can exceed
plan-stop = Stop, and keep these groups
plan-discard = Discard
plan-failed = The search failed. Nothing is lost: try again, and tell whoever runs this service.
plan-discarded = This search was stopped and nothing was kept.
plan-conflicts = What cannot all hold
plan-repairs = What would help
plan-waitlist = Waiting
plan-helps = Would help
plan-fit = Mean fit
plan-worst-group = Worst group
plan-worst-member = Worst member
plan-below = Below the best possible
plan-again = Propose anew
plan-breaks = This plan breaks a hard rule: see the groups.
plan-proof = This plan is { $proof }.
plan-newer-list = The list has changed since this plan was made.
plan-groups = The groups
plan-people = Members
plan-fit-word = fit
