//! Checkpoints and slices: a run that stops and goes on, and one on several
//! workers, tell the same as one without.

use proptest::prelude::*;
use servanda_temporal::{
    Columns, Formula, Options, ResumeError, Signature, Slices, Stream, Style, Values, parse,
};

use crate::generate::{events, formula, signature};
use crate::streams::{cases, text};

const ENDED: Options = Options {
    end_of_time: true,
    monpoly: false,
};

fn plain(of: (&Signature, &Formula), style: (Options, Style), log: &[u8]) -> (String, String) {
    let mut lines = Vec::new();
    let mut stream = Stream::new(of.0, of.1, style.0, style.1).unwrap();
    let fed = stream.feed(log, &mut lines);
    let end = fed.and_then(|()| stream.finish(&mut lines));
    (String::from_utf8(lines).unwrap(), format!("{end:?}"))
}

/// Stops at every place of `stops` and goes on from the checkpoint.
fn resumed(
    of: (&Signature, &Formula),
    style: (Options, Style),
    log: &[u8],
    stops: &[usize],
) -> (String, String) {
    let mut lines = Vec::new();
    let mut stream = Stream::new(of.0, of.1, style.0, style.1).unwrap();
    let mut from = 0;
    for &stop in stops {
        if stream.feed(&log[from..stop], &mut lines).is_err() {
            break;
        }
        from = stop;
        let kept = stream.checkpoint();
        stream = Stream::resume(of.0, of.1, style, &kept).unwrap();
        assert_eq!(stream.checkpoint(), kept);
    }
    let fed = stream.feed(&log[from..], &mut lines);
    let end = fed.and_then(|()| stream.finish(&mut lines));
    (String::from_utf8(lines).unwrap(), format!("{end:?}"))
}

fn sliced(
    of: (&Signature, &Formula),
    style: (Options, Style),
    log: &[u8],
    (workers, piece): (usize, usize),
) -> (String, String) {
    let mut lines = Vec::new();
    let mut slices = Slices::new(of.0, of.1, style, workers).unwrap();
    for part in log.chunks(piece) {
        if let Err(fault) = slices.feed(part, &mut lines) {
            return (String::from_utf8(lines).unwrap(), format!("Err({fault:?})"));
        }
    }
    let end = slices.finish(&mut lines);
    (String::from_utf8(lines).unwrap(), format!("{end:?}"))
}

fn style() -> impl Strategy<Value = (Options, Style)> {
    (any::<bool>(), any::<bool>()).prop_map(|(every, end_of_time)| {
        let style = if every {
            Style::EveryTimePoint
        } else {
            Style::Changes
        };
        let monpoly = false;
        (
            Options {
                end_of_time,
                monpoly,
            },
            style,
        )
    })
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn a_run_goes_on_from_any_point_as_if_it_had_not_stopped(
        f in formula(true),
        events in events(),
        places in prop::collection::vec(any::<prop::sample::Index>(), 1..5),
        style in style(),
    ) {
        let signature = signature();
        let of = (&signature, &f);
        if Stream::new(of.0, of.1, style.0, style.1).is_err() { return Ok(()) }
        let log = text(&events).into_bytes();
        let mut stops: Vec<usize> = places.iter().map(|p| p.index(log.len() + 1)).collect();
        stops.sort_unstable();
        prop_assert_eq!(resumed(of, style, &log, &stops), plain(of, style, &log), "{}", f);
    }

    #[test]
    fn any_number_of_workers_tells_the_same(
        f in formula(true),
        events in events(),
        piece in 5..80_usize,
        style in style(),
    ) {
        let signature = signature();
        let of = (&signature, &f);
        if Stream::new(of.0, of.1, style.0, style.1).is_err() { return Ok(()) }
        let log = text(&events).into_bytes();
        let expected = plain(of, style, &log);
        for workers in [1, 2, 8] {
            let found = sliced(of, style, &log, (workers, piece));
            prop_assert_eq!(&found, &expected, "{} on {}", f, workers);
        }
    }
}

