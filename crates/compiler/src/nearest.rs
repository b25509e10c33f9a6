//! The declared name that a mistyped one most likely means.
//!
//! Distance counts single letters put in, left out, changed, or swapped with
//! their neighbour, upper and lower case alike.

/// Returns the candidate nearest to `name`, where one is near enough to be
/// worth offering; the first of equals.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let wanted = letters(name);
    let limit = (wanted.len() / 3).clamp(1, 4);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other = letters(candidate);
        if other.len().abs_diff(wanted.len()) > limit {
            continue;
        }
        let distance = distance(&wanted, &other);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn letters(name: &str) -> Vec<char> {
    // A name longer than this is not a slip of the pen; the cap bounds the work.
    name.chars().flat_map(char::to_lowercase).take(80).collect()
}

fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let mut a_before = None;
    for (i, x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        let mut b_before = None;
        for (j, y) in b.iter().enumerate() {
            let cell = |line: &[usize], at: usize| line.get(at).copied().unwrap_or(usize::MAX / 2);
            let mut least = (cell(&row, j) + usize::from(x != y))
                .min(cell(&row, j + 1) + 1)
                .min(cell(&next, j) + 1);
            if j > 0 && a_before == Some(y) && b_before == Some(x) {
                least = least.min(cell(&before, j - 1) + 1);
            }
            next.push(least);
            b_before = Some(y);
        }
        before = std::mem::replace(&mut row, next);
        a_before = Some(x);
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_pen_are_recognised() {
        let names = ["North", "South", "Joint Commission", "Relief Office"];
        let check = |typed: &str, expected: Option<&str>| {
            assert_eq!(nearest(typed, names.into_iter()), expected, "{typed}");
        };
        check("Nroth", Some("North"));
        check("Joint Comission", Some("Joint Commission"));
        check("relief office", Some("Relief Office"));
        check("Guarantor", None);
        check("", None);
    }
}
