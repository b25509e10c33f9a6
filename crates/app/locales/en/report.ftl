# The words of the report, in English. Values in braces are already set apart
# by the program; `$n` chooses the plural and `$n-text` writes the number.

skip = Skip to the report
contents = Contents
legend = Marks and words
because = Because
supposing = if
then = then
day = {$day} {$month} {$year}
days = {$from} to {$to}
instant = {$day}, {$time}
month-year = {$month} {$year}
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

banner-example = Unofficial example, made from public reports. No party and no body has signed, approved or seen it.
banner-unofficial = Unofficial record. No party and no body has signed, approved or seen it.
draft = Draft translation: the words of this page have not been reviewed by a lawyer or a native speaker of both languages.
stance = What the text and the record so far can establish. It does not say who is right.
note-status = A status is computed from the record under the rules of the text. It is not a finding: only a body that the agreement empowers can make one.
note-proposed = Where the parties left out what proof, silence or leeway mean, a proposed field fills the gap, and the status says “on a proposed reading”.
as-of = Judged at {$at}; known: {$known}, {$how}.
known-by = what was known by {$time}
known-size =
    { $n ->
        [one] the first entry
       *[other] the first {$n-text} entries
    }
known-received = knowledge dated by receipt
known-published = knowledge dated by publication
record-line =
    { $n ->
        [0] The record is empty; semantics {$semantics}; days in {$zone}.
        [one] Record of one entry, root {$root}; semantics {$semantics}; days in {$zone}.
       *[other] Record of {$n-text} entries, root {$root}; semantics {$semantics}; days in {$zone}.
    }
entries =
    { $n ->
        [one] one entry
       *[other] {$n-text} entries
    }

status-not-triggered = not triggered
status-not-yet-due = not yet due
status-open = open, no date
status-pending = pending
status-met = met
status-met-late = met late
status-cured = cured
status-not-met = not met
status-no-incident-established = no incident established
status-incident-established = incident established
status-undetermined = undetermined
status-contested = contested
status-suspended = suspended
status-excused = excused
status-discharged = discharged
status-not-measurable = not measurable
counted = {$n-text} {$status}

evidence-verified = evidence verified
evidence-estimated = evidence estimated
evidence-declared = evidence declared
evidence-contradicted = evidence contradicted
evidence-insufficient = evidence not sufficient
evidence-no-information = no information
agreement-agreed = not disputed on record
agreement-disputed = disputed by {$who}
agreement-pending = a reply or ruling is awaited
severity-minor = minor
severity-serious = serious
severity-critical = critical
late-days =
    { $n ->
        [one] {$n-text} day late
       *[other] {$n-text} days late
    }
late-days-between =
    { $n ->
        [one] {$least} to {$n-text} day late
       *[other] {$least} to {$n-text} days late
    }
late-hours =
    { $n ->
        [one] {$n-text} hour late
       *[other] {$n-text} hours late
    }
late-hours-between =
    { $n ->
        [one] {$least} to {$n-text} hour late
       *[other] {$least} to {$n-text} hours late
    }
late-unknown = lateness unknown
figure-at-least = at least {$number}
figure-more-than = more than {$number}
figure-at-most = at most {$number}
figure-less-than = less than {$number}
figure-between = {$low} to {$high}

phases-title = Phases, as declared
phases-intro = A declaration is shown as made. What was still owed then is listed, whoever declared it.
phases-none = The text has no phases.
phase-not-open = not open
phase-declared = declared
phase-open = open
phase-closed = closed
opened-satisfied = Opened on {$when}: its conditions held.
opened-waived = Opened on {$when}: its conditions were waived.
opened-declared = Opened on {$when} by a declaration that the text lets open it.
declared-by = Declared open by {$who} on {$when}. By the text, this declaration opens nothing.
declared-without-conditions = Declared open by {$who} on {$when}. No conditions for its opening were agreed, so none could be satisfied.
opens-not-agreed = No conditions for its opening were agreed.
conditions-title = Conditions of the gate
condition-holds = holds
condition-open = does not hold yet
residuals-title = Still owed then
residual-done = {$done} of {$all}

checkable-title = Can it be checked?
checkable-takeaway =
    { $n ->
        [one] Of one clause, with a date, a measure and a verifier: {$agreed-text} as agreed, {$proposed-text} with proposed fields.
       *[other] Of {$n-text} clauses, with a date, a measure and a verifier: {$agreed-text} as agreed, {$proposed-text} with proposed fields.
    }
