# The words of the public site, in English, beyond those of the report.

page-overview = Overview
page-commitments = Commitments
page-gates = Gates
page-about = About the record

site-skip = Skip to the page
site-menu = Pages
site-languages = Languages
site-legend = What the marks mean
site-forms = This page as data
site-json = JSON
site-csv = CSV
site-source = Source: the record, {$entries}
site-more = All of them
site-table = As a table
site-verify = How to verify
site-home = First page

moment-title = Look at another day
moment-at = Judged at the end of
moment-known = With what was known by the end of
moment-known-hint = leave empty for everything in the record
moment-go = Show
moment-back = Back to the latest
moment-asked = You are looking at a chosen instant, not the latest.
moment-exported = This copy is fixed at this instant; a running site can show any other.
moment-after = a week into {$phase}
moment-days = Days to look at
moment-slide = Slide through the days

cite-title = Cite this page
cite-text = {$agreement}, “{$page}”. {$as-of} Record {$origin}, {$n ->
    [one] one entry
   *[other] {$n-text} entries
 }, root {$root}; semantics {$semantics}.
cite-address = Address

overview-phases = Where it stands
overview-phases-note = A declaration is shown as made. What a gate asks, and whether it holds, is computed.
overview-pillars = Every commitment, by theme
overview-pillars-note = One mark is one commitment; choose one to see why. A theme has counts and no status of its own, and nothing is added up by party.
overview-changes = What changed
overview-dates = Next dates
overview-waits = Who waits for whom
overview-read = How to read this
phase-is = {$phase}: {$state}
phase-day =
    { $n ->
        [one] day {$n-text}
       *[other] day {$n-text}
    }
gate-satisfied = its conditions held
gate-waived = its conditions were waived
gate-declared = opened by a declaration that the text lets open it
gate-waits = nothing has opened it yet
gate-conditions =
    { $n ->
        [one] {$held} of one condition holds
       *[other] {$held} of {$n-text} conditions hold
    }
changed-count =
    { $n ->
        [0] No status changed
        [one] One change
       *[other] {$n-text} changes
    }
checkable-bar =
    { $n ->
        [one] {$who}: of one clause {$agreed-text} can be checked as agreed, {$proposed-text} with proposed fields
       *[other] {$who}: of {$n-text} clauses {$agreed-text} can be checked as agreed, {$proposed-text} with proposed fields
    }
checkable-key-agreed = can be checked as agreed
checkable-key-proposed = only with proposed fields
checkable-key-rest = cannot be checked
checkable-scale = Each cell is one clause.

commitments-shown =
    { $n ->
        [one] {$shown} of one commitment
       *[other] {$shown} of {$n-text} commitments
    }
commitments-none = No commitment fits what was chosen.
choose-title = Narrow the list
choose-pillar = Theme
choose-obligor = Who owes
choose-status = Status
choose-all = all
choose-go = Show

commitment-title = {$id} · {$title}
commitment-status = Status
commitment-text = What was agreed
commitment-official = Words marked here are quoted by the rule beside.
commitment-paraphrase = This is a paraphrase, in words of whoever modelled the text. It is not a quotation of any instrument.
commitment-rule = The rule
commitment-rule-note = The same in controlled English, as it is computed. What the parties did not agree is marked as proposed.
commitment-why = Why
commitment-why-note = Every sentence cites the entries it rests on. Reasons are written in English.
commitment-course = Status in both times
commitment-course-note = Above, each day as it was known on that day; below, the same days as they are known now.
commitment-evidence = Evidence
commitment-positions = What is said about it
commitment-positions-none = Nothing is said about it in the record.
commitment-before = Before
commitment-after = Next
course-then = As known then
course-now = As known now
course-same = What came later changed none of these.
course-apart =
    { $n ->
        [one] Looked at every day.
       *[other] Looked at every {$n-text} days.
    }
proposed-by = proposed by {$who}
field-within = due
field-by = due by
field-before = due before
field-from = from
field-until = until
field-while = while
field-when = once
field-unless = unless
field-except = except
field-owed = owed
field-owed-to = owed to
field-evidence = proof
field-silence = silence
field-reports = reports
field-grace = leeway
field-severity = gravity
field-response = what follows
field-counts = counting
field-other-hands = other hands
field-mirrors = mirrors
field-in-step-with = in step with
field-alongside = alongside
field-certified = certified
field-excused = excused
field-stage = stage
field-needs = lacks
field-stale = stale after
field-accepts = accepts
field-reading = reading

waits-count =
    { $n ->
        [0] Nothing waits for another
        [one] One waits for another
       *[other] {$n-text} wait for another
    }
waits-by-text = By the text: what cannot start or open before something else is done.

