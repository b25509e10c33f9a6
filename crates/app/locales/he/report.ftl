# מילות הדוח בעברית: טיוטת תרגום שטרם נבדקה.
# Draft translation, not reviewed yet. Values in braces are already set apart
# by the program; `$n` chooses the plural and `$n-text` writes the number.

skip = דילוג לדוח
contents = תוכן
legend = סימנים ומילים
because = משום ש
supposing = אם
then = ואז
day = {$day} ב{$month} {$year}
days = מ־{$from} עד {$to}
instant = {$day}, {$time}
month-year = {$month} {$year}
month-1 = ינואר
month-2 = פברואר
month-3 = מרץ
month-4 = אפריל
month-5 = מאי
month-6 = יוני
month-7 = יולי
month-8 = אוגוסט
month-9 = ספטמבר
month-10 = אוקטובר
month-11 = נובמבר
month-12 = דצמבר

banner-example = דוגמה לא רשמית, שנערכה מדיווחים פומביים. שום צד ושום גוף לא חתם עליה, לא אישר אותה ולא ראה אותה.
banner-unofficial = רשומה לא רשמית. שום צד ושום גוף לא חתם עליה, לא אישר אותה ולא ראה אותה.
draft = טיוטת תרגום: מילות הדף הזה טרם נבדקו בידי משפטן או בידי דובר ילידי של שתי השפות.
stance = מה שהנוסח והרשומה עד כה יכולים לבסס. אין כאן קביעה מי צודק.
note-status = מצב הביצוע מחושב מן הרשומה לפי כללי הנוסח. אין הוא ממצא: רק גוף שההסכם מסמיך רשאי לקבוע ממצא.
note-proposed = במקום שהצדדים לא אמרו מהי הוכחה, מה פירוש שתיקה או מהו מרווח, שדה מוצע ממלא את החסר, ולצד המצב נכתב ”לפי קריאה מוצעת“.
as-of = מועד ההערכה: {$at}; הידוע: {$known}, {$how}.
known-by = מה שהיה ידוע עד {$time}
known-size =
    { $n ->
        [0] שום רישום
        [one] הרישום הראשון
        [two] שני הרישומים הראשונים
       *[other] {$n-text} הרישומים הראשונים
    }
known-received = הידיעה מתוארכת לפי קבלה
known-published = הידיעה מתוארכת לפי פרסום
record-line =
    { $n ->
        [0] הרשומה ריקה; סמנטיקה {$semantics}; ימים לפי {$zone}.
        [one] רשומה של רישום אחד, שורש {$root}; סמנטיקה {$semantics}; ימים לפי {$zone}.
       *[other] רשומה של {$n-text} רישומים, שורש {$root}; סמנטיקה {$semantics}; ימים לפי {$zone}.
    }
entries =
    { $n ->
        [one] רישום אחד
        [two] שני רישומים
       *[other] {$n-text} רישומים
    }

status-not-triggered = טרם נוצר
status-not-yet-due = טרם הגיע מועדו
status-open = פתוח, ללא מועד
status-pending = ממתין
status-met = קוים
status-met-late = קוים באיחור
status-cured = תוקן
status-not-met = לא קוים
status-no-incident-established = לא בוסס אירוע
status-incident-established = בוסס אירוע
status-undetermined = לא הוכרע
status-contested = שנוי במחלוקת
status-suspended = מושעה
status-excused = פטור לעת עתה
status-discharged = פקע
status-not-measurable = ללא מבחן מדיד
counted = {$n-text} {$status}

evidence-verified = ראיות מאומתות
evidence-estimated = ראיות מוערכות
evidence-declared = ראיות בהצהרה
evidence-contradicted = ראיות סותרות
evidence-insufficient = ראיות שאינן מספיקות
evidence-no-information = אין מידע
agreement-agreed = אין עליו מחלוקת ברשומה
agreement-disputed = במחלוקת מצד {$who}
agreement-pending = ממתין לתשובה או להכרעה
severity-minor = קל
severity-serious = חמור
severity-critical = חמור ביותר
late-days =
    { $n ->
        [one] באיחור של יום אחד
        [two] באיחור של יומיים
       *[other] באיחור של {$n-text} ימים
    }
late-days-between =
    { $n ->
        [one] באיחור של {$least} עד {$n-text} יום
       *[other] באיחור של {$least} עד {$n-text} ימים
    }
late-hours =
    { $n ->
        [one] באיחור של שעה אחת
        [two] באיחור של שעתיים
       *[other] באיחור של {$n-text} שעות
    }
late-hours-between =
    { $n ->
        [one] באיחור של {$least} עד {$n-text} שעה
       *[other] באיחור של {$least} עד {$n-text} שעות
    }
