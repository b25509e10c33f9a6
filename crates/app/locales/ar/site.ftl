# كلمات الموقع العلني بالعربية، زيادةً على كلمات التقرير: مسوّدة ترجمة لم تُراجَع بعد.
# Draft translation, not reviewed yet.

page-overview = نظرة عامة
page-commitments = الالتزامات
page-gates = البوابات
page-about = عن السجل

site-skip = انتقل إلى الصفحة
site-menu = الصفحات
site-languages = اللغات
site-legend = معاني الرموز
site-forms = هذه الصفحة كبيانات
site-json = JSON
site-csv = CSV
site-source = المصدر: السجل، {$entries}
site-more = كلها
site-table = في جدول
site-verify = كيف يُتحقق منه
site-home = الصفحة الأولى

moment-title = انظر إلى يوم آخر
moment-at = لحظة التقدير: نهاية يوم
moment-known = بما كان معلومًا حتى نهاية يوم
moment-known-hint = اتركه فارغًا لكل ما في السجل
moment-go = اعرض
moment-back = العودة إلى الأحدث
moment-asked = أنت تنظر إلى لحظة مختارة، لا إلى الأحدث.
moment-exported = هذه النسخة ثابتة عند هذه اللحظة؛ والموقع العامل يعرض أي لحظة أخرى.
moment-after = بعد أسبوع من {$phase}
moment-days = أيام للنظر
moment-slide = تنقّل بين الأيام

cite-title = استشهد بهذه الصفحة
cite-text = {$agreement}، «{$page}». {$as-of} السجل {$origin}، {$n ->
    [one] قيد واحد
    [two] قيدان
    [few] {$n-text} قيود
    [many] {$n-text} قيدًا
   *[other] {$n-text} قيد
 }، الجذر {$root}؛ الدلالة {$semantics}.
cite-address = العنوان

overview-phases = أين وصل الأمر
overview-phases-note = يُعرض الإعلان كما صدر. أما ما تشترطه البوابة وهل تحقق فمحسوب.
overview-pillars = كل التزام، بحسب الموضوع
overview-pillars-note = كل رمز التزام واحد؛ اختره لترى السبب. للموضوع أعداد وليست له حالة خاصة به، ولا يُجمع شيء بحسب الأطراف.
overview-changes = ما الذي تغيّر
overview-dates = المواعيد التالية
overview-waits = من ينتظر من
overview-read = كيف يُقرأ هذا
phase-is = {$phase}: {$state}
phase-day =
    { $n ->
        [one] اليوم {$n-text}
       *[other] اليوم {$n-text}
    }
gate-satisfied = تحققت شروطها
gate-waived = جرى التنازل عن شروطها
gate-declared = فُتحت بإعلان يجيز النص أن يفتحها
gate-waits = لم يفتحها شيء بعد
gate-conditions =
    { $n ->
        [one] تحقق {$held} من شرط واحد
        [two] تحقق {$held} من شرطين
        [few] تحقق {$held} من {$n-text} شروط
       *[other] تحقق {$held} من {$n-text} شرطًا
    }
changed-count =
    { $n ->
        [0] لم تتغير أي حالة
        [one] تغيّر واحد
        [two] تغيّران
        [few] {$n-text} تغيّرات
        [many] {$n-text} تغيّرًا
       *[other] {$n-text} تغيّر
    }
checkable-bar =
    { $n ->
        [one] {$who}: من بند واحد يمكن التحقق من {$agreed-text} كما اتُّفق، ومن {$proposed-text} مع الحقول المقترحة
        [two] {$who}: من بندين يمكن التحقق من {$agreed-text} كما اتُّفق، ومن {$proposed-text} مع الحقول المقترحة
        [few] {$who}: من {$n-text} بنود يمكن التحقق من {$agreed-text} كما اتُّفق، ومن {$proposed-text} مع الحقول المقترحة
       *[other] {$who}: من {$n-text} بندًا يمكن التحقق من {$agreed-text} كما اتُّفق، ومن {$proposed-text} مع الحقول المقترحة
    }
checkable-key-agreed = يمكن التحقق منه كما اتُّفق
checkable-key-proposed = مع الحقول المقترحة فقط
checkable-key-rest = لا يمكن التحقق منه
checkable-scale = كل خانة بند واحد.

