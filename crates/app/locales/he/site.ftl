# מילות האתר הפומבי בעברית, נוסף על מילות הדוח: טיוטת תרגום שטרם נבדקה.
# Draft translation, not reviewed yet.

page-overview = סקירה
page-commitments = התחייבויות
page-gates = שערים
page-about = על הרשומה

site-skip = דילוג לדף
site-menu = דפים
site-languages = שפות
site-legend = מה אומרים הסימנים
site-forms = הדף הזה כנתונים
site-json = JSON
site-csv = CSV
site-source = מקור: הרשומה, {$entries}
site-more = הכול
site-table = כטבלה
site-verify = איך מאמתים
site-home = הדף הראשון

moment-title = מבט ביום אחר
moment-at = הערכה לסוף היום
moment-known = לפי מה שהיה ידוע עד סוף היום
moment-known-hint = השאירו ריק לכל מה שברשומה
moment-go = הצגה
moment-back = חזרה לעדכני
moment-asked = לפניכם מועד שנבחר, לא העדכני.
moment-exported = העותק הזה קבוע במועד הזה; אתר פעיל יכול להציג כל מועד אחר.
moment-after = שבוע לתוך {$phase}
moment-days = ימים להתבוננות
moment-slide = מעבר בין הימים

cite-title = ציטוט הדף
cite-text = {$agreement}, ”{$page}“. {$as-of} רשומה {$origin}, {$n ->
    [one] רישום אחד
    [two] שני רישומים
   *[other] {$n-text} רישומים
 }, שורש {$root}; סמנטיקה {$semantics}.
cite-address = כתובת

overview-phases = היכן הדברים עומדים
overview-phases-note = הכרזה מוצגת כפי שנאמרה. מה שהשער דורש, ואם הוא מתקיים, מחושב.
overview-pillars = כל התחייבות, לפי נושא
overview-pillars-note = כל סימן הוא התחייבות אחת; בחרו בו כדי לראות מדוע. לנושא יש מספרים ואין לו מצב משלו, ודבר אינו מסוכם לפי צד.
overview-changes = מה השתנה
overview-dates = המועדים הבאים
overview-waits = מי מחכה למי
overview-read = איך קוראים את זה
phase-is = {$phase}: {$state}
phase-day =
    { $n ->
        [one] יום {$n-text}
       *[other] יום {$n-text}
    }
gate-satisfied = תנאיו התקיימו
gate-waived = תנאיו הוסרו בוויתור
gate-declared = נפתח בהכרזה שהנוסח מתיר לה לפתוח אותו
gate-waits = דבר טרם פתח אותו
gate-conditions =
    { $n ->
        [one] {$held} מתנאי אחד מתקיים
       *[other] {$held} מתוך {$n-text} תנאים מתקיימים
    }
changed-count =
    { $n ->
        [0] שום מצב לא השתנה
        [one] שינוי אחד
        [two] שני שינויים
       *[other] {$n-text} שינויים
    }
checkable-bar =
    { $n ->
        [one] {$who}: מסעיף אחד אפשר לבדוק {$agreed-text} כפי שהוסכם, {$proposed-text} עם שדות מוצעים
       *[other] {$who}: מתוך {$n-text} סעיפים אפשר לבדוק {$agreed-text} כפי שהוסכם, {$proposed-text} עם שדות מוצעים
    }
checkable-key-agreed = אפשר לבדוק כפי שהוסכם
checkable-key-proposed = רק עם שדות מוצעים
checkable-key-rest = אי אפשר לבדוק
checkable-scale = כל תא הוא סעיף אחד.

commitments-shown =
    { $n ->
        [one] {$shown} מהתחייבות אחת
       *[other] {$shown} מתוך {$n-text} התחייבויות
    }
commitments-none = שום התחייבות אינה מתאימה לבחירה.
choose-title = צמצום הרשימה
choose-pillar = נושא
choose-obligor = החייב
choose-status = מצב הביצוע
choose-all = הכול
choose-go = הצגה

