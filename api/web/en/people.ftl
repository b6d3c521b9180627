### The people of a list


people-title = People
people-add = Add a person
people-search = Find
people-only = Show
people-only-all = everybody
people-only-held = those held back
people-find = Find
people-hits = { $hits ->
    [one] 1 person
   *[other] { NUMBER($hits) } people
} found{ $pages ->
    [one] {""}
   *[other] , page { $shown } of { $pages }
}.
people-nobody = Nobody on this list has these words in their code, stage, reasons or tags.
people-pages = Pages
people-page = Page
people-code = Person
people-age = Age
people-stage = Stage of life
people-reasons = Reasons
people-times = Times
people-since = Waiting since
people-screening = Screening
people-none = –
people-any-time = any time
people-more-times = and { $more } more
people-state-cleared = cleared
people-state-not-cleared = not cleared: waits
people-state-held = gives a reason that a clinician has to see first: waits
people-state-open = not recorded
people-added = Added at the end of the list.
people-changed = The change is saved.
people-cleared-now = Noted: a clinician has cleared this person.
people-held-now = Noted: this person is not cleared and waits.
people-off-now = Taken off the list. Plans made before keep the place until they are brought up to date.
people-gone-already = That person is no longer on the list: somebody has taken them off meanwhile.
people-replaced = The newer list is taken.

entry-title = A person of the list
entry-title-new = Somebody new
entry-first = What most people have
entry-ties = Whom to meet, and whom not
entry-more = More: which group, language and place
entry-how-age = A number, a band such as 18-25, or the year of birth
entry-how-several = Several with ; between them
entry-how-times = Such as Mon 16:00-18:00; Wed 9-12. Empty: any time
entry-how-date = Such as 2026-03-31
entry-how-codes = Codes of people of this list, with ; between them. It holds for both, whoever says so
entry-how-groups = Names of groups, the dearest first
entry-no-code = there is no code: give the person one of their own
entry-code-unknown = nobody on this list has the code { $other }: correct it, take it out, or add the person first
entry-code-avoids = the entry of { $other } says that the two must not meet: take them out here, or there
entry-code-tied = a tie of this list keeps { $other } apart from this person: take them out here, or the tie off the list
entry-code-together = the entry of { $other } says that the two must sit together: take them out here, or there
entry-also-avoid = Must not meet this person, as said elsewhere on the list:
entry-also-together = Must sit with this person, as said elsewhere on the list:
entry-also-tie = by a tie
entry-elsewhere = elsewhere in the list: { $message }
entry-wrong = { $fields ->
    [one] One thing has
   *[other] { $fields } things have
} to be mended before this can be saved. Nothing has been changed.
entry-conflict = Somebody else has changed this person since you opened the form. Nothing of yours is saved yet.
entry-conflict-what = What you changed is still here, and what you did not touch is as it is on the list now. Where the two differ, the list's word stands beside your field. Save again to have it your way, or go back.
entry-now = On the list now:
entry-now-blank = nothing
entry-save = Save the change
entry-save-over = Save my version
entry-add = Add to the list
entry-back = Back to the people
entry-sits = Has a place in
entry-screening = Screening
entry-screening-who = Clearing somebody for a group is a clinician's decision. Who noted it, and when, stands in the audit.
entry-clear = A clinician has cleared this person
entry-hold = This person is not cleared
entry-off = Take this person off the list
entry-off-what = { $plans ->
    [0] They have no place in any plan.
    [one] They have a place in one plan, which keeps it until that plan is brought up to date.
   *[other] They have a place in { $plans } plans, which keep it until they are brought up to date.
} Whoever must meet or must not meet them no longer has to. Earlier states of the list still have them.
entry-off-sure = Take them off

newer-offer = Take a newer spreadsheet of this list
newer-how = One row a person, as the first time. You see who is new, who is gone and who has changed before anything is taken. Columns that the file does not have stay as they are.
newer-file = File
newer-hand-in = Read the file
newer-title = Check the newer list
newer-what = What this changes on the list
newer-stale = The list has changed since this page was shown, so nothing was taken. What follows is laid beside the list as it is now: look again.
newer-mend-first = When everything above is mended, this says who is new, who is gone and who has changed.
newer-contradicts = What the file says contradicts what stays on the list. Mend it in the file, or on the list first.
newer-same = Nothing: the file says what the list says.
newer-new = { $people ->
    [one] 1 person is new
   *[other] { NUMBER($people) } people are new
}
newer-gone = { $people ->
    [one] 1 person is gone
   *[other] { NUMBER($people) } people are gone
}
newer-gone-what = They are not in the file, and are taken off the list.
newer-changed = { $people ->
    [one] 1 person has changed
   *[other] { NUMBER($people) } people have changed
}
newer-more = and { $more } more
newer-kept = The file has no column for these, so they stay as they are:
newer-take = Take the newer list
