# كلمات التقرير بالعربية: مسوّدة ترجمة لم تُراجَع بعد.
# Draft translation, not reviewed yet. Values in braces are already set apart
# by the program; `$n` chooses the plural and `$n-text` writes the number.

skip = انتقل إلى التقرير
contents = المحتويات
legend = الرموز والكلمات
because = لأن
supposing = إذا
then = ثم
day = {$day} {$month} {$year}
days = من {$from} إلى {$to}
instant = {$day}، {$time}
month-year = {$month} {$year}
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر

banner-example = مثال غير رسمي أُعدّ من تقارير علنية. لم يوقّعه ولم يوافق عليه ولم يطّلع عليه أي طرف أو أي هيئة.
banner-unofficial = سجل غير رسمي. لم يوقّعه ولم يوافق عليه ولم يطّلع عليه أي طرف أو أي هيئة.
draft = مسوّدة ترجمة: لم يراجع كلمات هذه الصفحة بعدُ رجل قانون أو متحدث أصلي باللغتين.
stance = ما يمكن أن يثبته النص والسجل حتى الآن. ولا يقول من هو على حق.
note-status = حالة التنفيذ محسوبة من السجل بحسب قواعد النص. وهي ليست تقريرًا للوقائع: فذلك لا يصدر إلا عن هيئة يخوّلها الاتفاق.
note-proposed = حيث سكتت الأطراف عن معنى الإثبات أو السكوت أو المهلة، يسدّ حقل مقترح الفراغ، وتُذكر مع الحالة عبارة «بحسب قراءة مقترحة».
as-of = لحظة التقدير: {$at}؛ المعلوم: {$known}، {$how}.
known-by = ما كان معلومًا حتى {$time}
known-size =
    { $n ->
        [0] لا قيود
        [one] القيد الأول
        [two] القيدان الأولان
        [few] أول {$n-text} قيود
        [many] أول {$n-text} قيدًا
       *[other] أول {$n-text} قيد
    }
known-received = يؤرَّخ العلم بوقت الاستلام
known-published = يؤرَّخ العلم بوقت النشر
record-line =
    { $n ->
        [0] السجل فارغ؛ الدلالة {$semantics}؛ الأيام بتوقيت {$zone}.
        [one] سجل من قيد واحد، جذره {$root}؛ الدلالة {$semantics}؛ الأيام بتوقيت {$zone}.
        [two] سجل من قيدين، جذره {$root}؛ الدلالة {$semantics}؛ الأيام بتوقيت {$zone}.
        [few] سجل من {$n-text} قيود، جذره {$root}؛ الدلالة {$semantics}؛ الأيام بتوقيت {$zone}.
        [many] سجل من {$n-text} قيدًا، جذره {$root}؛ الدلالة {$semantics}؛ الأيام بتوقيت {$zone}.
       *[other] سجل من {$n-text} قيد، جذره {$root}؛ الدلالة {$semantics}؛ الأيام بتوقيت {$zone}.
    }
entries =
    { $n ->
        [0] لا قيود
        [one] قيد واحد
        [two] قيدان
        [few] {$n-text} قيود
        [many] {$n-text} قيدًا
       *[other] {$n-text} قيد
    }

status-not-triggered = لم ينشأ بعد
status-not-yet-due = لم يحن موعده
status-open = مفتوح بلا موعد
status-pending = قيد الانتظار
status-met = نُفِّذ
status-met-late = نُفِّذ متأخرًا
status-cured = جرى تداركه
status-not-met = لم يُنفَّذ
status-no-incident-established = لم تثبت واقعة
status-incident-established = ثبتت واقعة
status-undetermined = غير محسوم
status-contested = متنازع فيه
status-suspended = موقوف
status-excused = معذور
status-discharged = منقضٍ
status-not-measurable = بلا معيار قابل للقياس
counted = {$n-text} {$status}

evidence-verified = إثبات متحقَّق منه
evidence-estimated = إثبات تقديري
evidence-declared = إثبات بتصريح
evidence-contradicted = إثبات متناقض
evidence-insufficient = إثبات غير كافٍ
evidence-no-information = لا معلومات
agreement-agreed = لا خلاف عليه في السجل
agreement-disputed = يخالف فيه {$who}
agreement-pending = في انتظار رد أو قرار
severity-minor = طفيف
severity-serious = جسيم
severity-critical = بالغ الخطورة
late-days =
    { $n ->
        [0] متأخر أقل من يوم
        [one] متأخر يومًا واحدًا
        [two] متأخر يومين
        [few] متأخر {$n-text} أيام
        [many] متأخر {$n-text} يومًا
       *[other] متأخر {$n-text} يوم
    }