commitment-title = {$id} · {$title}
commitment-status = מצב הביצוע
commitment-text = מה הוסכם
commitment-official = המילים המסומנות כאן מצוטטות בכלל שלצדן.
commitment-paraphrase = זוהי פרפרזה, במילותיו של מי שערך את הנוסח. אין זה ציטוט של שום מסמך.
commitment-rule = הכלל
commitment-rule-note = אותו דבר באנגלית מבוקרת, כפי שהוא מחושב. מה שהצדדים לא הסכימו עליו מסומן כמוצע.
commitment-why = מדוע
commitment-why-note = כל משפט מצטט את הרישומים שהוא נשען עליהם. הנימוקים כתובים באנגלית.
commitment-course = המצב בשני הזמנים
commitment-course-note = למעלה, כל יום כפי שהיה ידוע באותו יום; למטה, אותם ימים כפי שהם ידועים כעת.
commitment-evidence = ראיות
commitment-positions = מה נאמר עליו
commitment-positions-none = לא נאמר עליו דבר ברשומה.
commitment-before = הקודם
commitment-after = הבא
course-then = כפי שהיה ידוע אז
course-now = כפי שידוע כעת
course-same = מה שבא אחר כך לא שינה דבר מאלה.
course-apart =
    { $n ->
        [one] נבדק בכל יום.
        [two] נבדק כל יומיים.
       *[other] נבדק כל {$n-text} ימים.
    }
proposed-by = הציע {$who}
field-within = מועד
field-by = מועד
field-before = לפני
field-from = החל מ
field-until = עד
field-while = כל עוד
field-when = משעה ש
field-unless = אלא אם
field-except = למעט
field-owed = חב
field-owed-to = חב כלפי
field-evidence = הוכחה
field-silence = שתיקה
field-reports = דיווחים
field-grace = מרווח
field-severity = חומרה
field-response = מה בא אחר כך
field-counts = ספירה
field-other-hands = ידי אחרים
field-mirrors = מול
field-in-step-with = בצעד אחד עם
field-alongside = לצד
field-certified = אישור
field-excused = פטור
field-stage = מדרגה
field-needs = חסר
field-stale = מתיישן אחרי
field-accepts = מקבל
field-reading = קריאה

waits-count =
    { $n ->
        [0] דבר אינו מחכה לאחר
        [one] אחד מחכה לאחר
        [two] שניים מחכים לאחר
       *[other] {$n-text} מחכים לאחר
    }
waits-by-text = לפי הנוסח: מה שאינו יכול להתחיל או להיפתח לפני שנעשה דבר אחר.

about-notes = מה זה
about-names = מה מזהה את הרשומה
about-words = מה אומרות המילים
about-own = את הדף הזה מציג מי שמפעיל את האתר, והדף אינו יכול לערוב לו. בדקו את הרשומה בעצמכם, בפקודות שלהלן או במאמת שאינו חולק קוד עם התוכנה הזאת.
meaning-not-triggered = מה שמתחיל אותו לא קרה.
meaning-not-yet-due = מועדו בהמשך.
meaning-open = אין לו מועד והוא לא נעשה.
meaning-pending = המועד עבר; ייתכן שעוד יבואו דיווחים.
meaning-met = נעשה בזמן, לפי הראיות שהכלל דורש.
meaning-met-late = נעשה, אך באיחור.
meaning-cured = חרג פעם מן הגבול ושב אליו.
meaning-not-met = הראיות שהכלל דורש מראות שלא נעשה.
meaning-no-incident-established = לא בוסס שקרה מה שאסור.
meaning-incident-established = בוסס שקרה מה שאסור.
meaning-undetermined = הרשומה אינה יכולה לבסס לא את זה ולא את זה.
meaning-contested = אפשר לבסס את שניהם, או שהדבר תלוי בהשגה פתוחה או בשאלה איזו קריאה נכונה.
meaning-suspended = שעונו או תוקפו מושעים.
meaning-excused = פטור לעת עתה, מטעם שאושר.
meaning-discharged = ויתרו עליו, הוחלף, פקע או קדמו לו.
meaning-not-measurable = כפי שנכתב אין מבחן למדוד אותו.

head-phase = שלב
head-gate = שער
head-pillar = נושא
head-key = מפתח
head-from = מ
head-to = עד
head-known = הידוע

page-evidence = ראיות
evidence-known =
    { $n ->
        [0] שום רישום אינו ידוע
        [one] רישום ידוע אחד ברשומה
        [two] שני רישומים ידועים ברשומה
       *[other] {$n-text} רישומים ידועים ברשומה
    }
