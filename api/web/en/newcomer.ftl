### Somebody new


newcomer-title = Somebody new
newcomer-lead = Which group would suit them, everybody else staying where they are? Nothing you enter here is kept.
newcomer-called = The newcomer
newcomer-age = Age, or a band such as 25-34
newcomer-stage = Stage of life
newcomer-reasons = Reasons for joining
newcomer-more-reasons = Others, with commas between
newcomer-times = When they can come
newcomer-times-lead = The times at which groups meet. None ticked: any time.
newcomer-more-times = Others, such as Mon 16:00-18:00; Wed 9-12
newcomer-cleared = A clinician has cleared them
newcomer-rank = Rank the groups
