use super::*;

fn plan(clauses: &str) -> Plan {
    let text = format!(
        "```accord\nagreement  Ford\n  time  Accord Time is UTC, days run 00:00 to 24:00\n  \
         in force  2026-01-01\nparty  East; West\nbody  Watch\nevent  Crossing, cargo one of salt, fish\n  \
         reported  Watch\nevent  Toll\n  reported  Watch\nmeasure  Boats\n  reported  Watch\n{clauses}```\n"
    );
    let source = servanda_compiler::Source {
        text: &text,
        ..servanda_compiler::Source::default()
    };
    let compiled = servanda_compiler::compile(&source);
    let said: Vec<String> = compiled
        .diagnostics
        .iter()
        .filter(|one| one.grade == servanda_model::diagnostic::Grade::Error)
        .map(|one| one.message.clone())
        .collect();
    assert_eq!(said, Vec::<String>::new());
    compiled.plan.unwrap()
}

fn found(left: &str, right: &str, one_agreement: bool) -> Vec<(String, String, &'static str)> {
    let (left, right) = (plan(left), plan(right));
    let id = |plan: &Plan, place: usize| plan.clauses[place].id.to_string();
    pairs(&left, &right, one_agreement)
        .into_iter()
        .map(|pair| (id(&left, pair.left), id(&right, pair.right), pair.by))
        .collect()
}

fn act(id: &str, event: &str, title: &str) -> String {
    format!(
        "{id}  East must perform {event}\n  title  \"{title}\"\n  by  2026-02-01\n  \
         evidence  1 report\n  response  none, published only\n"
    )
}

#[test]
fn within_one_agreement_the_number_decides() {
    let left = act("1", "Toll", "Tolls") + &act("2", "Crossing", "Crossings");
    let right = act("1", "Crossing", "Crossings") + &act("3", "Toll", "Tolls");
    assert_eq!(
        found(&left, &right, true),
        [("1".into(), "1".into(), "number")]
    );
}

#[test]
fn between_two_the_title_goes_before_the_event() {
    let left = act("1", "Toll", "The  boats") + &act("2", "Crossing", "First");
    let right = act("7", "Crossing", "the boats") + &act("8", "Toll", "Second");
    // 2 and 8 are left: they have neither title nor event in common.
    assert_eq!(
        found(&left, &right, false),
        [("1".into(), "7".into(), "title")]
    );
    let right = act("7", "Salt", "x").replace("Salt", "Crossing");
    assert_eq!(
        found(&left, &right, false),
        [("2".into(), "7".into(), "event")]
    );
}

#[test]
fn filters_and_frames_are_part_of_what_a_clause_is_about() {
    let salt = act("1", "Crossing where cargo is salt", "Salt");
    let fish = act("1", "Crossing where cargo is fish", "Fish");
    assert_eq!(found(&salt, &fish, false), []);
    // Neither has a title of its own: the event's name is made theirs.
    let perform = "1  East must perform Toll\n  by  2026-02-01\n  evidence  1 report\n  \
        response  none, published only\n";
    let avoid =
        "4  East must not commit Toll\n  evidence  1 report\n  response  none, published only\n";
    assert_eq!(found(perform, avoid, false), []);
}

#[test]
fn where_two_fit_none_is_taken() {
    let left = act("1", "Toll", "Once") + &act("2", "Toll", "Again");
    let right = act("1", "Toll", "Other");
    assert_eq!(found(&left, &right, false), []);
}

#[test]
fn a_measure_corresponds_in_the_same_frame() {
    let keep = |id: &str, figure: &str| {
        format!(
            "{id}  East must keep Boats at {figure} or more each day\n  from  2026-01-01\n  \
             evidence  1 report\n  response  none, published only\n"
        )
    };
    assert_eq!(
        found(&keep("1", "10"), &keep("9", "20"), false),
        [("1".into(), "9".into(), "measure")]
    );
}