#[test]
fn every_type_and_aggregate_survives_a_checkpoint_and_slices() {
    let signature =
        parse::signature("p(k:string, v:float, n:int, t:timestamp) q(k:string)").unwrap();
    let mut log = String::new();
    for i in 0..60_i64 {
        let (k, v, n) = (i * 7 % 5, i * 13 % 11, i * 3 % 4);
        log += &format!("@{} p(\"k {k}\",{v}.25,{n},@{i})(x{k},0.5,{i},7) ", i / 2);
        log += if i % 3 == 0 {
            "q(\"k 1\");\n"
        } else {
            "q(x2);\n"
        };
    }
    for formula in [
        "s <- SUM v; k ONCE[0,7] p(k,v,n,t)",
        "m <- MED v; k ONCE[2,7] p(k,v,n,t)",
        "a <- AVG n; k (ONCE[0,9] p(k,v,n,t)) AND NOT q(k)",
        "(c <- CNT n; k ONCE[0,7] p(k,v,n,t)) AND c > 3",
        "m <- MAX t; k (NOT q(k)) SINCE[1,20] p(k,v,n,t)",
        "q(k) AND ALWAYS[1,2] (NOT (EXISTS v,n,t. p(k,v,n,t)))",
        "(NOT q(k)) UNTIL[1,5] p(k,v,n,t)",
        "p(k,v,n,t) AND NEXT[0,1] EVENTUALLY[0,2] q(k)",
        "PREVIOUS ONCE[0,3] q(k)",
        "LET busy(w) = EXISTS v,n,t. ONCE[0,2] p(w,v,n,t) IN busy(k) AND NOT ONCE[0,4] q(k)",
    ] {
        let formula = parse::formula(formula).unwrap();
        let of = (&signature, &formula);
        for style in [
            (ENDED, Style::EveryTimePoint),
            (Options::default(), Style::Changes),
        ] {
            let expected = plain(of, style, log.as_bytes());
            assert!(expected.1.starts_with("Ok"), "{formula}: {}", expected.1);
            assert!(!expected.0.is_empty(), "{formula} finds nothing");
            let stops: Vec<usize> = (1..20).map(|i| i * log.len() / 20).collect();
            assert_eq!(
                resumed(of, style, log.as_bytes(), &stops),
                expected,
                "{formula}"
            );
            let slices = Slices::new(of.0, of.1, style, 2).unwrap();
            assert_eq!(slices.key(), Some("k"), "{formula}");
            for workers in [1, 2, 8] {
                let found = sliced(of, style, log.as_bytes(), (workers, 500));
                assert_eq!(found, expected, "{formula} on {workers}");
            }
        }
    }
}

#[test]
fn a_formula_without_a_common_key_has_one_worker() {
    let signature = signature();
    for (formula, key) in [
        ("p(x) AND q(x)", Some("x")),
        ("r(x,y) AND ONCE p(x)", Some("x")),
        ("r(x,y) AND ONCE p(y)", Some("y")),
        ("r(x,y) AND r(y,x)", None),
        ("r(x,y) AND p(x) AND q(y)", None),
        ("p(x) AND NOT e()", None),
        ("p(x) AND EXISTS x. q(x)", None),
        ("c <- CNT x; y r(x,y)", Some("y")),
        ("c <- CNT x p(x)", None),
        ("LET a(y,z) = r(z,y) IN a(k,l) AND p(l)", Some("l")),
        ("x = 1 OR p(x)", Some("x")),
    ] {
        let formula = parse::formula(formula).unwrap();
        let style = (ENDED, Style::EveryTimePoint);
        let slices = Slices::new(&signature, &formula, style, 4).unwrap();
        assert_eq!(slices.key(), key, "{formula}");
    }
}