commitments-shown =
    { $n ->
        [one] {$shown} من التزام واحد
        [two] {$shown} من التزامين
        [few] {$shown} من {$n-text} التزامات
       *[other] {$shown} من {$n-text} التزامًا
    }
commitments-none = لا التزام يوافق ما اختير.
choose-title = ضيّق القائمة
choose-pillar = الموضوع
choose-obligor = الملتزم
choose-status = حالة التنفيذ
choose-all = الكل
choose-go = اعرض

commitment-title = {$id} · {$title}
commitment-status = حالة التنفيذ
commitment-text = ما اتُّفق عليه
commitment-official = الكلمات المعلَّمة هنا تقتبسها القاعدة إلى الجانب.
commitment-paraphrase = هذه صياغة بكلمات من أعدّ النص، وليست اقتباسًا من أي وثيقة.
commitment-rule = القاعدة
commitment-rule-note = الأمر نفسه بإنجليزية مضبوطة، كما يُحسب. وما لم تتفق عليه الأطراف موسوم بأنه مقترح.
commitment-why = لماذا
commitment-why-note = كل جملة تستشهد بالقيود التي تستند إليها. الأسباب مكتوبة بالإنجليزية.
commitment-course = الحالة في الزمنين
commitment-course-note = في الأعلى كل يوم كما كان معلومًا في ذلك اليوم؛ وفي الأسفل الأيام نفسها كما هي معلومة الآن.
commitment-evidence = الإثبات
commitment-positions = ما قيل عنه
commitment-positions-none = لم يُقَل عنه شيء في السجل.
commitment-before = السابق
commitment-after = التالي
course-then = كما كان معلومًا حينها
course-now = كما هو معلوم الآن
course-same = ما جاء لاحقًا لم يغيّر شيئًا من هذا.
course-apart =
    { $n ->
        [one] نُظر في كل يوم.
        [two] نُظر كل يومين.
        [few] نُظر كل {$n-text} أيام.
       *[other] نُظر كل {$n-text} يومًا.
    }
proposed-by = اقترحه {$who}
field-within = الموعد
field-by = الموعد
field-before = قبل
field-from = من
field-until = حتى
field-while = ما دام
field-when = متى
field-unless = ما لم
field-except = باستثناء
field-owed = مستحق
field-owed-to = مستحق لـ
field-evidence = الإثبات
field-silence = السكوت
field-reports = التقارير
field-grace = السماح
field-severity = الجسامة
field-response = ما يترتب
field-counts = العدّ
field-other-hands = فعل الغير
field-mirrors = يقابل
field-in-step-with = بالتوازي مع
field-alongside = إلى جانب
field-certified = التصديق
field-excused = العذر
field-stage = مرحلة
field-needs = ينقصه
field-stale = يتقادم بعد
field-accepts = يقبل
field-reading = قراءة

waits-count =
    { $n ->
        [0] لا شيء ينتظر غيره
        [one] واحد ينتظر غيره
        [two] اثنان ينتظران غيرهما
       *[other] {$n-text} تنتظر غيرها
    }
waits-by-text = بحسب النص: ما لا يبدأ أو لا يُفتح قبل أن يتم غيره.

about-notes = ما هذا
about-names = ما يعيّن السجل
about-words = معاني الكلمات
about-own = يعرض هذه الصفحةَ من يشغّل الموقع، ولا يمكنها أن تشهد له. تحقق من السجل بنفسك بالأوامر أدناه، أو بأداة تحقق لا تشارك هذا البرنامج شيئًا من شفرته.
meaning-not-triggered = ما يُنشئه لم يحدث.
meaning-not-yet-due = موعده لاحق.
meaning-open = لا موعد له ولم يُنجز.
meaning-pending = مضى الموعد؛ وقد ترد تقارير بعد.
meaning-met = أُنجز في موعده، بالإثبات الذي تطلبه القاعدة.
meaning-met-late = أُنجز، لكن متأخرًا.
meaning-cured = تجاوز الحدّ مرة ثم عاد إليه.
meaning-not-met = يدل الإثبات الذي تطلبه القاعدة على أنه لم يُنجز.
meaning-no-incident-established = لم يثبت حدوث ما هو محظور.
meaning-incident-established = ثبت حدوث ما هو محظور.
meaning-undetermined = لا يستطيع السجل إثبات هذا ولا ذاك.
meaning-contested = يمكن إثبات الأمرين، أو يتوقف على اعتراض مفتوح أو على القراءة الصحيحة.
meaning-suspended = أُوقفت مهلته أو سريانه.
meaning-excused = معذور حاليًا لسبب مصدَّق عليه.
meaning-discharged = جرى التنازل عنه أو حلّ غيره محله أو سقط أو سبقه الحال.
meaning-not-measurable = كما كُتب لا معيار يُقاس به.