evidence-note = כל אמירה שברשומה, לפי סדרה. דיווח אומר מה מישהו אומר; הכנסתו אינה הופכת דבר לאמת.
evidence-stretches = רישומים
entry-title = רישום {$number}
entry-says = מה הוא אומר ומאין בא
entry-links = על מה הוא משפיע
entry-used = מצבים שנשענים עליו
entry-used-none = שום מצב אינו נשען עליו.
entry-rows = שורות הקובץ, 100 הראשונות
entry-refers = מפנה אל
entry-referred = תוקן, נענה או הוכרע בידי
entry-before = הקודם
entry-after = הבא
entry-check = אימות כאן
entry-check-note = הדפדפן שלכם מגבב את בתי הרישום ואת המסלול אל השורש ומשווה. זה מראה שהרישום נמצא בעץ שתחת השורש הזה; אין זה ערב למי שמפעיל את הדף. השוו את השורש לשורש שקיבלתם ממקום אחר, או בדקו את כל הרשומה בעצמכם:
entry-check-go = בדיקה
entry-check-good = הרישום נמצא בעץ שתחת השורש הזה.
entry-check-bad = הרישום אינו נמצא בעץ שתחת השורש הזה.
entry-check-cannot = הדפדפן אינו מציע כאן את הגיבוב; דרוש חיבור מאובטח.
entry-check-none = הרשומה גדלה בינתיים; טענו את הדף מחדש כדי לקבל הוכחה.
entry-check-script = כשהסקריפט כבוי, השתמשו בפקודה או בבתים שלהלן.
entry-bytes = הבתים שמגובבים
entry-leaf = עלה
entry-leaf-hash = גיבוב העלה
entry-path = המסלול אל השורש
entry-root = שורש
entry-checkpoint = נקודת ביקורת חתומה
fact-reporter = מי אומר
fact-via = נמסר דרך
fact-origin = מקורו הראשון
fact-origin-unknown = לא ידוע
fact-of = על
fact-figure = מספר
fact-unit = יחידה
fact-value = ערך
fact-period = לימים
fact-fields = עוד
fact-field = {$field}: {$value}
fact-scope = סופר
fact-text = נוסח
fact-concerns = נוגע ל
fact-publisher = פרסם
fact-published = תאריך הפרסום
fact-address = היכן אפשר לקרוא
fact-digest = SHA-256 של הקובץ
fact-signer = חתם
fact-rows = שורות
fact-received = התקבל ביומן

page-changes = שינויים
changes-course = כל התחייבות, יום אחר יום
changes-course-note = כל שורה היא התחייבות אחת, כל טור הוא יום כפי שהיה ידוע באותו יום. סימן עומד במקום שהמצב השתנה.
since-title = שינויים מאז
since-days =
    { $n ->
        [one] יום אחד קודם
        [two] יומיים קודם
       *[other] {$n-text} ימים קודם
    }
head-before = לפני
page-reports = דוחות
reports-note = נערכו מאותה הערכה שהדפים האלה מציגים, לאותם מועדים.
report-committee = דוח לוועדה
report-committee-holds = שלבים, מה אפשר לבדוק, כל התחייבות ונימוקה, מה השתנה, מה מועדו קרב, מי מחכה למי, מדדים ומקורות, בדף אחד ללא סקריפט שאפשר להדפיס, לשמור ולשלוח.
report-command = אותו דבר משורת הפקודה:

page-cases = תיקים
page-what-if = מה אם
moment-as-of = נכון ל־{$at}, עם {$known}.
moment-known-by = מה שהיה ידוע עד {$time}
moment-known-all =
    { $n ->
        [0] רשומה ריקה
        [one] הרישום היחיד ברשומה
       *[other] כל {$n-text} הרישומים ברשומה
    }
moment-known-first = {$first} הראשונים מתוך {$n-text} רישומים
moment-received = רישום נחשב ידוע מרגע שהיומן קיבל אותו.
moment-published = רישום נחשב ידוע מיום פרסומו.
site-as-of-short = נכון ל־{$at}
site-calendar = לוח שנה (iCalendar)
site-feed = הזנה (Atom)
site-api = לתוכנות: OpenAPI
site-skip-menu = דפים ושפות
site-to-top = למעלה

checkable-count =
    { $n ->
        [one] מסעיף אחד ניתן לבדוק {$agreed} כפי שהוסכם; עם שדות מוצעים, {$proposed}.
       *[other] מתוך {$n-text} סעיפים ניתן לבדוק {$agreed} כפי שהוסכם; עם שדות מוצעים, {$proposed}.
    }
checkable-needs = כדי שסעיף ייבדק נחוצים לו מועד, מידה ומי שיאמת.
clocks-title = שעונים רצים
clocks-count =
    { $n ->
        [0] אין שעון רץ
        [one] שעון אחד רץ
       *[other] {$n-text} שעונים רצים
    }