about-notes = What this is
about-names = What names the record
about-words = What the words mean
about-own = This page is shown by whoever runs the site, and cannot vouch for them. Check the record yourself, with the commands below or with the verifier that shares no code with this program.
meaning-not-triggered = What starts it has not happened.
meaning-not-yet-due = It is due later.
meaning-open = It has no date and has not been done.
meaning-pending = The date has passed; reports may still come.
meaning-met = Done in time, by the evidence that the rule asks for.
meaning-met-late = Done, but late.
meaning-cured = Once beyond the bound, back within it since.
meaning-not-met = The evidence that the rule asks for shows that it was not done.
meaning-no-incident-established = What is forbidden has not been established.
meaning-incident-established = What is forbidden has been established to have happened.
meaning-undetermined = The record can establish neither.
meaning-contested = Both can be established, or it hangs on an open challenge or on which reading is right.
meaning-suspended = Its clock or its force is suspended.
meaning-excused = Excused for now, on a certified ground.
meaning-discharged = Waived, superseded, lapsed or overtaken.
meaning-not-measurable = As written there is no test to measure it by.

head-phase = Phase
head-gate = Gate
head-pillar = Theme
head-key = Key
head-from = From
head-to = To
head-known = Known

page-evidence = Evidence
evidence-known =
    { $n ->
        [0] No entry is known
        [one] One known entry of the record
       *[other] {$n-text} known entries of the record
    }
evidence-note = Every statement that the record holds, in its order. A report says what somebody says; entering it makes nothing true.
evidence-stretches = Entries
entry-title = Entry {$number}
entry-says = What it says, and where it comes from
entry-links = What it bears on
entry-used = Statuses that rest on it
entry-used-none = No status rests on it.
entry-rows = The rows of this file, the first 100
entry-refers = Refers to
entry-referred = Corrected, answered or ruled on by
entry-before = Before
entry-after = Next
entry-check = Verify here
entry-check-note = Your browser hashes the entry's bytes and the path to the root, and compares. It shows that this entry is in the tree under this root; it cannot vouch for whoever runs this page. Compare the root with one you got elsewhere, or check the whole record yourself:
entry-check-go = Check
entry-check-good = The entry is in the tree under this root.
entry-check-bad = The entry is NOT in the tree under this root.
entry-check-cannot = This browser does not offer the hash here; it needs a secure connection.
entry-check-none = The record has grown meanwhile; load the page again for a proof.
entry-check-script = With script switched off, use the command or the bytes below.
entry-bytes = The bytes that are hashed
entry-leaf = Leaf
entry-leaf-hash = Leaf hash
entry-path = Path to the root
entry-root = Root
entry-checkpoint = Signed checkpoint
fact-reporter = Who says it
fact-via = Relayed by
fact-origin = First from
fact-origin-unknown = unknown
fact-of = About
fact-figure = Figure
fact-unit = Unit
fact-value = Value
fact-period = For the days
fact-fields = Further
fact-field = {$field}: {$value}
fact-scope = Counts
fact-text = Text
fact-concerns = Concerns
fact-publisher = Published by
fact-published = Published
fact-address = Where to read it
fact-digest = SHA-256 of the file
fact-signer = Signed by
fact-rows = Rows
fact-received = Received by the log

page-changes = Changes
changes-course = Every commitment, day by day
changes-course-note = Each row is one commitment, each column a day as it was known on that day. A mark stands where the status changed.
since-title = Changes since
since-days =
    { $n ->
        [one] {$n-text} day before
       *[other] {$n-text} days before
    }
head-before = Before
page-reports = Reports
reports-note = Made from the same assessment as these pages, for the same instants.
report-committee = Report for a committee
report-committee-holds = Phases, what can be checked, every commitment with its reason, what changed, what is due, who waits for whom, indicators and sources, on one page without script that can be printed, kept and sent.
report-command = The same from the command line:

page-cases = Cases
page-what-if = What if
moment-as-of = As of {$at}, with {$known}.
moment-known-by = what was known by {$time}
moment-known-all =
    { $n ->
        [0] an empty record
        [one] the one entry of the record
       *[other] all {$n-text} entries of the record
    }
moment-known-first = the first {$first} of {$n-text} entries
moment-received = An entry counts as known from the moment the log received it.
moment-published = An entry counts as known from the day it was published.
site-as-of-short = As of {$at}
site-calendar = Calendar (iCalendar)
site-feed = Feed (Atom)
site-api = For programs: OpenAPI
site-skip-menu = Pages and languages
site-to-top = To the top

checkable-count =
    { $n ->
        [one] Of one clause, {$agreed} can be checked as agreed; with proposed fields, {$proposed}.
       *[other] Of {$n-text} clauses, {$agreed} can be checked as agreed; with proposed fields, {$proposed}.
    }
checkable-needs = To be checked, a clause needs a date, a measure and somebody to verify it.
clocks-title = Open clocks
clocks-count =
    { $n ->
        [0] No clock is running
        [one] One clock is running
       *[other] {$n-text} clocks are running
    }