head-phase = المرحلة
head-gate = البوابة
head-pillar = الموضوع
head-key = المفتاح
head-from = من
head-to = إلى
head-known = المعلوم

page-evidence = الإثباتات
evidence-known =
    { $n ->
        [0] لا قيد معلوم
        [one] قيد واحد معلوم من السجل
        [two] قيدان معلومان من السجل
        [few] {$n-text} قيود معلومة من السجل
        [many] {$n-text} قيدًا معلومًا من السجل
       *[other] {$n-text} قيد معلوم من السجل
    }
evidence-note = كل بيان في السجل بترتيبه. التقرير ينقل ما قاله أحدهم؛ وإدخاله لا يجعل شيئًا صحيحًا.
evidence-stretches = القيود
entry-title = القيد {$number}
entry-says = ما يقوله ومن أين جاء
entry-links = ما يتصل به
entry-used = الحالات التي تستند إليه
entry-used-none = لا تستند إليه أي حالة.
entry-rows = صفوف هذا الملف، أول 100
entry-refers = يشير إلى
entry-referred = صُحِّح أو رُدَّ عليه أو صدر فيه قرار في
entry-before = السابق
entry-after = التالي
entry-check = تحقق هنا
entry-check-note = يحسب متصفحك بصمة بايتات القيد والمسار إلى الجذر ويقارن. ويُظهر ذلك أن هذا القيد في الشجرة تحت هذا الجذر، ولا يشهد لمن يشغّل هذه الصفحة. قارن الجذر بما حصلت عليه من مكان آخر، أو تحقق من السجل كله بنفسك:
entry-check-go = تحقق
entry-check-good = القيد موجود في الشجرة تحت هذا الجذر.
entry-check-bad = القيد ليس في الشجرة تحت هذا الجذر.
entry-check-cannot = لا يتيح هذا المتصفح حساب البصمة هنا؛ يلزم اتصال آمن.
entry-check-none = نما السجل في هذه الأثناء؛ أعد تحميل الصفحة للحصول على برهان.
entry-check-script = إذا كانت البرمجة النصية معطلة فاستعمل الأمر أو البايتات أدناه.
entry-bytes = البايتات التي تُحسب بصمتها
entry-leaf = الورقة
entry-leaf-hash = بصمة الورقة
entry-path = المسار إلى الجذر
entry-root = الجذر
entry-checkpoint = نقطة التحقق الموقّعة
fact-reporter = من يقوله
fact-via = نقله
fact-origin = مصدره الأول
fact-origin-unknown = غير معلوم
fact-of = عن
fact-figure = الرقم
fact-unit = الوحدة
fact-value = القيمة
fact-period = للأيام
fact-fields = أيضًا
fact-field = {$field}: {$value}
fact-scope = يعدّ
fact-text = النص
fact-concerns = يخص
fact-publisher = نشره
fact-published = تاريخ النشر
fact-address = أين يُقرأ
fact-digest = بصمة SHA-256 للملف
fact-signer = وقّعه
fact-rows = الصفوف
fact-received = استلمه السجل

page-changes = التغيّرات
changes-course = كل التزام يومًا بيوم
changes-course-note = كل صف التزام واحد، وكل عمود يوم كما كان معلومًا في ذلك اليوم. ويظهر الرمز حيث تغيّرت الحالة.
since-title = التغيّرات منذ
since-days =
    { $n ->
        [one] يوم واحد قبل ذلك
        [two] يومين قبل ذلك
        [few] {$n-text} أيام قبل ذلك
       *[other] {$n-text} يومًا قبل ذلك
    }