checkable-intro = This is about the text alone, before anything was done or left undone. A clause owed by several counts once for each.
missing-title = What single clauses lack
lacks-nothing = nothing
lacks-date = date
lacks-measure = measure
lacks-verifier = verifier
obligor-nobody = nobody named
obligor-each = each {$role}
obligor-together = {$who}, together
owed-to = {$who} to {$whom}

pillars-title = Commitments
pillars-intro = In the order of the text. Counts only: no heading has a status of its own, and nothing is added up by party.
pillars-none = The text has no clauses.
pillar-none = Without a heading
pillar-all = All clauses
on-proposed = on a proposed reading
on-proposed-fields = on a proposed reading: {$fields} (proposed by {$by})
next-date = next date {$when}
score = scale 0–3: {$score}, computed
readings-title = Under each reading
reading-name = “{$term}”, reading {$reading}
challenges-fail = all open challenges fail
challenges-succeed = only challenges {$which} succeed
why-count =
    { $n ->
        [0] Why
        [one] Why, and on what evidence
       *[other] Why, and on what evidence: {$n-text} instances
    }
claims-count =
    { $n ->
        [one] One statement about it
       *[other] {$n-text} statements about it, side by side
    }
beside-title = Shown beside, not used
notes-title = Remarks
text-official = signed text
text-reported = as reported
text-leaked = from a leak
text-paraphrased = our words, not a quotation
text-from = {$kind}, from {$source}
text-line = {$article}: {$confidence}
keys-many = {$n-text}: {$first} to {$last}
key-stage = stage {$stage}
progress = {$reached} of {$whole}
due = due {$when}
decided = decided {$when}
rows-more =
    { $n ->
        [one] One more: {$command}
       *[other] {$n-text} more: {$command}
    }
cites-more = and {$n-text} more

reason-rule = Rule
reason-for = For
reason-against = Against
reason-beside = Beside
reason-missing = Missing
reason-time = Time
reason-dispute = Dispute
reason-power = Power
reason-record-ends = Record ends
reason-since = Since then

act-claim = claim
act-reply = reply
act-denial = access denied
act-context = outside event
act-position = position
act-report = report
act-finding = finding
act-correction = correction
act-withdrawal = withdrawal
act-closure = closure
act-coverage = coverage
act-challenge = challenge
act-ruling = ruling
act-decision = decision
act-reading = reading settled
act-consent = consent to an amendment
act-sealed = sealed
key-suspect = its key may have been in other hands
act-batch = the rows of a file
act-other = recorded, not read
act-reprioritise = moved in the order of work
act-without-effect = without effect
stance-support = supports
stance-oppose = opposes
stance-conditional = under conditions
stance-dispute = disputes
stance-accept = accepts
via = {$who}, via {$via}
published-on = published {$when}
scope = counts {$scope}
other-claims-title = Statements on no single clause
other-claims-intro = Said, and by whom. Never evidence by itself.
without-effect-title = Acts without effect
without-effect-intro = The text gives those who acted no power for it.
amendments-title = Amendments
amendments-intro = Words that the text declares as changes. They bind once everybody needed has consented and their day has come.
amendment-in-force = in force since { $when }
amendment-agreed = agreed, in force from { $when }
amendment-awaiting-consent = waits for the consent of { $who }
amendment-awaiting-another = agreed, waits for an earlier amendment on which it is built
amendment-without-effect = without effect: its words do not fit the text, or it names no day
priorities-title = Moved in the order of work
priorities-intro = By whom, and on which new information. No status and no date hangs on it.

cases-title = Cases
cases-intro = What follows a failure, an incident or a complaint under the text, step by step. Computed from the record; a finding is made by a body, a reply by those the case is against, and both stand side by side.
cases-none = No case is open or was opened.
case-basis-failure = failure
case-basis-incident = incident
case-basis-complaint = complaint
case-nobody = nobody named
case-opened = {$basis}, against: {$against}; opened on {$when} on {$ladder}
case-raised = raised by {$who}
case-alleged = alleged
case-screened = screened
case-verifying = verifying
case-substantiated = substantiated
case-not-substantiated = not substantiated
case-undetermined = undetermined
case-reply-due = reply due
case-response = response awaited
case-remedied = remedied
case-referred = referred
case-closed = closed
case-waits = waits for {$who} (step {$step}) since {$since}, without a limit
case-waits-until = waits for {$who} (step {$step}) since {$since}, until {$due}
case-waits-over = waits for {$who} (step {$step}) since {$since}; the time ran out on {$due}
case-findings = Findings
case-replies = Replies
case-no-finding = No finding.
case-no-reply = No reply.
case-silence = Silence of {$who}: the time for a reply has run out.
case-attributed = attributed to {$who}
case-confidence = confidence: {$how}
case-steps = Steps
case-began = began {$when}
case-until = until {$when}
case-takes-effect = takes effect {$when}
case-step-ended = ended {$when}
case-denied = Access was denied
case-ended = Ended on {$when}: {$how}.
case-ended-cured = made good
case-ended-withdrawn = nothing in the record establishes it any more
case-ended-remedied = remedy certified
case-ended-not-substantiated = found not substantiated
case-ended-declined = not taken up
case-ended-decided = closed by decision
case-ended-silence = closed by silence, as the text says
step-not-reached = not reached
step-skipped = skipped
step-running = running
step-available = available
step-done = done
step-ran-out = time ran out
step-stopped = stopped
step-not-needed = not needed
remedy-ordered = Remedy ordered by {$who} on {$when}
remedy-certified = certified by {$who} on {$when}
remedy-open = not certified
effect-suspended = {$what} is suspended from {$from}
effect-ended = {$what} is ended from {$from}
effect-revived = {$what} is in force again from {$from}
effect-phase-revived = {$what} is open again from {$from}
effect-clock = its clock stops