clocks-note = What a case waits for by its ladder: whom, since when, and until when. Computed, never stored.
clock-itself = takes effect by itself
clock-unlimited = without a limit
clock-left =
    { $n ->
        [0] ends today
        [one] one day left
       *[other] {$n-text} days left
    }
clock-over =
    { $n ->
        [0] ran out today
        [one] ran out one day ago
       *[other] ran out {$n-text} days ago
    }

cases-shown =
    { $n ->
        [0] No case
        [one] {$shown} of one case
       *[other] {$shown} of {$n-text} cases
    }
cases-none-chosen = No case fits what was chosen.
case-title = Case {$case}
case-course = Step by step
case-course-note = What the text lets follow, in its order. A clock starts when it could be known.
case-said = Findings and replies
case-said-note = Side by side, in the same form. Silence is not an admission.
case-clocks = Whom it waits for
case-no-clock = It waits for nobody, and no clock runs.
case-against = Against
case-opened-on = Opened
case-before = Before
case-after = Next
case-effects = What it changed
case-remedies = Remedies
choose-against = Against
choose-state = Where it stands
choose-by = Who says it
choose-of = About
head-case = Case
head-state = Where it stands
head-against = Against
head-opened = Opened
head-waits-for = Waits for
head-since = Since
head-until = Until
head-left = Time left
head-step = Step

evidence-shown =
    { $n ->
        [one] {$shown} of one known entry
       *[other] {$shown} of {$n-text} known entries
    }
evidence-none = No entry fits what was chosen.
changes-steady =
    { $n ->
        [0] Every status changed
        [one] One status stayed the same throughout
       *[other] {$n-text} statuses stayed the same throughout
    }
changes-none-course = No status changed on these days.
rows-more-data =
    { $n ->
        [one] One more in this page’s data, as JSON.
       *[other] {$n-text} more in this page’s data, as JSON.
    }
feed-item = {$before} before, {$after} at the end of {$day}, as it was known then.

what-if-note = Write an amendment, and see which statuses would be others on the whole record, and because of which words. It is computed and shown, and nothing is written or kept.
what-if-start = Start from the words of
what-if-start-go = Take its words
what-if-start-none = choose a commitment
what-if-text = Amendment
what-if-hint = An accord block with amendment lines, or a whole agreement text. In the words of a clause, change what you like between the second pair of quotation marks.
what-if-file = or take a file
what-if-go = Try it
what-if-refused = This could not be tried
what-if-faults = What does not fit
what-if-words = Words that differ
what-if-words-none = No words differ.
what-if-statuses = Statuses that change
what-if-deadlines = Deadlines that move
what-if-phases = Phases that open otherwise
what-if-consent = Who must consent
what-if-consent-note = The text names no other way to amend it than the consent of all its parties.
what-if-exported = Trying an amendment needs a running site, or the command line:
tried-count =
    { $n ->
        [0] No status changes; {$same} stay as they are
        [one] One status changes; {$same} stay as they are
       *[other] {$n-text} statuses change; {$same} stay as they are
    }
tried-undecidable =
    { $n ->
        [one] One of them cannot be decided any more.
       *[other] {$n-text} of them cannot be decided any more.
    }
tried-added = added
tried-deleted = deleted
tried-reworded = reworded
tried-absent = not there
consent-parties = Must consent
consent-given = Have consented, by the text tried
consent-missing = Have not consented
consent-concerned = Others concerned
head-as-signed = As signed
head-as-tried = As tried
head-field = Field
head-notice = Notice

refused-400 = This address cannot be read
refused-404 = There is no such page
refused-405 = This page only answers reading
refused-413 = The text is too long
refused-414 = The address is too long
refused-500 = The page could not be made
refused-503 = Too much is asked for at once
refused-back = Go on from the overview
cite-copy = Copy the citation
cite-copied = Copied

page-funds = Funds
page-corridors = Corridors
page-civilians = Civilians
page-narratives = Narratives
beside-none = Nothing about this is on record.
own-words = In its own words:
beside-funds-note = From pledge to verified result, each amount as reported, in its own currency.
beside-flows = By donor and stage
beside-flows-intro = Where several report the same money, the amount is a range and never a sum.
flow-title = Money in {$currency}, from pledge to verified result
flow-title-scope = Money in {$currency}, from pledge to verified result, as {$scope}
flow-unit-one = Numbers in {$currency}. Each band is one donor's, as thick as the amount.
flow-unit-thousand = Numbers in thousands of {$currency}. Each band is one donor's, as thick as the amount.
flow-unit-million = Numbers in millions of {$currency}. Each band is one donor's, as thick as the amount.
flow-ends = the trace ends here
flow-overdue = past due: {$amount} since {$day}
flow-key-sure = as reported
flow-key-open = between what several report, or more than the least
flow-key-gap = nothing on record for the stage between
flow-key-late = past due and not on record as paid
flow-key-ends = the trace ends here: nothing later is on record
flow-left-out =
    { $n ->
        [one] One donor with a smaller amount is in the table alone.
       *[other] {$n-text} donors with smaller amounts are in the table alone.
    }
