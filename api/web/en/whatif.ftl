### What if


whatif-title = What if
whatif-lead = Other groups, other hours, other settings: each is composed and laid beside the list as it is, composed anew in the same time. This plan stays as it is, and nothing is kept unless you say so.
whatif-ask-groups = One group fewer, or one more?
whatif-ask-hours = Which weekly hours give most people a place?
whatif-choose = At most so many hours
whatif-hours = of these (empty: the hours of the groups)
whatif-ask-policy = Other settings of what matters?
whatif-find = Find out
whatif-searching = Searching. The answer appears here.
whatif-answer = The answer
whatif-nothing-moved = move a setting first: both stand as they are in the list
whatif-outdated = plan or list have changed since this was worked out, so nothing was kept: ask again
whatif-keep-title = Keep one of these
whatif-keep-lead = Look at what each is worth, then open it: it says what keeping it does.
whatif-keep-groups-stay = Other groups on offer are kept by whoever may change the list.
whatif-keep-outdated = The list has changed since this plan was made, so that no answer can be kept from here. Bring the plan up to date first:
whatif-keep-placed = { NUMBER($people) } placed
whatif-keep = Keep this as a plan of its own
whatif-keep-as-is = The list and its groups stay as they are.
whatif-keep-more = A group { $group } is added to those of the list. It is like { $origin }, with its leaders still to be found.
whatif-keep-fewer = { $group } is taken off the groups of the list, and with it what the list says of it about single people, such as a wish for it.
whatif-keep-equal = So far equal groups are made for this list from their size. From then on it has { $groups } of them by name, whoever comes or goes; they can be changed on the page of the list.
whatif-keep-plan = A new draft plan with these places is made. Whoever is fixed to a group or kept off one by this plan is so in the new one, too.
whatif-keep-others = { $plan } stays as it is.
whatif-keep-others-told = { $plan } stays as it is. Like every plan made before, it says from then on that its list has changed.
whatif-kept-as-is = Kept as a plan of its own. The list is as it was, and so is the plan that you asked from.
whatif-kept-fewer = Kept as a plan of its own. The list has one group fewer now; the plan that you asked from is as it was.
whatif-kept-more = Kept as a plan of its own. The list has one group more now; the plan that you asked from is as it was.