late-unknown = מידת האיחור אינה ידועה
figure-at-least = לפחות {$number}
figure-more-than = יותר מ־{$number}
figure-at-most = לכל היותר {$number}
figure-less-than = פחות מ־{$number}
figure-between = {$low} עד {$high}

phases-title = השלבים, כפי שהוכרזו
phases-intro = הכרזה מוצגת כפי שנאמרה. מה שעדיין היה חוב באותה עת מפורט, ולא חשוב מי הכריז.
phases-none = אין שלבים בנוסח.
phase-not-open = לא נפתח
phase-declared = הוכרז
phase-open = פתוח
phase-closed = סגור
opened-satisfied = נפתח ב־{$when}: תנאיו התקיימו.
opened-waived = נפתח ב־{$when}: תנאיו הוסרו בוויתור.
opened-declared = נפתח ב־{$when} בהכרזה שהנוסח מתיר לה לפתוח אותו.
declared-by = {$who} הכריז על פתיחתו ב־{$when}. לפי הנוסח ההכרזה הזאת אינה פותחת דבר.
declared-without-conditions = {$who} הכריז על פתיחתו ב־{$when}. לא הוסכמו תנאים לפתיחתו, ולכן לא יכלו להתקיים.
opens-not-agreed = לא הוסכמו תנאים לפתיחתו.
conditions-title = תנאי השער
condition-holds = מתקיים
condition-open = טרם מתקיים
residuals-title = מה שעדיין היה חוב אז
residual-done = {$done} מתוך {$all}

checkable-title = האם אפשר לבדוק?
checkable-takeaway =
    { $n ->
        [one] מסעיף אחד, עם מועד, מדד ומאמת: {$agreed-text} כפי שהוסכם, {$proposed-text} עם שדות מוצעים.
       *[other] מתוך {$n-text} סעיפים, עם מועד, מדד ומאמת: {$agreed-text} כפי שהוסכם, {$proposed-text} עם שדות מוצעים.
    }
checkable-intro = זה נוגע לנוסח בלבד, לפני כל מעשה או מחדל. סעיף שכמה חייבים בו נספר פעם אחת לכל אחד.
missing-title = מה חסר בסעיפים יחידים
lacks-nothing = דבר
lacks-date = מועד
lacks-measure = מדד
lacks-verifier = מאמת
obligor-nobody = לא נקוב איש
obligor-each = כל {$role}
obligor-together = {$who}, יחד
owed-to = {$who} כלפי {$whom}

pillars-title = התחייבויות
pillars-intro = לפי סדר הנוסח. מספרים בלבד: לשום כותרת אין מצב משלה, ודבר אינו מסוכם לפי צד.
pillars-none = אין סעיפים בנוסח.
pillar-none = ללא כותרת
pillar-all = כל הסעיפים
on-proposed = לפי קריאה מוצעת
on-proposed-fields = לפי קריאה מוצעת: {$fields} (הציע {$by})
next-date = המועד הבא {$when}
score = סולם 0–3: {$score}, מחושב
readings-title = לפי כל קריאה
reading-name = ”{$term}“, קריאה {$reading}
challenges-fail = כל ההשגות הפתוחות נדחות
challenges-succeed = רק ההשגות {$which} מתקבלות
why-count =
    { $n ->
        [0] מדוע
        [one] מדוע, ועל סמך אילו ראיות
       *[other] מדוע, ועל סמך אילו ראיות: {$n-text} מופעים
    }
claims-count =
    { $n ->
        [one] אמירה אחת עליו
       *[other] {$n-text} אמירות עליו, זו לצד זו
    }
beside-title = מוצג לצד, ולא בשימוש
notes-title = הערות
text-official = נוסח חתום
text-reported = כפי שדווח
text-leaked = מהדלפה
text-paraphrased = במילים שלנו, לא ציטוט
text-from = {$kind}, מתוך {$source}
text-line = {$article}: {$confidence}
keys-many = {$n-text}: {$first} עד {$last}
key-stage = מדרגה {$stage}
progress = {$reached} מתוך {$whole}
due = המועד {$when}
decided = הוכרע {$when}
rows-more =
    { $n ->
        [one] עוד אחד: {$command}
       *[other] עוד {$n-text}: {$command}
    }
cites-more = ועוד {$n-text}

reason-rule = כלל
reason-for = בעד
reason-against = נגד
reason-beside = לצד
reason-missing = חסר
reason-time = זמן
reason-dispute = מחלוקת
reason-power = סמכות
reason-record-ends = סוף הרשומה
reason-since = מאז

