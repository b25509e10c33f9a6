//! Numbers as sources write them.
//!
//! Digits of one script are read whichever it is; a sign that groups thousands
//! is read only where the mapping names it, because `1,700` is a different
//! number on either side of a border.

use servanda_model::figure::Figure;
use servanda_statement::written;

/// Reads a figure, with the sign that groups thousands, where there is one.
///
/// # Errors
/// What was expected instead.
pub fn read(text: &str, thousands: Option<char>) -> Result<Figure, String> {
    let digits = western(text)?;
    let Some(sign) = thousands else {
        return written::read_figure(&digits).map_err(|reason| grouped(&digits, reason));
    };
    written::read_figure(&ungroup(&digits, sign)?)
}

/// Writes other digits as 0 to 9.
///
/// # Errors
/// Where digits of two scripts are mixed, or of one that is not known here.
pub fn western(text: &str) -> Result<String, String> {
    let mut scripts: Vec<u32> = Vec::new();
    let mut plain = String::with_capacity(text.len());
    for sign in text.trim().chars() {
        let zero = match sign {
            '0'..='9' => 0x30,
            '\u{0660}'..='\u{0669}' => 0x660,
            '\u{06F0}'..='\u{06F9}' => 0x6F0,
            '\u{0966}'..='\u{096F}' => 0x966,
            '\u{066B}' => {
                plain.push('.');
                continue;
            }
            // The Arabic sign groups thousands and nothing else.
            '\u{066C}' => continue,
            // Marks of direction say nothing about the number.
            '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{2066}'..='\u{2069}' => continue,
            '\u{2212}' => {
                plain.push('-');
                continue;
            }
            other => {
                plain.push(other);
                continue;
            }
        };
        if !scripts.contains(&zero) {
            scripts.push(zero);
        }
        let digit = char::from_digit(u32::from(sign) - zero, 10).unwrap_or('0');
        plain.push(digit);
    }
    if scripts.len() > 1 {
        return Err(format!(
            "`{text}` mixes digits of two scripts: write it in one"
        ));
    }
    Ok(plain)
}

/// Adds to a refusal what a sign of thousands may have to do with it.
fn grouped(text: &str, reason: String) -> String {
    let looks = text.contains([',', '\'', '\u{a0}', '\u{202f}', ' '])
        && text.chars().any(|c| c.is_ascii_digit());
    if looks {
        format!("{reason}; if the sign groups thousands, say `thousands = \",\"` in the mapping")
    } else {
        reason
    }
}

/// Removes the sign that groups thousands, where it stands every three digits.
fn ungroup(text: &str, sign: char) -> Result<String, String> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let groups: Vec<&str> = whole.split(sign).collect();
    let digits = |group: &str| group.chars().filter(char::is_ascii_digit).count();
    let fits = groups
        .iter()
        .enumerate()
        .all(|(place, group)| match (place, groups.len()) {
            (_, 1) => true,
            (0, _) => (1..=3).contains(&digits(group)),
            _ => group.len() == 3 && digits(group) == 3,
        });
    if !fits || rest.contains(sign) {
        return Err(format!(
            "`{text}` does not have `{sign}` between groups of three digits"
        ));
    }
    let whole = groups.concat();
    Ok(if rest.is_empty() {
        whole
    } else {
        format!("{whole}.{rest}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use servanda_statement::written::write_figure;

    fn read_as(text: &str, thousands: Option<char>) -> Result<String, String> {
        read(text, thousands).map(|figure| write_figure(&figure))
    }

    #[test]
    fn digits_of_three_scripts_are_one_number() {
        for text in ["600", "٦٠٠", "۶۰۰", "६००", "\u{200f}٦٠٠"] {
            assert_eq!(read_as(text, None).as_deref(), Ok("600"), "{text}");
        }
        assert_eq!(read_as("١٬٧٠٠٫٥", None).as_deref(), Ok("1700.5"));
        assert_eq!(read_as(">=٦٠٠", None).as_deref(), Ok(">=600"));
        assert_eq!(read_as("\u{2212}3", None).as_deref(), Ok("-3"));
        assert!(read("6٠0", None).unwrap_err().contains("two scripts"));
    }

    #[test]
    fn thousands_are_read_only_where_the_mapping_names_their_sign() {
        assert!(read("1,700", None).unwrap_err().contains("thousands ="));
        assert_eq!(read_as("1,700", Some(',')).as_deref(), Ok("1700"));
        assert_eq!(
            read_as("12,345,678.50", Some(',')).as_deref(),
            Ok("12345678.50")
        );
        assert_eq!(read_as("1700", Some(',')).as_deref(), Ok("1700"));
        for text in ["1,70", "1,,700", "1,7000", ",700", "1.7,00"] {
            assert!(read(text, Some(',')).is_err(), "{text}");
        }
    }
}