clocks-note = למי ממתין תיק לפי הסולם שלו, ממתי ועד מתי. מחושב, לא שמור.
clock-itself = נכנס לתוקף מאליו
clock-unlimited = ללא הגבלה
clock-left =
    { $n ->
        [0] מסתיים היום
        [one] נותר יום אחד
       *[other] נותרו {$n-text} ימים
    }
clock-over =
    { $n ->
        [0] הסתיים היום
        [one] הסתיים לפני יום אחד
       *[other] הסתיים לפני {$n-text} ימים
    }

cases-shown =
    { $n ->
        [0] אין תיק
        [one] {$shown} מתיק אחד
       *[other] {$shown} מתוך {$n-text} תיקים
    }
cases-none-chosen = אין תיק שמתאים לבחירה.
case-title = תיק {$case}
case-course = שלב אחר שלב
case-course-note = מה שהנוסח מאפשר, לפי סדרו. שעון מתחיל כשאפשר היה לדעת.
case-said = ממצאים ותשובות
case-said-note = זה לצד זה, באותה צורה. שתיקה אינה הודאה.
case-clocks = למי הוא ממתין
case-no-clock = אינו ממתין לאיש ואין שעון רץ.
case-against = כלפי
case-opened-on = נפתח
case-before = הקודם
case-after = הבא
case-effects = מה שינה
case-remedies = תיקונים
choose-against = כלפי
choose-state = היכן הוא עומד
choose-by = מי אומר
choose-of = על
head-case = תיק
head-state = היכן הוא עומד
head-against = כלפי
head-opened = נפתח
head-waits-for = ממתין ל
head-since = מאז
head-until = עד
head-left = הזמן שנותר
head-step = שלב

evidence-shown =
    { $n ->
        [one] {$shown} מרישום ידוע אחד
       *[other] {$shown} מתוך {$n-text} רישומים ידועים
    }
evidence-none = אין רישום שמתאים לבחירה.
changes-steady =
    { $n ->
        [0] כל המצבים השתנו
        [one] מצב אחד נשאר כשהיה לכל אורך הזמן
       *[other] {$n-text} מצבים נשארו כשהיו לכל אורך הזמן
    }
changes-none-course = אף מצב לא השתנה בימים אלה.
rows-more-data =
    { $n ->
        [one] עוד אחד בנתוני הדף, כ־JSON.
       *[other] עוד {$n-text} בנתוני הדף, כ־JSON.
    }
feed-item = {$before} קודם, {$after} בסוף {$day}, כפי שהיה ידוע אז.

what-if-note = כתבו תיקון וראו אילו מצבים היו אחרים על פני כל הרשומה, ובגלל אילו מילים. זה מחושב ומוצג, ודבר אינו נכתב או נשמר.
what-if-start = להתחיל ממילותיו של
what-if-start-go = לקחת את מילותיו
what-if-start-none = לבחור התחייבות
what-if-text = תיקון
what-if-hint = בלוק accord עם שורות amendment, או נוסח הסכם שלם. במילות סעיף אפשר לשנות כרצונכם בין זוג המירכאות השני.
what-if-file = או לקחת קובץ
what-if-go = לנסות
what-if-refused = לא ניתן היה לנסות
what-if-faults = מה שאינו מתאים
what-if-words = מילים שונות
what-if-words-none = אין מילים שונות.
what-if-statuses = מצבים שמשתנים
what-if-deadlines = מועדים שזזים
what-if-phases = שלבים שנפתחים אחרת
what-if-consent = מי צריך להסכים
what-if-consent-note = הנוסח אינו נוקב בדרך אחרת לתקנו זולת הסכמת כל צדדיו.
what-if-exported = ניסוי של תיקון דורש אתר פעיל, או את שורת הפקודה:
tried-count =
    { $n ->
        [0] אף מצב אינו משתנה; {$same} נשארים כשהיו
        [one] מצב אחד משתנה; {$same} נשארים כשהיו
       *[other] {$n-text} מצבים משתנים; {$same} נשארים כשהיו
    }
tried-undecidable =
    { $n ->
        [one] אחד מהם אינו ניתן עוד להכרעה.
       *[other] {$n-text} מהם אינם ניתנים עוד להכרעה.
    }