late-days-between =
    { $n ->
        [one] متأخر من {$least} إلى {$n-text} يوم
        [two] متأخر من {$least} إلى {$n-text} يوم
        [few] متأخر من {$least} إلى {$n-text} أيام
        [many] متأخر من {$least} إلى {$n-text} يومًا
       *[other] متأخر من {$least} إلى {$n-text} يوم
    }
late-hours =
    { $n ->
        [0] متأخر أقل من ساعة
        [one] متأخر ساعة واحدة
        [two] متأخر ساعتين
        [few] متأخر {$n-text} ساعات
        [many] متأخر {$n-text} ساعة
       *[other] متأخر {$n-text} ساعة
    }
late-hours-between =
    { $n ->
        [few] متأخر من {$least} إلى {$n-text} ساعات
       *[other] متأخر من {$least} إلى {$n-text} ساعة
    }
late-unknown = مقدار التأخر غير معلوم
figure-at-least = {$number} على الأقل
figure-more-than = أكثر من {$number}
figure-at-most = {$number} على الأكثر
figure-less-than = أقل من {$number}
figure-between = من {$low} إلى {$high}

phases-title = المراحل كما أُعلنت
phases-intro = يُعرض الإعلان كما صدر، ويُذكر ما كان لا يزال مستحقًا حينها، أيًّا كان المُعلِن.
phases-none = لا مراحل في النص.
phase-not-open = غير مفتوحة
phase-declared = معلنة
phase-open = مفتوحة
phase-closed = مغلقة
opened-satisfied = فُتحت في {$when}: تحققت شروطها.
opened-waived = فُتحت في {$when}: جرى التنازل عن شروطها.
opened-declared = فُتحت في {$when} بإعلان يجيز النص أن يفتحها.
declared-by = أعلن {$who} فتحها في {$when}. وبحسب النص لا يفتح هذا الإعلان شيئًا.
declared-without-conditions = أعلن {$who} فتحها في {$when}. ولم يُتفق على شروط لفتحها، فلم يكن ممكنًا أن يتحقق شيء منها.
opens-not-agreed = لم يُتفق على شروط لفتحها.
conditions-title = شروط البوابة
condition-holds = متحقق
condition-open = لم يتحقق بعد
residuals-title = ما كان لا يزال مستحقًا حينها
residual-done = {$done} من {$all}

checkable-title = هل يمكن التحقق منه؟
checkable-takeaway =
    { $n ->
        [one] من بند واحد: {$agreed-text} له موعد ومعيار وجهة تحقق كما اتُّفق عليه؛ ومع الحقول المقترحة {$proposed-text}.
        [two] من بندين: {$agreed-text} له موعد ومعيار وجهة تحقق كما اتُّفق عليه؛ ومع الحقول المقترحة {$proposed-text}.
        [few] من {$n-text} بنود: {$agreed-text} لها موعد ومعيار وجهة تحقق كما اتُّفق عليه؛ ومع الحقول المقترحة {$proposed-text}.
        [many] من {$n-text} بندًا: {$agreed-text} لها موعد ومعيار وجهة تحقق كما اتُّفق عليه؛ ومع الحقول المقترحة {$proposed-text}.
       *[other] من {$n-text} بند: {$agreed-text} لها موعد ومعيار وجهة تحقق كما اتُّفق عليه؛ ومع الحقول المقترحة {$proposed-text}.
    }
checkable-intro = هذا عن النص وحده، قبل أي تنفيذ أو امتناع. ويُحسب البند الذي يلزم عدة جهات مرة لكل منها.
missing-title = ما ينقص كل بند
lacks-nothing = لا شيء
lacks-date = الموعد
lacks-measure = المعيار
lacks-verifier = جهة التحقق
obligor-nobody = لم يُسمَّ أحد
obligor-each = كل {$role}
obligor-together = {$who} معًا
owed-to = {$who} تجاه {$whom}

