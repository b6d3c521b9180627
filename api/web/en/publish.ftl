### Publish and print

publish-title = Publish and print
publish-told = What people have been told
publish-nothing = Nothing of this plan is published: nobody has been told a place.
publish-published = Revision { $revision } is published, since { $moment }.
publish-same = Nothing was changed since.
publish-changed-since = It was changed since then: revision { $revision } is a draft. { $elsewhere ->
    [0] Everybody sits where they were told.
    [one] For 1 person that is another place than they were told.
   *[other] For { $elsewhere } people that is another place than they were told.
}
publish-meaning = Publishing says that people have been told these places. From then on taking somebody’s place away counts against any other plan, and shows wherever it is proposed. You can go on changing the plan; what is published stays until you publish again.
publish-silent = Nobody is written to: you tell people yourself. Other systems of your clinic are told only that there is something new, if they asked for it.
publish-now = Publish revision { $revision }
publish-again = Publish revision { $revision } instead
publish-withdraw = Withdraw
publish-withdraw-meaning = Withdrawing makes it a draft again. Use it if people will be told something else.
publish-what = Revision { $revision } places { $placed } of { $applicants } people.
publish-broken = { $broken ->
    [one] It breaks a hard rule in one place, knowingly. Look at that once more before people are told.
   *[other] It breaks hard rules in { $broken } places, knowingly. Look at that once more before people are told.
}
publish-other = Another plan of this list is published, and people can be told only one:
publish-other-first = Withdraw that one first.
publish-not-yours = Publishing is for those who coordinate: ask one of them.
publish-changed = Not done: somebody changed this plan after you opened the page. It now shows how things stand. Look at it, and decide anew.
publish-not-now = Not done: this cannot be published or withdrawn as things stand. The page shows why.
take-title = Take it along
take-lead = Names stand in these files if the list has names, with ages, stages of life and reasons: keep them as you keep the list. Every download is noted in the audit.
take-none = Rosters are for those who may see names: ask for the right to read rosters.
take-which = What you take
take-which-told = what people have been told (revision { $revision })
take-which-draft = the draft (revision { $revision })
take-pdf = Roster, PDF
take-pdf-says = A page for every group, to hand to whoever leads it: members with age, stage of life and reasons, the fit, the chance of lasting.
take-proposal = Proposal, PDF
take-proposal-says = For the meeting that decides: figures, proof, all groups, who waits and why, and a line to sign.
take-xlsx = Roster, XLSX
take-xlsx-says = A workbook: all groups on one sheet, each on its own, and who waits.
take-csv = Roster, CSV
take-csv-says = One row a seat, for other programs. Moved rows can be measured and read back in.
take-report = Report, HTML
take-report-says = One page that works offline: everything above, with pictures, and how it was made.
calendar-title = Sessions as a calendar
calendar-lead = Weekly events with the groups’ names, for any calendar program. Nothing of anybody is in them. Handed out again later, they replace what is there.
calendar-starts = From
calendar-weeks = For how many weeks
calendar-group = Groups
calendar-all = all groups
calendar-get = Take the calendar
calendar-without = Without a session time, so not in the calendar:
calendar-none = There is no calendar of that: none of these groups has a session time.
calendar-wrong = Write a day such as 2026-09-07, and 1 to { $most } weeks.
file-name = { $plan } { $what }
file-report = report
file-roster = roster
file-proposal = proposal
file-calendar = calendar
