//! Who owes.

use servanda_model::plan::Subject;
use servanda_syntax::ast;
use servanda_syntax::ast::SubjectTerm;

use super::Lowering;
use super::scope::{ACTORS_AND_ROLES, Kind};
use crate::codes::{self, Wording};

impl Lowering<'_> {
    /// Lowers the subject of a clause.
    ///
    /// # Errors
    /// `E133` where several are named and the text does not say whether each
    /// owes or all together.
    pub(super) fn subject(&mut self, subject: Option<&ast::Subject>) -> Option<Subject> {
        let Some(subject) = subject else {
            return Some(Subject::Nobody);
        };
        let mut actors = Vec::new();
        let mut role = None;
        for term in &subject.terms {
            match term {
                SubjectTerm::Party(_) => actors.extend(self.parties()),
                SubjectTerm::Name(name) => {
                    match self.resolve(name, ACTORS_AND_ROLES, "party, body or role")? {
                        Kind::Role => {
                            actors.extend(self.members(&name.text));
                            role = Some(name);
                        }
                        _ => actors.push(name.text.as_str().into()),
                    }
                }
            }
        }
        if subject.together {
            return Some(Subject::Together(actors));
        }
        if !subject.each && (subject.terms.len() > 1 || role.is_some()) {
            self.fault(plural(subject, role));
            return None;
        }
        match role {
            Some(role) if subject.terms.len() == 1 => {
                Some(Subject::EachOf(role.text.as_str().into(), actors))
            }
            _ => Some(Subject::Each(actors)),
        }
    }
}

fn plural(
    subject: &ast::Subject,
    role: Option<&ast::Name>,
) -> servanda_model::diagnostic::Diagnostic {
    let message = match role {
        Some(role) if subject.terms.len() == 1 => {
            format!(
                "{} stands for several, so it must be said whether each owes this",
                role.text
            )
        }
        _ => "several are named, so it must be said whether each owes this".to_owned(),
    };
    codes::E133
        .at(subject.span, message)
        .effect("one duty for all and one duty each come to different results")
        .way_out("write `each` before them, where each owes it")
        .way_out("write `together` after them, where they owe one act jointly")
}