tried-added = נוסף
tried-deleted = נמחק
tried-reworded = נוסח מחדש
tried-absent = אינו קיים
consent-parties = צריכים להסכים
consent-given = הסכימו, לפי הנוסח שנוסה
consent-missing = לא הסכימו
consent-concerned = אחרים שהדבר נוגע להם
head-as-signed = כפי שנחתם
head-as-tried = כפי שנוסה
head-field = שדה
head-notice = הודעה

refused-400 = לא ניתן לקרוא את הכתובת
refused-404 = אין דף כזה
refused-405 = דף זה לקריאה בלבד
refused-413 = הנוסח ארוך מדי
refused-414 = הכתובת ארוכה מדי
refused-500 = לא ניתן היה להכין את הדף
refused-503 = התבקש יותר מדי בבת אחת
refused-back = המשיכו מהסקירה
cite-copy = העתקת הציטוט
cite-copied = הועתק

page-funds = כספים
page-corridors = מעברים
page-civilians = אזרחים
page-narratives = נרטיבים
beside-none = אין על כך דבר ברשומה.
own-words = במילותיו:
beside-funds-note = מהתחייבות ועד תוצאה מאומתת, כל סכום כפי שדווח ובמטבעו.
beside-flows = לפי תורם ושלב
beside-flows-intro = כשכמה מדווחים על אותו כסף, הסכום הוא טווח ולעולם לא סכום כולל.
flow-title = כסף ב-{$currency}, מהתחייבות ועד תוצאה מאומתת
flow-title-scope = כסף ב-{$currency}, מהתחייבות ועד תוצאה מאומתת, בתור {$scope}
flow-unit-one = המספרים ב-{$currency}. כל פס הוא של תורם אחד, ועוביו כגודל הסכום.
flow-unit-thousand = המספרים באלפי {$currency}. כל פס הוא של תורם אחד, ועוביו כגודל הסכום.
flow-unit-million = המספרים במיליוני {$currency}. כל פס הוא של תורם אחד, ועוביו כגודל הסכום.
flow-ends = העקבות נגמרים כאן
flow-overdue = באיחור: {$amount} מאז {$day}
flow-key-sure = כפי שדווח
flow-key-open = בין מה שמדווחים כמה, או יותר מהמעט ביותר
flow-key-gap = אין ברשומה דבר על השלב שביניהם
flow-key-late = באיחור, ולא נרשם ששולם
flow-key-ends = העקבות נגמרים כאן: אין ברשומה דבר מאוחר יותר
flow-left-out =
    { $n ->
        [one] תורם אחד עם סכום קטן יותר מופיע בטבלה בלבד.
       *[other] {$n-text} תורמים עם סכומים קטנים יותר מופיעים בטבלה בלבד.
    }
beside-overdue = באיחור
beside-overdue-intro = התחייבויות שיומן עבר והרשום פחות מהמובטח.
beside-breaks = היכן השרשרת נקטעת
beside-breaks-intro = מעבר לנקודות אלה אי אפשר לעקוב אחר הכסף.
beside-needs = הצורך, ומה שמצוי בקרנות
beside-needs-intro = אומדנים ויתרות, כל אחד עם מי שמוסר אותו.
beside-corridors-note = מה פתוח, עד היכן הגיע מה שנשלח, והיכן נמנעה גישה.
beside-crossings = מעברי גבול
beside-crossings-intro = מי אומר מה על כל אחד, וממתי.
beside-funnels = צעד אחר צעד
beside-funnels-intro = רק נתונים של מדווח אחד, יחידה, היקף, מקום ותקופה אחת עומדים יחד.
beside-denials = גישה שנמנעה
beside-denials-intro = מי שנמנע ממנו לראות או לעבור, לדבריו.
beside-civilians-note = כל קהילה לעצמה; אבדן אחד לעולם אינו מקוזז באחר.
beside-measured = מדדים
beside-measured-intro = אותה הגדרה ואותו סולם לכל קהילה.
beside-incidents = אירועי פגיעה
beside-incidents-intro = באיזו מידה כל אחד מאושר, ובידי מי. מעשה שלא יוחס לאיש נשאר כך.
beside-narratives-note = מה נאמר, לצד מה שהרשומה אומרת על כך. טענה אינה ראיה כשלעצמה.
beside-claims = טענות
beside-claims-intro = לפי סדר רישומן; איש אינו מדורג.
beside-positions = עמדות
beside-positions-intro = מה כל גורם סבור על התחייבות או שלב.
beside-answers = תשובות, ומניעת גישה
beside-answers-intro = נמסרו בידי מי שנשאל או נמנעה גישתו.
beside-context = אירועים חיצוניים
beside-context-intro = אינם פוטרים מדבר, אלא אם הטקסט קובע זאת.
beside-risks = סיכונים במעקב
beside-risks-intro = עם מי שעוקב אחר כל אחד, ומתי ייבחן מחדש.
answer-supports = הרשומה תומכת
answer-contradicts = הרשומה סותרת
answer-both = ברשומה יש גם וגם
answer-silent = הרשומה שותקת
answer-not-comparable = לא ניתן להשוואה
head-record = מה הרשומה אומרת
head-stance = עמדה
head-risk = סיכון
head-watched-by = במעקב של
head-review = לבחינה עד
review-past = עבר
head-donor = תורם
head-stage = שלב
head-amount = סכום
head-due = מועד
head-indicator = מדד
head-community = קהילה
head-latest = אחרון
head-trend = מגמה
head-confirmed = אישור
head-attributed = מיוחס ל
attributed-nobody = לא צוין איש
trend-rose = עלה
trend-fell = ירד
trend-same = ללא שינוי
trend-revised = תוקן
trend-not-comparable = לא ניתן להשוואה
trend-first = נתון ראשון
confirmed-reported = דווח
confirmed-verified = אומת
confirmed-found = נקבע בידי גוף
confirmed-contested = שנוי במחלוקת