act-claim = אמירה
act-reply = תשובה
act-denial = מניעת גישה
act-context = אירוע חיצוני
act-position = עמדה
act-report = דיווח
act-finding = ממצא
act-correction = תיקון
act-withdrawal = משיכה
act-closure = סגירה
act-coverage = היקף
act-challenge = השגה
act-ruling = הכרעה בהשגה
act-decision = החלטה
act-reading = קריאה שהוכרעה
act-consent = הסכמה לתיקון
act-sealed = חתום וסגור
act-batch = שורות של קובץ
act-other = נרשם, לא נקרא
act-without-effect = ללא תוקף
stance-support = תומך
stance-oppose = מתנגד
stance-conditional = בתנאים
stance-dispute = חולק
stance-accept = מקבל
via = {$who}, דרך {$via}
published-on = פורסם {$when}
scope = סופר {$scope}
other-claims-title = אמירות שאינן נוגעות לסעיף מסוים
other-claims-intro = מה נאמר ומפי מי. לעולם אינן ראיה כשלעצמן.
without-effect-title = מעשים ללא תוקף
without-effect-intro = הנוסח אינו נותן לעושיהם סמכות לכך.

changes-title = מה השתנה
changes-intro = מאז {$since}.
changes-none = שום מצב לא השתנה.
changes-not-asked = לא התבקש מועד קודם; נקבו בו עם --since.
cause-time = בחלוף הזמן בלבד

dates-title = המועדים הבאים
dates-none = אין מועד עתידי בנוסח.
date-due =
    { $n ->
        [one] מועד
       *[other] {$n-text} מופעים
    }
date-step = תם הזמן של {$who} לשלב {$step} של {$ladder}
date-phase = המועד האחרון לפתיחת {$phase}
date-authority = תום הסמכות של {$who}

waits-title = מי מחכה למי
waits-intro = לפי הנוסח: מה שאינו יכול להתחיל או להיפתח לפני שנעשה דבר אחר.
waits-none = דבר אינו מחכה לאחר.
waits-together = כל אחד מאלה מחכה לאחר מהם; לפי הנוסח אף אחד אינו קודם
waits-terms = תנאים שלא הוסכמו

indicators-title = מדדים
indicators-intro = נמדדים, ולעולם אינם הפרה. כל אחד הוא מספר של מדווח אחד, לבדו; כשסכום וסך מצטבר נבדלים, שניהם עומדים וההפרש נאמר.
indicators-none = אין מדדים בנוסח.
baseline = קו בסיס: {$text}
target = יעד: {$text}
run-values = ערכים יחידים
run-total = סך מצטבר
sum-of =
    { $n ->
        [one] {$sum} (ערך אחד)
       *[other] {$sum} ({$n-text} ערכים)
    }
series-unknown = לא ידוע כאן דבר.
side-unknown = {$side}: לא ידוע כאן דבר.
values-more =
    { $n ->
        [one] ערך קודם אחד הושמט מן הטבלה.
       *[other] {$n-text} ערכים קודמים הושמטו מן הטבלה.
    }
difference = מ־{$from} עד {$to} הערכים היחידים מסתכמים ב־{$sum}; הסך המצטבר של {$reporter} הוא {$total}: הפרש של {$apart}. לכל אחד התחלה וכללים משלו; הם אינם מיושבים.
chart-values = {$n-text} ערכים מ־{$from} עד {$to}: הראשון {$first}, האחרון {$last}, הגדול ביותר {$top}.
chart-total = סך מצטבר ב־{$n-text} תאריכים מ־{$from} עד {$to}: {$first} בתחילה, {$last} בסוף.

sources-title = מקורות
sources-intro =
    { $n ->
        [one] הרישום היחיד ברשומה שהדוח מצטט.
       *[other] {$n-text} הרישומים ברשומה שהדוח מצטט, לפי מספרם.
    }
sources-rest =
    { $n ->
        [one] רישום נוסף אחד אינו מצוטט כאן; {$command} בודק אותו עם השאר.
       *[other] {$n-text} רישומים נוספים אינם מצוטטים כאן; {$command} בודק כל אחד מהם.
    }
source-absent = אינו ברשומה זו

ends-title = היכן הרשומה נגמרת
ends-intro = אחרי הימים האלה לא ידוע כאן דבר, ואין זה כמו שלא נעשה.
ends-none = הרשומה אינה אומרת עד היכן היא מגיעה.
ends-everything = כל השאר

verify-title = איך מאמתים
verify-intro = כל מי שמחזיק ברשומה יכול לחשב את הדוח מחדש, בית אחר בית.
verify-record = בודק כל חתימה, כל תוכן ואת השורש
verify-assess = מחשב כל מצב מחדש, עם הרישומים שהוא נשען עליהם
name-origin = יומן
name-size = גודל
name-root = שורש
name-text = נוסח
name-openings = תכנים פתוחים
name-at = מועד ההערכה
name-semantics = סמנטיקה