changes-title = What changed
changes-intro = Since {$since}.
changes-none = No status changed.
changes-not-asked = No earlier time was asked for; name one with --since.
cause-time = by time alone

dates-title = Next dates
dates-none = No date lies ahead in the text.
date-due =
    { $n ->
        [one] due
       *[other] {$n-text} instances due
    }
date-step = time of {$who} for step {$step} of {$ladder} ends
date-phase = latest opening of {$phase}
date-authority = end of the authority of {$who}

waits-title = Who waits for whom
waits-intro = By the text: what cannot start or open before something else is done.
waits-none = Nothing waits for another.
waits-together = each of these waits for another of them; by the text none comes first
waits-terms = terms that were not agreed

indicators-title = Indicators
indicators-intro = Measured, and never a failure. Each is one reporter’s figure, alone; where a sum and a running total differ, both stand and the difference is told.
indicators-none = The text has no indicators.
baseline = baseline: {$text}
target = target: {$text}
run-values = single values
run-total = running total
sum-of =
    { $n ->
        [one] {$sum} (one value)
       *[other] {$sum} ({$n-text} values)
    }
series-unknown = Nothing is known here.
side-unknown = {$side}: nothing is known here.
values-more =
    { $n ->
        [one] One earlier value is left out of this table.
       *[other] {$n-text} earlier values are left out of this table.
    }
difference = From {$from} to {$to} the single values add up to {$sum}; the running total of {$reporter} is {$total}: {$apart} apart. Each has its own start and its own rules; they are not reconciled.
chart-values = {$n-text} values from {$from} to {$to}: the first {$first}, the last {$last}, the greatest {$top}.
chart-total = Running total at {$n-text} dates from {$from} to {$to}: {$first} at first, {$last} at last.

sources-title = Sources
sources-intro =
    { $n ->
        [one] The one entry of the record that this report cites.
       *[other] The {$n-text} entries of the record that this report cites, by their number.
    }
sources-rest =
    { $n ->
        [one] One further entry is not cited here; {$command} checks it with the rest.
       *[other] {$n-text} further entries are not cited here; {$command} checks every one of them.
    }
source-absent = not in this record

ends-title = Where the record ends
ends-intro = Past these days nothing is known here, which is not the same as not done.
ends-none = The record does not say how far it runs.
ends-everything = everything else

verify-title = How to verify
verify-intro = Anyone who holds the record can recompute this report, byte for byte.
verify-record = checks every signature, every payload and the root
verify-assess = computes every status anew, with the entries it cites
name-origin = Log
name-size = Size
name-root = Root
name-text = Text
name-openings = Openings
name-at = Judged at
name-semantics = Semantics

head-as-agreed = all three, as agreed
head-before-after = Before and after
head-cause = By
head-claim = What is said
head-clause = Clause
head-clauses = clauses
head-date = Date
head-days = Days
head-done = Done
head-entries = Entries
head-entry = Entry
head-figure = Figure
head-for = For
head-grade = Grade
head-has-date = date
head-has-measure = measure
head-has-verifier = verifier
head-lacks-agreed = Lacks as agreed
head-lacks-proposed = Lacks with proposed fields
head-month = Month
head-obligor = Obligor
head-published = Published
head-reading = Reading
head-remark = Remark
head-says = What it says
head-status = Status
head-status-then = Status then
head-sum = Sum of values
head-waits = Waits
head-what = What
head-when = When
head-who = Who
head-who-says = Who says what
head-with-proposed = all three, with proposed fields