pillars-title = الالتزامات
pillars-intro = بترتيب النص. أعداد فقط: ليس لأي عنوان حالة خاصة به، ولا يُجمع شيء بحسب الأطراف.
pillars-none = لا بنود في النص.
pillar-none = بلا عنوان
pillar-all = كل البنود
on-proposed = بحسب قراءة مقترحة
on-proposed-fields = بحسب قراءة مقترحة: {$fields} (اقترحها {$by})
next-date = الموعد التالي {$when}
score = مقياس 0–3: {$score}، محسوب
readings-title = بحسب كل قراءة
reading-name = «{$term}»، القراءة {$reading}
challenges-fail = تُرفض كل الاعتراضات المفتوحة
challenges-succeed = لا ينجح من الاعتراضات المفتوحة إلا {$which}
why-count =
    { $n ->
        [0] لماذا
        [one] لماذا، وبأي إثبات
        [two] لماذا، وبأي إثبات: حالتان
        [few] لماذا، وبأي إثبات: {$n-text} حالات
       *[other] لماذا، وبأي إثبات: {$n-text} حالة
    }
claims-count =
    { $n ->
        [0] لا أقوال عنه
        [one] قول واحد عنه
        [two] قولان عنه، جنبًا إلى جنب
        [few] {$n-text} أقوال عنه، جنبًا إلى جنب
        [many] {$n-text} قولًا عنه، جنبًا إلى جنب
       *[other] {$n-text} قول عنه، جنبًا إلى جنب
    }
beside-title = معروض إلى الجانب، غير مستعمل
notes-title = ملاحظات
text-official = النص الموقّع
text-reported = كما ورد في تقارير
text-leaked = من تسريب
text-paraphrased = بكلماتنا، وليس اقتباسًا
text-from = {$kind}، عن {$source}
text-line = {$article}: {$confidence}
keys-many = {$n-text}: من {$first} إلى {$last}
key-stage = المرحلة الجزئية {$stage}
progress = {$reached} من {$whole}
due = مستحق {$when}
decided = حُسم {$when}
rows-more =
    { $n ->
        [one] وواحد آخر: {$command}
        [two] واثنان آخران: {$command}
       *[other] و{$n-text} أخرى: {$command}
    }
cites-more = و{$n-text} أخرى

reason-rule = القاعدة
reason-for = مؤيِّد
reason-against = معارِض
reason-beside = إلى الجانب
reason-missing = ناقص
reason-time = الوقت
reason-dispute = خلاف
reason-power = صلاحية
reason-record-ends = نهاية السجل
reason-since = منذ ذلك الحين

act-claim = قول
act-reply = رد
act-denial = منع من الوصول
act-context = حدث خارجي
act-position = موقف
act-report = تقرير
act-finding = تقرير واقعة
act-correction = تصحيح
act-withdrawal = سحب
act-closure = إقفال
act-coverage = مدى التغطية
act-challenge = اعتراض
act-ruling = قرار في اعتراض
act-decision = قرار
act-reading = قراءة محسومة
act-consent = موافقة على تعديل
act-sealed = مختوم
key-suspect = ربما كان مفتاحه في يد غير صاحبه
act-batch = صفوف ملف
act-other = مسجَّل ولا يُقرأ
act-reprioritise = تغيير في ترتيب العمل
act-without-effect = بلا أثر
stance-support = يؤيد
stance-oppose = يعارض
stance-conditional = بشروط
stance-dispute = ينازع
stance-accept = يقبل
via = {$who}، عبر {$via}
published-on = نُشر {$when}
scope = يعدّ {$scope}
other-claims-title = أقوال لا تخص بندًا بعينه
other-claims-intro = ما قيل ومن قاله. وليس إثباتًا بذاته.
without-effect-title = أفعال بلا أثر
without-effect-intro = لا يعطي النص من قام بها صلاحية لذلك.
amendments-title = التعديلات
amendments-intro = كلمات يعلنها النص تعديلاتٍ عليه. تصبح ملزمة متى وافق كل من تلزم موافقته وحلّ يومها.
amendment-in-force = ساري المفعول منذ { $when }
amendment-agreed = متفق عليه، يسري من { $when }
amendment-awaiting-consent = ينتظر موافقة { $who }
amendment-awaiting-another = متفق عليه، ينتظر تعديلا سابقا يقوم عليه
amendment-without-effect = بلا أثر: كلماته لا تطابق النص أو لا يحدد يوما
priorities-title = ما تغيّر موضعه في ترتيب العمل
priorities-intro = من غيّره، وعلى أي معلومات جديدة. ولا تتوقف عليه أي حالة ولا أي موعد.