head-before = قبل
page-reports = التقارير
reports-note = أُعدّت من التقدير نفسه الذي تعرضه هذه الصفحات، وللحظتين نفسيهما.
report-committee = تقرير للجنة
report-committee-holds = المراحل، وما يمكن التحقق منه، وكل التزام مع سببه، وما تغيّر، وما حان موعده، ومن ينتظر من، والمؤشرات والمصادر، في صفحة واحدة بلا برمجة نصية يمكن طبعها وحفظها وإرسالها.
report-command = والشيء نفسه من سطر الأوامر:

page-cases = الملفات
page-what-if = ماذا لو
moment-as-of = حتى {$at}، مع {$known}.
moment-known-by = ما كان معلومًا حتى {$time}
moment-known-all =
    { $n ->
        [0] سجل فارغ
        [one] القيد الوحيد في السجل
        [two] قيدَي السجل كليهما
        [few] قيود السجل كلها وعددها {$n-text}
       *[other] قيود السجل كلها وعددها {$n-text}
    }
moment-known-first = أول {$first} من {$n-text} من القيود
moment-received = يُعدّ القيد معلومًا منذ استلمه السجل.
moment-published = يُعدّ القيد معلومًا من يوم نشره.
site-as-of-short = حتى {$at}
site-calendar = تقويم (iCalendar)
site-feed = تلقيم (Atom)
site-api = للبرامج: OpenAPI
site-skip-menu = الصفحات واللغات
site-to-top = إلى الأعلى

checkable-count =
    { $n ->
        [one] من بند واحد يمكن التحقق من {$agreed} كما اتُّفق، ومن {$proposed} مع الحقول المقترحة.
        [two] من بندين يمكن التحقق من {$agreed} كما اتُّفق، ومن {$proposed} مع الحقول المقترحة.
        [few] من {$n-text} بنود يمكن التحقق من {$agreed} كما اتُّفق، ومن {$proposed} مع الحقول المقترحة.
       *[other] من {$n-text} بندًا يمكن التحقق من {$agreed} كما اتُّفق، ومن {$proposed} مع الحقول المقترحة.
    }
checkable-needs = لكي يُتحقق من بند يلزمه موعد ومقياس ومن يتحقق منه.
clocks-title = المهل الجارية
clocks-count =
    { $n ->
        [0] لا مهلة جارية
        [one] مهلة واحدة جارية
        [two] مهلتان جاريتان
        [few] {$n-text} مهل جارية
       *[other] {$n-text} مهلة جارية
    }
clocks-note = ما ينتظره الملف بحسب سلّمه: من، ومنذ متى، وحتى متى. محسوب لا مخزون.
clock-itself = يسري من تلقاء نفسه
clock-unlimited = بلا حد
clock-left =
    { $n ->
        [0] تنتهي اليوم
        [one] بقي يوم واحد
        [two] بقي يومان
        [few] بقيت {$n-text} أيام
       *[other] بقي {$n-text} يومًا
    }
clock-over =
    { $n ->
        [0] انتهت اليوم
        [one] انتهت قبل يوم واحد
        [two] انتهت قبل يومين
        [few] انتهت قبل {$n-text} أيام
       *[other] انتهت قبل {$n-text} يومًا
    }

cases-shown =
    { $n ->
        [0] لا ملف
        [one] {$shown} من ملف واحد
        [two] {$shown} من ملفين
        [few] {$shown} من {$n-text} ملفات
       *[other] {$shown} من {$n-text} ملفًا
    }
cases-none-chosen = لا ملف يوافق ما اختير.
case-title = الملف {$case}
case-course = خطوة بخطوة
case-course-note = ما يتيح النص أن يترتب، بترتيبه. تبدأ المهلة حين أمكن العلم بها.
case-said = تقارير الوقائع والردود
case-said-note = جنبًا إلى جنب وبالصيغة نفسها. والسكوت ليس إقرارًا.
case-clocks = من ينتظره
case-no-clock = لا ينتظر أحدًا ولا تجري فيه مهلة.
case-against = بشأن
case-opened-on = فُتح في
case-before = السابق
case-after = التالي
case-effects = ما الذي غيّره
case-remedies = سبل الإصلاح
choose-against = بشأن
choose-state = أين وصل
choose-by = من يقوله
choose-of = عن
head-case = الملف
head-state = أين وصل
head-against = بشأن
head-opened = فُتح في
head-waits-for = ينتظر
head-since = منذ
head-until = حتى
head-left = ما بقي
head-step = الخطوة