beside-overdue = Past due
beside-overdue-intro = Pledges whose own day is past while less than promised is on record.
beside-breaks = Where the chain is broken
beside-breaks-intro = Past these points the money cannot be followed.
beside-needs = Need, and what lies in funds
beside-needs-intro = Estimates and balances, each with who gives it.
beside-corridors-note = What stands open, how far what was sent came, and where access was denied.
beside-crossings = Crossings
beside-crossings-intro = Who says what of each, and since when.
beside-funnels = Step by step
beside-funnels-intro = Only figures of one reporter, unit, scope, place and stretch of time stand together.
beside-denials = Access denied
beside-denials-intro = Who was kept from seeing or passing, as they say.
beside-civilians-note = Each community by itself; one loss is never set against another.
beside-measured = Indicators
beside-measured-intro = The same definition and scale for every community.
beside-incidents = Incidents of harm
beside-incidents-intro = How well each is confirmed, and by whom. An act that nobody is named for stays so.
beside-narratives-note = What is said, beside what the record says to it. A claim is never evidence by itself.
beside-claims = Claims
beside-claims-intro = In the order in which they were recorded; nobody is ranked.
beside-positions = Positions
beside-positions-intro = What each actor holds about a commitment or a phase.
beside-answers = Replies, and denials of access
beside-answers-intro = Given by those who were asked or kept out.
beside-context = Outside events
beside-context-intro = They excuse nothing, unless the text says that they do.
beside-risks = Risks watched
beside-risks-intro = With who watches each, and when it is to be reviewed.
answer-supports = the record supports it
answer-contradicts = the record contradicts it
answer-both = the record has both
answer-silent = the record is silent
answer-not-comparable = not comparable
head-record = What the record says
head-stance = Position
head-risk = Risk
head-watched-by = Watched by
head-review = To be reviewed by
review-past = past
head-donor = Donor
head-stage = Stage
head-amount = Amount
head-due = Due
head-indicator = Indicator
head-community = Community
head-latest = Latest
head-trend = Trend
head-confirmed = Confirmed
head-attributed = Attributed to
attributed-nobody = nobody named
trend-rose = rose
trend-fell = fell
trend-same = the same
trend-revised = revised
trend-not-comparable = not comparable
trend-first = first figure
confirmed-reported = reported
confirmed-verified = verified
confirmed-found = found by a body
confirmed-contested = contested

page-map = Map
beside-map-note = What the text and the record name, and where it lies. A drawing and the same as tables.
beside-places = Crossings and places
beside-places-intro = Positions are those of the text's own maps, to a hundredth of a degree; states are as last reported.
beside-cells = Happenings, in coarse cells
beside-cells-intro = Where the record says that something happened.
map-rule-cells = Positions are coarsened to cells of {$cell} degree each way. A cell with fewer than {$least} happenings of one kind is merged into one of {$coarse} degree, and that one into “elsewhere”. Reports of the same days and cell are one happening.
map-rule-delay =
    { $n ->
        [one] A position is shown one day after the happening and its report, by the record's own time.
       *[other] A position is shown {$n-text} days after the happening and its report, by the record's own time.
    }
map-rule-young =
    { $n ->
        [0] No report is younger.
        [one] One report is younger and not shown yet.
       *[other] {$n-text} reports are younger and not shown yet.
    }
map-title = Crossings and places of the text
map-title-of = {$of}: happenings in each cell, beside the places of the text
map-crossing = crossing
map-place = place
map-named-by =
    { $n ->
        [one] {$of}: one report
       *[other] {$of}: {$n-text} reports
    }
map-no-state = no state on record
map-no-position = no position on record
map-elsewhere = elsewhere
map-from-to = {$from} to {$to}
map-north = N
map-km = {$n} km
map-latitude-north = {$degrees} N
map-latitude-south = {$degrees} S
map-east = {$degrees} E
map-west = {$degrees} W
map-key-open = open, as last reported
map-key-closed = closed, as last reported
map-key-mixed = otherwise, or told differently
map-key-unknown = no state on record
map-key-place = place
map-key-way = line or rim of a place
map-key-cell = cell, with how many happenings
fact-position = a position, shown on the map alone, in a coarse cell
head-position = Position
head-named-by = Reports that name it
head-cell = Cell
head-happenings = Happenings
head-reports = Reports

record-grew = The record grew since this page was made.
record-grew-go = Load the page again