cases-title = الملفات
cases-intro = ما يتبع عدم التنفيذ أو الواقعة أو الشكوى بحسب النص، خطوة خطوة. محسوب من السجل؛ تقرير الوقائع تصدره هيئة، والرد يقدّمه من فُتح الملف بشأنه، وكلاهما يُعرض إلى جانب الآخر.
cases-none = لا ملف مفتوح ولم يُفتح ملف.
case-basis-failure = عدم تنفيذ
case-basis-incident = واقعة
case-basis-complaint = شكوى
case-nobody = لم يُسمَّ أحد
case-opened = {$basis}، بشأن: {$against}؛ فُتح في {$when} على {$ladder}
case-raised = قدّمها {$who}
case-alleged = ادعاء
case-screened = قُبل للنظر
case-verifying = قيد التحقق
case-substantiated = ثابت
case-not-substantiated = غير ثابت
case-undetermined = غير محسوم
case-reply-due = الرد مستحق
case-response = في انتظار الاستجابة
case-remedied = جرى تداركه
case-referred = أُحيل
case-closed = مغلق
case-waits = ينتظر {$who} (الخطوة {$step}) منذ {$since}، بلا أجل
case-waits-until = ينتظر {$who} (الخطوة {$step}) منذ {$since} حتى {$due}
case-waits-over = ينتظر {$who} (الخطوة {$step}) منذ {$since}؛ انقضى الأجل في {$due}
case-findings = تقارير الوقائع
case-replies = الردود
case-no-finding = لا تقرير.
case-no-reply = لا رد.
case-silence = سكوت {$who}: انقضى أجل الرد.
case-attributed = منسوب إلى {$who}
case-confidence = درجة الثقة: {$how}
case-steps = الخطوات
case-began = بدأت {$when}
case-until = حتى {$when}
case-takes-effect = تسري {$when}
case-step-ended = انتهت {$when}
case-denied = مُنع الوصول
case-ended = انتهى في {$when}: {$how}.
case-ended-cured = جرى تداركه
case-ended-withdrawn = لم يعد في السجل ما يثبته
case-ended-remedied = صودق على التدارك
case-ended-not-substantiated = وُجد غير ثابت
case-ended-declined = لم يُقبل للنظر
case-ended-decided = أُغلق بقرار
case-ended-silence = أُغلق بالسكوت كما يقول النص
step-not-reached = لم تُبلغ
step-skipped = متجاوَزة
step-running = جارية
step-available = متاحة
step-done = أُنجزت
step-ran-out = انقضى أجلها
step-stopped = أُوقفت
step-not-needed = لا حاجة إليها
remedy-ordered = أمر {$who} بتدارك في {$when}
remedy-certified = صادق عليه {$who} في {$when}
remedy-open = لم يُصادَق عليه
effect-suspended = {$what} موقوف منذ {$from}
effect-ended = {$what} منتهٍ منذ {$from}
effect-revived = {$what} نافذ من جديد منذ {$from}
effect-phase-revived = {$what} مفتوحة من جديد منذ {$from}
effect-clock = تتوقف ساعته

changes-title = ما الذي تغيّر
changes-intro = منذ {$since}.
changes-none = لم تتغير أي حالة.
changes-not-asked = لم يُطلب وقت سابق؛ اذكر وقتًا بالخيار --since.
cause-time = بمرور الوقت وحده

dates-title = المواعيد التالية
dates-none = لا موعد قادم في النص.
date-due =
    { $n ->
        [one] مستحق
        [two] مستحقان
       *[other] {$n-text} مستحقة
    }
date-step = تنتهي مهلة {$who} في الخطوة {$step} من {$ladder}
date-phase = آخر موعد لفتح {$phase}
date-authority = نهاية صلاحية {$who}

waits-title = من ينتظر من
waits-intro = بحسب النص: ما لا يبدأ أو لا يُفتح قبل أن يتم غيره.
waits-none = لا شيء ينتظر غيره.
waits-together = كلٌّ من هذه ينتظر غيره منها، ولا يسبق أيٌّ منها بحسب النص
waits-terms = شروط لم يُتفق عليها

