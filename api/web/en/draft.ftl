### Draft: reading a list


draft-title = Check the list
draft-lead-problems = { $problems ->
    [one] One thing has to be mended before
   *[other] { $problems } things have to be mended before
} the list can be used. Nothing is left out unless you say so.
draft-lead-fine = { $people ->
    [one] 1 person was
   *[other] { NUMBER($people) } people were
} read, and everything can be used.
draft-columns = What each column is read as
draft-heading = Heading in your list
draft-read-as = Read as
draft-samples = For example
draft-unread = not read
draft-recheck = Read again
draft-rows = Rows to mend
draft-rows-more = Showing the first { $shown } of { $rows } rows: the others follow when these are mended.
draft-row = Row { $row }
draft-leave-out = Leave row { $row } out, knowingly
draft-whole = About the whole list
draft-no-column = No column is read as { $field }: choose below which one it is.
draft-two-headings = “{ $heading }” and another column are both read as { $field }: choose something else for one of them.
draft-look = Worth a look
draft-save = Check again
draft-name = What this list is called
draft-keep = Keep the list, and go on
draft-discard = Discard
draft-left-out = { $rows ->
    [one] 1 row is
   *[other] { $rows } rows are
} left out.
draft-empty-heading = (column { $number }, no heading)

field-id = code of the person
field-display_name = name (shown on rosters only)
field-age = age
field-age_band = age band
field-birth_year = year of birth
field-life_stage = stage of life
field-reasons = reasons for joining
field-primary_reason = main reason
field-availability = times they can come
field-time_zone = time zone
field-modality = in person, online
field-languages = languages
field-sites = sites
field-submitted_at = waiting since
field-priority = priority, 0 to 3
field-must_place_by = place by
field-avoid = must not meet
field-together = must sit with
field-preferred_groups = groups they would like
field-leaders_to_avoid = must not be led by
field-individual_therapist = individual therapist
field-cleared = cleared in screening
field-cleared_at = cleared on
field-tags = tags
field-pinned_group = fixed to a group
field-kept_off_groups = kept off groups
field-seated_in = already sits in
field-published_group = was told this group
field-ties = ties to others