head-as-agreed = שלושתם, כפי שהוסכם
head-before-after = לפני ואחרי
head-cause = בשל
head-claim = מה נאמר
head-clause = סעיף
head-clauses = סעיפים
head-date = תאריך
head-days = ימים
head-done = נעשה
head-entries = רישומים
head-entry = רישום
head-figure = מספר
head-for = למה
head-grade = דירוג
head-has-date = מועד
head-has-measure = מדד
head-has-verifier = מאמת
head-lacks-agreed = חסר כפי שהוסכם
head-lacks-proposed = חסר עם שדות מוצעים
head-month = חודש
head-obligor = החייב
head-published = פורסם
head-reading = קריאה
head-remark = הערה
head-says = מה היא אומרת
head-status = מצב הביצוע
head-status-then = המצב אז
head-sum = סכום הערכים
head-waits = מי מחכה
head-what = מה
head-when = מתי
head-who = מי
head-who-says = מי אומר מה
head-with-proposed = שלושתם, עם שדות מוצעים

key-suspect = ייתכן שהמפתח היה בידיים זרות
act-reprioritise = הוזז בסדר העבודה
amendments-title = תיקונים
amendments-intro = מילים שהטקסט מכריז עליהן כשינויים. הן מחייבות לאחר שכל מי שהסכמתו נדרשת הסכים ויומן הגיע.
amendment-in-force = בתוקף מאז { $when }
amendment-agreed = הוסכם, בתוקף מ־{ $when }
amendment-awaiting-consent = ממתין להסכמת { $who }
amendment-awaiting-another = הוסכם, ממתין לתיקון קודם שהוא נשען עליו
amendment-without-effect = ללא תוקף: מילותיו אינן מתאימות לטקסט, או שאינו נוקב ביום
priorities-title = שינויים בסדר העבודה
priorities-intro = מי הזיז, ועל סמך איזה מידע חדש. שום מצב ושום מועד אינם תלויים בכך.
cases-title = תיקים
cases-intro = מה בא לפי הנוסח אחרי אי־קיום, אירוע או תלונה, שלב אחר שלב. מחושב מן הרשומה; ממצא קובע גוף, תשובה נותנים מי שהתיק נוגע אליהם, ושניהם מוצגים זה לצד זה.
cases-none = שום תיק אינו פתוח ולא נפתח.
case-basis-failure = אי־קיום
case-basis-incident = אירוע
case-basis-complaint = תלונה
case-nobody = לא ננקב שם
case-opened = {$basis}, כלפי: {$against}; נפתח ב־{$when} לפי {$ladder}
case-raised = הועלה בידי {$who}
case-alleged = נטען
case-screened = נבחן לראשונה
case-verifying = באימות
case-substantiated = בוסס
case-not-substantiated = לא בוסס
case-undetermined = לא הוכרע
case-reply-due = ממתין לתשובה
case-response = ממתין למענה
case-remedied = תוקן
case-referred = הועבר
case-closed = סגור
case-waits = ממתין ל־{$who} (שלב {$step}) מאז {$since}, ללא מועד
case-waits-until = ממתין ל־{$who} (שלב {$step}) מאז {$since}, עד {$due}
case-waits-over = ממתין ל־{$who} (שלב {$step}) מאז {$since}; המועד עבר ב־{$due}
case-findings = ממצאים
case-replies = תשובות
case-no-finding = אין ממצא.
case-no-reply = אין תשובה.
case-silence = שתיקה של {$who}: המועד לתשובה עבר.
case-attributed = מיוחס ל־{$who}
case-confidence = מידת הביטחון: {$how}
case-steps = שלבים
case-began = החל {$when}
case-until = עד {$when}
case-takes-effect = נכנס לתוקף {$when}
case-step-ended = הסתיים {$when}
case-denied = הגישה נמנעה
case-ended = הסתיים ב־{$when}: {$how}.
case-ended-cured = הדבר תוקן
case-ended-withdrawn = דבר ברשומה אינו מבסס אותו עוד
case-ended-remedied = התיקון אושר
case-ended-not-substantiated = נמצא שלא בוסס
case-ended-declined = לא נפתח לבירור
case-ended-decided = נסגר בהחלטה
case-ended-silence = נסגר בשתיקה, כפי שהנוסח אומר
step-not-reached = טרם הגיע
step-skipped = דולג
step-running = מתנהל
step-available = עומד לרשות
step-done = נעשה
step-ran-out = המועד עבר
step-stopped = נעצר
step-not-needed = לא נדרש
remedy-ordered = {$who} הורה על תיקון ב־{$when}
remedy-certified = אושר בידי {$who} ב־{$when}
remedy-open = לא אושר
effect-suspended = {$what} מושעה מ־{$from}
effect-ended = {$what} הסתיים ב־{$from}
effect-revived = {$what} שוב בתוקף מ־{$from}
effect-phase-revived = {$what} שוב פתוח מ־{$from}
effect-clock = מניין הזמן נעצר