#[test]
fn a_checkpoint_of_another_run_or_a_damaged_one_is_refused() {
    let signature = signature();
    let style = (ENDED, Style::Changes);
    let once = parse::formula("ONCE[0,3] p(x)").unwrap();
    let mut stream = Stream::new(&signature, &once, style.0, style.1).unwrap();
    stream.feed(b"@1 p(1); @2 p(", &mut Vec::new()).unwrap();
    let kept = stream.checkpoint();
    let resume = |formula: &str, style, bytes: &[u8]| {
        let formula = parse::formula(formula).unwrap();
        Stream::resume(&signature, &formula, style, bytes).map(|_| ())
    };
    assert_eq!(resume("ONCE[0,3] p(x)", style, &kept), Ok(()));
    assert_eq!(
        resume("ONCE[0,4] p(x)", style, &kept),
        Err(ResumeError::Other)
    );
    let other = (ENDED, Style::EveryTimePoint);
    assert_eq!(
        resume("ONCE[0,3] p(x)", other, &kept),
        Err(ResumeError::Other)
    );
    for place in 0..kept.len() {
        let mut damaged = kept.clone();
        damaged[place] ^= 0x10;
        assert!(resume("ONCE[0,3] p(x)", style, &damaged).is_err());
        assert!(resume("ONCE[0,3] p(x)", style, &kept[..place]).is_err());
    }
}

#[test]
fn columns_tell_the_same_as_text_and_are_checked() {
    let signature = parse::signature("p(k:string, v:float) q(x:int, t:timestamp)").unwrap();
    let formula = parse::formula("(s <- SUM v; k ONCE[0,5] p(k,v)) AND q(x,t) AND x > 1").unwrap();
    let of = (&signature, &formula);
    let style = (ENDED, Style::EveryTimePoint);
    let log = "@1 p(a,1.5)(b,2) q(2,9); @3; @3 p(a,0.5) q(1,9)(3,8);";
    let mut stream = Stream::new(of.0, of.1, style.0, style.1).unwrap();
    let texts = vec!["b".to_owned(), "a".to_owned()];
    let numbers = ["1.5", "2", "0.5"].map(|n| n.parse().unwrap()).to_vec();
    let names = Values::Text(texts, vec![1, 0, 1]);
    let events = Columns::new(vec![1, 3, 3])
        .with(
            "q",
            vec![0, 2, 2],
            vec![Values::Int(vec![2, 1, 3]), Values::Timestamp(vec![9, 9, 8])],
        )
        .with(
            "p",
            vec![0, 0, 2],
            vec![names.clone(), Values::Decimal(numbers, vec![0, 1, 2])],
        );
    let mut lines = Vec::new();
    stream.take(&events, &mut lines).unwrap();
    stream.finish(&mut lines).unwrap();
    assert_eq!(
        String::from_utf8(lines).unwrap(),
        plain(of, style, log.as_bytes()).0
    );
    let refused = |columns: Columns| {
        let mut stream = Stream::new(of.0, of.1, style.0, style.1).unwrap();
        stream
            .take(&columns, &mut Vec::new())
            .unwrap_err()
            .to_string()
    };
    let int = || Values::Int(vec![1]);
    for (columns, expected) in [
        (
            Columns::new(vec![1]).with("z", vec![0], vec![]),
            "are of no predicate of the signature",
        ),
        (
            Columns::new(vec![1]).with("q", vec![0], vec![int(), int()]),
            "are of other types than the signature says",
        ),
        (
            Columns::new(vec![1]).with("q", vec![0], vec![int(), Values::Timestamp(vec![])]),
            "differ in length",
        ),
        (
            Columns::new(vec![1]).with("q", vec![1], vec![int(), Values::Timestamp(vec![1])]),
            "name a time-point that is not there",
        ),
        (
            Columns::new(vec![1]).with(
                "p",
                vec![0],
                vec![
                    Values::Text(vec![], vec![0]),
                    Values::Decimal(vec![1.into()], vec![0]),
                ],
            ),
            "name a value that is not listed",
        ),
    ] {
        assert!(refused(columns).ends_with(expected), "{expected}");
    }
}