evidence-shown =
    { $n ->
        [one] {$shown} من قيد معلوم واحد
        [two] {$shown} من قيدين معلومين
        [few] {$shown} من {$n-text} قيود معلومة
       *[other] {$shown} من {$n-text} قيدًا معلومًا
    }
evidence-none = لا قيد يوافق ما اختير.
changes-steady =
    { $n ->
        [0] تغيّرت كل الحالات
        [one] حالة واحدة بقيت كما هي طوال المدة
        [two] حالتان بقيتا كما هما طوال المدة
        [few] {$n-text} حالات بقيت كما هي طوال المدة
       *[other] {$n-text} حالة بقيت كما هي طوال المدة
    }
changes-none-course = لم تتغير أي حالة في هذه الأيام.
rows-more-data =
    { $n ->
        [one] واحد آخر في بيانات هذه الصفحة بصيغة JSON.
        [two] اثنان آخران في بيانات هذه الصفحة بصيغة JSON.
        [few] {$n-text} أخرى في بيانات هذه الصفحة بصيغة JSON.
       *[other] {$n-text} أخرى في بيانات هذه الصفحة بصيغة JSON.
    }
feed-item = {$before} قبل ذلك، و{$after} في نهاية {$day}، كما كان معلومًا حينها.

what-if-note = اكتب تعديلًا لترى أي الحالات كانت ستختلف على السجل كله، وبسبب أي كلمات. يُحسب ويُعرض، ولا يُكتب شيء ولا يُحفظ.
what-if-start = ابدأ من كلمات
what-if-start-go = خذ كلماته
what-if-start-none = اختر التزامًا
what-if-text = التعديل
what-if-hint = كتلة accord فيها سطور amendment، أو نص اتفاق كامل. وفي كلمات البند غيّر ما تشاء بين زوج علامات الاقتباس الثاني.
what-if-file = أو خذ ملفًا
what-if-go = جرّبه
what-if-refused = تعذّرت التجربة
what-if-faults = ما لا ينسجم
what-if-words = الكلمات المختلفة
what-if-words-none = لا كلمات مختلفة.
what-if-statuses = الحالات التي تتغير
what-if-deadlines = المواعيد التي تتحرك
what-if-phases = المراحل التي تُفتح على نحو آخر
what-if-consent = من تلزم موافقته
what-if-consent-note = لا يسمّي النص سبيلًا إلى تعديله غير موافقة أطرافه جميعًا.
what-if-exported = تجربة تعديل تحتاج إلى موقع عامل، أو إلى سطر الأوامر:
tried-count =
    { $n ->
        [0] لا تتغير أي حالة، وتبقى {$same} كما هي
        [one] تتغير حالة واحدة، وتبقى {$same} كما هي
        [two] تتغير حالتان، وتبقى {$same} كما هي
        [few] تتغير {$n-text} حالات، وتبقى {$same} كما هي
       *[other] تتغير {$n-text} حالة، وتبقى {$same} كما هي
    }
tried-undecidable =
    { $n ->
        [one] واحدة منها لا يمكن حسمها بعد ذلك.
        [two] اثنتان منها لا يمكن حسمهما بعد ذلك.
       *[other] {$n-text} منها لا يمكن حسمها بعد ذلك.
    }
tried-added = أُضيف
tried-deleted = حُذف
tried-reworded = أُعيدت صياغته
tried-absent = غير موجود
consent-parties = تلزم موافقة
consent-given = وافق، بحسب النص المجرَّب
consent-missing = لم يوافق
consent-concerned = آخرون معنيون
head-as-signed = كما وُقّع
head-as-tried = كما جُرّب
head-field = الحقل
head-notice = تنبيه

refused-400 = تعذّرت قراءة هذا العنوان
refused-404 = لا توجد صفحة كهذه
refused-405 = هذه الصفحة للقراءة فقط
refused-413 = النص أطول مما ينبغي
refused-414 = العنوان أطول مما ينبغي
refused-500 = تعذّر إعداد الصفحة
refused-503 = طُلب الكثير دفعة واحدة
refused-back = تابع من النظرة العامة
cite-copy = انسخ الاستشهاد
cite-copied = نُسخ

