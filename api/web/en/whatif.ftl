### What if


whatif-title = What if
whatif-lead = Other groups, other hours, other settings: each is composed and laid beside the list as it is, composed anew in the same time. Nothing of it is kept, and this plan stays as it is.
whatif-ask-groups = One group fewer, or one more?
whatif-ask-hours = Which weekly hours give most people a place?
whatif-choose = At most so many hours
whatif-hours = of these (empty: the hours of the groups)
whatif-ask-policy = Other settings of what matters?
whatif-find = Find out
whatif-searching = Searching. The answer appears here.
whatif-answer = The answer
whatif-nothing-moved = move a setting first: both stand as they are in the list