indicators-title = المؤشرات
indicators-intro = تُقاس ولا تكون إخلالًا أبدًا. كل منها رقم جهة واحدة، منفردًا؛ وحيث يختلف الجمع عن المجموع التراكمي يُعرض الاثنان ويُذكر الفرق.
indicators-none = لا مؤشرات في النص.
baseline = خط الأساس: {$text}
target = الهدف: {$text}
run-values = قيم مفردة
run-total = مجموع تراكمي
sum-of =
    { $n ->
        [one] {$sum} (قيمة واحدة)
        [two] {$sum} (قيمتان)
        [few] {$sum} ({$n-text} قيم)
       *[other] {$sum} ({$n-text} قيمة)
    }
series-unknown = لا شيء معلوم هنا.
side-unknown = {$side}: لا شيء معلوم هنا.
values-more =
    { $n ->
        [one] تُركت قيمة سابقة واحدة خارج هذا الجدول.
        [two] تُركت قيمتان سابقتان خارج هذا الجدول.
        [few] تُركت {$n-text} قيم سابقة خارج هذا الجدول.
       *[other] تُركت {$n-text} قيمة سابقة خارج هذا الجدول.
    }
difference = من {$from} إلى {$to} تبلغ القيم المفردة {$sum}؛ والمجموع التراكمي لدى {$reporter} هو {$total}: الفرق {$apart}. لكل منهما بداية وقواعد خاصة، ولا يُوفَّق بينهما.
chart-values = {$n-text} قيمة من {$from} إلى {$to}: الأولى {$first}، والأخيرة {$last}، وأكبرها {$top}.
chart-total = مجموع تراكمي في {$n-text} تاريخًا من {$from} إلى {$to}: {$first} في البداية و{$last} في النهاية.

sources-title = المصادر
sources-intro =
    { $n ->
        [one] القيد الوحيد الذي يستشهد به هذا التقرير.
        [two] القيدان اللذان يستشهد بهما هذا التقرير.
        [few] قيود السجل الـ{$n-text} التي يستشهد بها هذا التقرير، بأرقامها.
       *[other] قيود السجل التي يستشهد بها هذا التقرير، بأرقامها، وعددها {$n-text}.
    }
sources-rest =
    { $n ->
        [one] قيد آخر واحد لم يُستشهد به هنا؛ {$command} يتحقق منه مع غيره.
        [two] قيدان آخران لم يُستشهد بهما هنا؛ {$command} يتحقق منهما مع غيرهما.
       *[other] {$n-text} من القيود الأخرى لم يُستشهد بها هنا؛ {$command} يتحقق من كل واحد منها.
    }
source-absent = ليس في هذا السجل

ends-title = أين ينتهي السجل
ends-intro = بعد هذه الأيام لا شيء معلوم هنا، وليس ذلك كعدم التنفيذ.
ends-none = لا يذكر السجل إلى أين يمتد.
ends-everything = كل ما عدا ذلك

verify-title = كيف يُتحقق منه
verify-intro = كل من لديه السجل يستطيع إعادة حساب هذا التقرير حرفًا بحرف.
verify-record = يتحقق من كل توقيع وكل محتوى ومن الجذر
verify-assess = يحسب كل حالة من جديد مع القيود التي تستند إليها
name-origin = السجل
name-size = الحجم
name-root = الجذر
name-text = النص
name-openings = المفتوح من المحتويات
name-at = لحظة التقدير
name-semantics = الدلالة

head-as-agreed = الثلاثة كما اتُّفق
head-before-after = قبل وبعد
head-cause = بسبب
head-claim = ما قيل
head-clause = البند
head-clauses = البنود
head-date = التاريخ
head-days = الأيام
head-done = المنجز
head-entries = القيود
head-entry = القيد
head-figure = الرقم
head-for = ماذا
head-grade = الدرجة
head-has-date = موعد
head-has-measure = معيار
head-has-verifier = جهة تحقق
head-lacks-agreed = ينقصه كما اتُّفق
head-lacks-proposed = ينقصه مع الحقول المقترحة
head-month = الشهر
head-obligor = الملتزم
head-published = النشر
head-reading = القراءة
head-remark = ملاحظة
head-says = ما تقوله
head-status = حالة التنفيذ
head-status-then = الحالة حينها
head-sum = مجموع القيم
head-waits = من ينتظر
head-what = ماذا
head-when = متى
head-who = من
head-who-says = من يقول ماذا
head-with-proposed = الثلاثة مع الحقول المقترحة