page-funds = الأموال
page-corridors = المعابر
page-civilians = المدنيون
page-narratives = الروايات
beside-none = لا شيء عن هذا في السجل.
own-words = بكلماته:
beside-funds-note = من التعهد إلى النتيجة المتحقق منها، كل مبلغ كما أُبلغ عنه وبعملته.
beside-flows = حسب المانح والمرحلة
beside-flows-intro = حيث يبلغ عدة أطراف عن المال نفسه يكون المبلغ مدى لا مجموعا.
flow-title = المال بعملة {$currency}، من التعهد إلى النتيجة المتحقَّق منها
flow-title-scope = المال بعملة {$currency}، من التعهد إلى النتيجة المتحقَّق منها، بوصفه {$scope}
flow-unit-one = الأرقام بعملة {$currency}. كل شريط لمانح واحد، وسمكه بقدر المبلغ.
flow-unit-thousand = الأرقام بآلاف {$currency}. كل شريط لمانح واحد، وسمكه بقدر المبلغ.
flow-unit-million = الأرقام بملايين {$currency}. كل شريط لمانح واحد، وسمكه بقدر المبلغ.
flow-ends = ينتهي الأثر هنا
flow-overdue = متأخر عن موعده: {$amount} منذ {$day}
flow-key-sure = كما أُبلغ عنه
flow-key-open = بين ما يبلغ عنه عدة أطراف، أو أكثر من الحد الأدنى
flow-key-gap = لا شيء في السجل عن المرحلة بينهما
flow-key-late = متأخر عن موعده وغير مسجل أنه دُفع
flow-key-ends = ينتهي الأثر هنا: لا شيء بعده في السجل
flow-left-out =
    { $n ->
        [one] مانح واحد بمبلغ أصغر مذكور في الجدول وحده.
        [two] مانحان بمبلغين أصغر مذكوران في الجدول وحده.
        [few] {$n-text} مانحين بمبالغ أصغر مذكورون في الجدول وحده.
       *[other] {$n-text} مانحًا بمبالغ أصغر مذكورون في الجدول وحده.
    }
beside-overdue = متأخر عن موعده
beside-overdue-intro = تعهدات مضى يومها والمسجل أقل مما وُعد به.
beside-breaks = حيث تنقطع السلسلة
beside-breaks-intro = بعد هذه النقاط لا يمكن تتبع المال.
beside-needs = الحاجة وما في الصناديق
beside-needs-intro = تقديرات وأرصدة، وكل منها مع مصدره.
beside-corridors-note = ما هو مفتوح، وإلى أين وصل ما أُرسل، وأين مُنع الوصول.
beside-crossings = المعابر الحدودية
beside-crossings-intro = من يقول ماذا عن كل منها، ومنذ متى.
beside-funnels = خطوة خطوة
beside-funnels-intro = لا تجتمع إلا أرقام مبلِّغ واحد ووحدة واحدة ونطاق ومكان وفترة واحدة.
beside-denials = وصول ممنوع
beside-denials-intro = من مُنع من الرؤية أو المرور، كما يقول.
beside-civilians-note = كل جماعة على حدة؛ ولا تُقابَل خسارة بأخرى أبدا.
beside-measured = المؤشرات
beside-measured-intro = التعريف نفسه والمقياس نفسه لكل جماعة.
beside-incidents = حوادث الأذى
beside-incidents-intro = مدى تأكيد كل منها ومن أكده. وما لم يُسمَّ فاعله يبقى كذلك.
beside-narratives-note = ما يقال، إلى جانب ما يقوله السجل عنه. الادعاء ليس دليلا بذاته أبدا.
beside-claims = ادعاءات
beside-claims-intro = بترتيب تسجيلها؛ ولا يُفضَّل أحد.
beside-positions = مواقف
beside-positions-intro = ما يراه كل طرف في التزام أو مرحلة.
beside-answers = ردود، ومنع للوصول
beside-answers-intro = قدمها من سُئلوا أو مُنعوا.
beside-context = أحداث خارجية
beside-context-intro = لا تعفي من شيء إلا إذا قال النص ذلك.
beside-risks = مخاطر تحت المراقبة
beside-risks-intro = مع من يراقب كلا منها وموعد مراجعتها.
answer-supports = السجل يؤيده
answer-contradicts = السجل يناقضه
answer-both = في السجل الأمران
answer-silent = السجل لا يقول شيئا
answer-not-comparable = غير قابل للمقارنة
head-record = ما يقوله السجل
head-stance = الموقف
head-risk = الخطر
head-watched-by = يراقبه
head-review = يراجَع قبل
review-past = مضى
head-donor = المانح
head-stage = المرحلة
head-amount = المبلغ
head-due = الاستحقاق
head-indicator = المؤشر
head-community = الجماعة
head-latest = الأحدث
head-trend = الاتجاه
head-confirmed = التأكيد
head-attributed = منسوب إلى
attributed-nobody = لم يُسمَّ أحد
trend-rose = ارتفع
trend-fell = انخفض
trend-same = كما هو
trend-revised = عُدِّل
trend-not-comparable = غير قابل للمقارنة
trend-first = أول رقم
confirmed-reported = مُبلَّغ عنه
confirmed-verified = متحقق منه
confirmed-found = قررته هيئة
confirmed-contested = متنازع عليه

