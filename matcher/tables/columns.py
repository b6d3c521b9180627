"""The columns a list may have: the field each fills, how its cells are read, and what coordinators call it."""

from dataclasses import dataclass

from matcher.tables.cells import (
    Reader,
    read_age,
    read_band,
    read_date,
    read_list,
    read_lower,
    read_reasons,
    read_text,
    read_ties,
    read_time,
    read_times,
    read_whole,
    read_yes_no,
)


@dataclass(frozen=True, slots=True)
class Column:
    """A field of the table, the reader of its cells and its aliases; case, spaces and signs do not count."""

    field: str
    read: Reader
    aliases: tuple[str, ...] = ()


APPLICANT_COLUMNS = (
    Column(
        "id",
        read_text,
        (
            "Applicant",
            "Applicant ID",
            "Client",
            "Client ID",
            "Client code",
            "Client number",
            "Code",
            "Case",
            "Case ID",
            "Case number",
            "Identifier",
            "Key",
            "No",
            "Number",
            "Participant",
            "Participant ID",
            "Patient ID",
            "Person",
            "Person ID",
            "Pseudonym",
            "Record ID",
            "Reference",
            "Student ID",
        ),
    ),
    Column(
        "display_name", read_text, ("Name", "Full name", "Client name", "First name", "Preferred name", "Shown name")
    ),
    Column(
        "age", read_age, ("Age at intake", "Age (years)", "Age in years", "Age at referral", "Years old", "Current age")
    ),
    Column("age_band", read_band, ("Age group", "Age range", "Age bracket", "Age category")),
    Column("birth_year", read_whole, ("Year of birth", "YOB", "Born", "Born in", "Birth yr")),
    Column(
        "life_stage",
        read_text,
        ("Stage", "Stage of life", "Life stage", "Phase of life", "Life phase", "Life situation", "Academic standing"),
    ),
    Column(
        "reasons",
        read_reasons,
        (
            "Reason",
            "Reasons for joining",
            "Reason for joining",
            "Presenting concerns",
            "Presenting concern",
            "Presenting problems",
            "Presenting problem",
            "Presenting issues",
            "Concerns",
            "Concern",
            "Problems",
            "Issues",
            "Topics",
            "Referral reasons",
            "Referral reason",
            "Reason for referral",
            "Reasons for referral",
        ),
    ),
    Column(
        "primary_reason",
        read_text,
        (
            "Top concern",
            "Main reason",
            "Main concern",
            "Primary concern",
            "Chief concern",
            "Chief complaint",
            "Main problem",
            "Primary problem",
            "Most important reason",
            "Top reason",
        ),
    ),
    Column(
        "availability",
        read_times,
        (
            "Available",
            "Available times",
            "Times",
            "Time slots",
            "Times available",
            "Free times",
            "Can attend",
            "Schedule",
        ),
    ),
    Column("time_zone", read_text, ("Timezone", "TZ", "Zone")),
    Column("modality", read_list, ("Modalities", "Format", "Formats", "Mode", "Online or in person")),
    Column("languages", read_list, ("Language", "Speaks", "Spoken languages", "Preferred language")),
    Column("sites", read_list, ("Site", "Location", "Locations", "Clinic", "Campus", "Office")),
    Column(
        "submitted_at",
        read_date,
        (
            "Submitted",
            "Submitted on",
            "Waiting since",
            "Waits since",
            "Referred",
            "Referred on",
            "Referral date",
            "Date",
            "Date of referral",
            "Date submitted",
            "Timestamp",
            "Intake date",
            "Date of intake",
            "On waitlist since",
            "Registered",
            "Registered on",
            "Applied on",
        ),
    ),
    Column("priority", read_whole, ("Urgency", "Priority level")),
    Column("must_place_by", read_date, ("Place by", "Deadline", "Must start by", "Latest start", "Due", "Due date")),
    Column(
        "avoid",
        read_list,
        (
            "Avoids",
            "Keep apart",
            "Keep apart from",
            "Must not meet",
            "Not with",
            "Do not place with",
            "Separate from",
            "Knows",
        ),
    ),
    Column(
        "together", read_list, ("Keep together", "Keep with", "Together with", "Place with", "Must sit with", "With")
    ),
    Column(
        "preferred_groups", read_list, ("Preferred group", "Preferences", "Preference", "Group preferences", "Wishes")
    ),
    Column(
        "leaders_to_avoid",
        read_list,
        ("Leader to avoid", "Avoid leaders", "Avoid leader", "Not led by", "Must not be led by", "Therapists to avoid"),
    ),
    Column(
        "individual_therapist",
        read_text,
        ("Therapist", "Own therapist", "Individual counsellor", "Individual counselor"),
    ),
    Column(
        "cleared",
        read_yes_no,
        ("Screened", "Screening", "Screening passed", "Cleared for group", "Approved", "Eligible", "Suitable"),
    ),
    Column("cleared_at", read_date, ("Cleared on", "Date cleared", "Screened on", "Screening date", "Approved on")),
    Column("tags", read_list, ("Tag", "Labels", "Flags")),
    Column("pinned_group", read_text, ("Pin", "Pinned", "Pinned to", "Fixed group", "Fixed to", "Assign to")),
    Column(
        "kept_off_groups", read_list, ("Kept off", "Kept off group", "Not in group", "Not in groups", "Excluded groups")
    ),
    Column("seated_in", read_text, ("Seated", "Current group", "Member of", "Already in", "In group", "Sits in")),
    Column("published_group", read_text, ("Told group", "Published", "Announced group", "Confirmed group")),
    Column("ties", read_ties, ("Tie", "Relations", "Relationships to others", "Related to")),
)

GROUP_COLUMNS = (
    Column("id", read_text, ("Group", "Group ID", "Group code", "Code", "Key", "Number", "No")),
    Column("name", read_text, ("Group name", "Title", "Description")),
    Column("min_size", read_whole, ("Min", "Minimum", "Minimum size", "At least", "Smallest size", "Least")),
    Column(
        "max_size",
        read_whole,
        ("Max", "Maximum", "Maximum size", "At most", "Largest size", "Capacity", "Places", "Seats"),
    ),
    Column("target_size", read_whole, ("Target", "Ideal size", "Size", "Aim")),
    Column(
        "session",
        read_time,
        ("Day and time", "Session time", "Time", "When", "Meets", "Meeting time", "Slot", "Weekly time"),
    ),
    Column("time_zone", read_text, ("Timezone", "TZ", "Zone")),
    Column(
        "leaders",
        read_list,
        ("Leader", "Led by", "Facilitator", "Facilitators", "Therapist", "Therapists", "Co-leaders"),
    ),
    Column("age_min", read_whole, ("Minimum age", "Min age", "Youngest", "Age from", "From age")),
    Column("age_max", read_whole, ("Maximum age", "Max age", "Oldest", "Age to", "To age")),
    Column("life_stages", read_list, ("Life stage", "Stage", "Stages", "Stages of life", "For stages")),
    Column("language", read_text, ("Languages", "Held in")),
    Column("modality", read_text, ("Format", "Mode", "Online or in person")),
    Column("site", read_text, ("Sites", "Location", "Room", "Clinic", "Campus", "Office")),
    Column("required_tags", read_list, ("Tags", "Tag", "Required tag", "Requires", "Only for")),
    Column("enrolment", read_lower, ("Enrollment", "Open or closed", "Status", "Intake")),
)

ROSTER_COLUMNS = (
    Column("group", read_text, ("Group ID", "Placed in", "Seat")),
    Column("id", read_text, APPLICANT_COLUMNS[0].aliases),
)