page-map = מפה
beside-map-note = מה שהטקסט והרשומה נוקבים בשמו, והיכן הוא. שרטוט, ואותו דבר בטבלאות.
beside-places = מעברים ומקומות
beside-places-intro = המיקומים הם של מפות הטקסט עצמו, עד מאית המעלה; המצבים כפי שדווחו לאחרונה.
beside-cells = התרחשויות, בתאים גסים
beside-cells-intro = היכן הרשומה אומרת שמשהו קרה.
map-rule-cells = המיקומים מעוגלים לתאים של {$cell} מעלה לכל צד. תא שבו פחות מ-{$least} התרחשויות מסוג אחד ממוזג לתא של {$coarse} מעלה, וזה ל״מקום אחר״. דיווחים על אותם ימים ואותו תא הם התרחשות אחת.
map-rule-delay =
    { $n ->
        [one] מיקום מוצג יום אחד אחרי ההתרחשות והדיווח עליה, לפי זמן הרשומה עצמה.
        [two] מיקום מוצג יומיים אחרי ההתרחשות והדיווח עליה, לפי זמן הרשומה עצמה.
       *[other] מיקום מוצג {$n-text} ימים אחרי ההתרחשות והדיווח עליה, לפי זמן הרשומה עצמה.
    }
map-rule-young =
    { $n ->
        [0] אין דיווח צעיר יותר.
        [one] דיווח אחד צעיר יותר ואינו מוצג עדיין.
       *[other] {$n-text} דיווחים צעירים יותר ואינם מוצגים עדיין.
    }
map-title = מעברים ומקומות של הטקסט
map-title-of = {$of}: התרחשויות בכל תא, לצד מקומות הטקסט
map-crossing = מעבר
map-place = מקום
map-named-by =
    { $n ->
        [one] {$of}: דיווח אחד
       *[other] {$of}: {$n-text} דיווחים
    }
map-no-state = אין מצב ברשומה
map-no-position = אין מיקום ברשומה
map-elsewhere = מקום אחר
map-from-to = מ-{$from} עד {$to}
map-north = צ
map-km = {$n} ק״מ
map-latitude-north = {$degrees} צפון
map-latitude-south = {$degrees} דרום
map-east = {$degrees} מזרח
map-west = {$degrees} מערב
map-key-open = פתוח, כפי שדווח לאחרונה
map-key-closed = סגור, כפי שדווח לאחרונה
map-key-mixed = אחרת, או שהדיווחים חלוקים
map-key-unknown = אין מצב ברשומה
map-key-place = מקום
map-key-way = קו או שפה של מקום
map-key-cell = תא, עם מספר ההתרחשויות
fact-position = מיקום, המוצג על המפה בלבד, בתא גס
head-position = מיקום
head-named-by = דיווחים הנוקבים בשמו
head-cell = תא
head-happenings = התרחשויות
head-reports = דיווחים

record-grew = הרשומה גדלה מאז שהדף הוכן.
record-grew-go = טעינת הדף מחדש