page-map = الخريطة
beside-map-note = ما يسمّيه النص والسجل، وأين يقع. رسم، والمحتوى نفسه في جداول.
beside-places = المعابر والأماكن
beside-places-intro = المواقع هي التي في خرائط النص نفسه، إلى جزء من مئة من الدرجة؛ والحالات كما أُبلغ عنها آخر مرة.
beside-cells = أحداث في خلايا خشنة
beside-cells-intro = أين يقول السجل إن شيئًا حدث.
map-rule-cells = تُقرَّب المواقع إلى خلايا ضلعها {$cell} درجة. والخلية التي فيها أقل من {$least} أحداث من نوع واحد تُدمج في خلية ضلعها {$coarse} درجة، وهذه في «مكان آخر». والبلاغات عن الأيام نفسها والخلية نفسها حدث واحد.
map-rule-delay =
    { $n ->
        [one] يظهر الموقع بعد يوم واحد من الحدث ومن الإبلاغ عنه، بزمن السجل نفسه.
        [two] يظهر الموقع بعد يومين من الحدث ومن الإبلاغ عنه، بزمن السجل نفسه.
        [few] يظهر الموقع بعد {$n-text} أيام من الحدث ومن الإبلاغ عنه، بزمن السجل نفسه.
       *[other] يظهر الموقع بعد {$n-text} يومًا من الحدث ومن الإبلاغ عنه، بزمن السجل نفسه.
    }
map-rule-young =
    { $n ->
        [0] لا بلاغ أحدث من ذلك.
        [one] بلاغ واحد أحدث من ذلك ولم يظهر بعد.
        [two] بلاغان أحدث من ذلك ولم يظهرا بعد.
        [few] {$n-text} بلاغات أحدث من ذلك ولم تظهر بعد.
       *[other] {$n-text} بلاغًا أحدث من ذلك ولم تظهر بعد.
    }
map-title = معابر النص وأماكنه
map-title-of = {$of}: الأحداث في كل خلية، إلى جانب أماكن النص
map-crossing = معبر
map-place = مكان
map-named-by =
    { $n ->
        [one] {$of}: بلاغ واحد
        [two] {$of}: بلاغان
        [few] {$of}: {$n-text} بلاغات
       *[other] {$of}: {$n-text} بلاغًا
    }
map-no-state = لا حالة في السجل
map-no-position = لا موقع في السجل
map-elsewhere = مكان آخر
map-from-to = من {$from} إلى {$to}
map-north = ش
map-km = {$n} كم
map-latitude-north = {$degrees} شمالًا
map-latitude-south = {$degrees} جنوبًا
map-east = {$degrees} شرقًا
map-west = {$degrees} غربًا
map-key-open = مفتوح، كما أُبلغ عنه آخر مرة
map-key-closed = مغلق، كما أُبلغ عنه آخر مرة
map-key-mixed = غير ذلك، أو تختلف الأقوال فيه
map-key-unknown = لا حالة في السجل
map-key-place = مكان
map-key-way = خط أو حدود مكان
map-key-cell = خلية، وعدد الأحداث فيها
fact-position = موقع، لا يظهر إلا على الخريطة في خلية خشنة
head-position = الموقع
head-named-by = بلاغات تذكره
head-cell = الخلية
head-happenings = الأحداث
head-reports = البلاغات

record-grew = نما السجل منذ إعداد هذه الصفحة.
record-grew-go = حمّل الصفحة من جديد
