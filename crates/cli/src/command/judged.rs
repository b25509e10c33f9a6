//! Commands that judge: `assess`, `why`, `cases`, `due`, `report`.

use std::path::Path;

use jiff::ToSpan as _;
use servanda_app::language::Language;
use servanda_app::model::assessment::{AsOf, Assessment, Known, Status};
use servanda_app::report::Input;
use servanda_app::view::Envelope;
use servanda_app::view::assess::AssessView;
use servanda_app::view::case::CaseView;
use servanda_app::{
    Error, Opened, cases as case_list, due as due_list, keys, listing, report as page,
};

use super::{now, open};
use crate::arguments::{AsOf as AsOfArguments, ExitCodes};
use crate::output::{self, Exit};

/// Opens a folder and assesses it.
pub(super) fn judge(dir: &Path, asked: &AsOfArguments) -> Result<(Opened, Assessment), Error> {
    let opened = open(dir)?;
    let as_of = opened.as_of(asked.at.as_deref(), asked.known.as_deref(), now())?;
    let assessment = opened.assess(as_of);
    Ok((opened, assessment))
}

fn exit<'a>(asked: &ExitCodes, statuses: impl Iterator<Item = &'a Status> + Clone) -> Exit {
    if asked.exit_code && statuses.clone().any(|status| status.adverse()) {
        return Exit::Adverse;
    }
    let undetermined = statuses
        .clone()
        .any(|status| *status == Status::Undetermined);
    if asked.strict && undetermined {
        Exit::Undetermined
    } else {
        Exit::Fine
    }
}

fn instances(assessment: &Assessment) -> impl Iterator<Item = &Status> + Clone {
    assessment
        .clauses
        .iter()
        .flat_map(|clause| clause.instances.iter().map(|instance| &instance.status))
}

/// Prints statuses.
pub(super) fn assess(
    dir: &Path,
    names: &[String],
    as_of: &AsOfArguments,
    codes: &ExitCodes,
    json: bool,
) -> Result<Exit, Error> {
    let (opened, mut assessment) = judge(dir, as_of)?;
    if !names.is_empty() {
        let chosen = listing::chosen(&opened, &assessment, names)?;
        assessment.clauses = chosen.into_iter().cloned().collect();
    }
    if json {
        let view = AssessView::new(&assessment, &opened.plan, &opened.record);
        let data = serde_json::to_value(&view).unwrap_or_default();
        output::answer(&Envelope::new(
            "assess",
            &opened,
            Some((assessment.as_of, assessment.known_by)),
            data,
        ));
    } else {
        let mut text = format!("{}\n", listing::as_of_line(&opened, &assessment));
        for status in &assessment.clauses {
            text.push_str(&listing::line(&opened, status));
            text.push('\n');
        }
        output::data(&text);
    }
    Ok(exit(codes, instances(&assessment)))
}

/// Prints one status with its reason.
pub(super) fn why(
    dir: &Path,
    address: &str,
    as_of: &AsOfArguments,
    json: bool,
) -> Result<Exit, Error> {
    let (opened, assessment) = judge(dir, as_of)?;
    let (name, key) = keys::split(address);
    let status = listing::find(&opened, &assessment, name)?;
    let text = listing::why(&opened, status, key)?;
    if json {
        let mut only = assessment.clone();
        only.clauses.retain(|clause| clause.id == status.id);
        for clause in &mut only.clauses {
            clause
                .instances
                .retain(|instance| key.is_none_or(|key| keys::answers(&instance.key, key)));
        }
        let view = AssessView::new(&only, &opened.plan, &opened.record);
        let data = serde_json::to_value(view.clauses.first()).unwrap_or_default();
        output::answer(&Envelope::new(
            "why",
            &opened,
            Some((assessment.as_of, assessment.known_by)),
            data,
        ));
    } else {
        output::data(&format!(
            "{}\n{text}",
            listing::as_of_line(&opened, &assessment)
        ));
    }
    Ok(Exit::Fine)
}

/// Prints cases.
pub(super) fn cases(
    dir: &Path,
    name: Option<&str>,
    as_of: &AsOfArguments,
    json: bool,
) -> Result<Exit, Error> {
    let (opened, assessment) = judge(dir, as_of)?;
    let chosen = case_list::chosen(&assessment, name)?;
    if json {
        let views: Vec<CaseView> = chosen
            .iter()
            .map(|case| CaseView::new(case, &opened.plan, &opened.record))
            .collect();
        let data = serde_json::to_value(&views).unwrap_or_default();
        output::answer(&Envelope::new(
            "cases",
            &opened,
            Some((assessment.as_of, assessment.known_by)),
            data,
        ));
        return Ok(Exit::Fine);
    }
    let mut text = format!("{}\n", listing::as_of_line(&opened, &assessment));
    if chosen.is_empty() {
        text.push_str("no case\n");
    }
    for case in chosen {
        text.push('\n');
        text.push_str(&if name.is_some() {
            case_list::whole(case, &opened.plan)
        } else {
            case_list::short(case, &opened.plan)
        });
    }
    output::data(&text);
    Ok(Exit::Fine)
}

/// Prints what is due next.
pub(super) fn due(dir: &Path, days: u32, as_of: &AsOfArguments, json: bool) -> Result<Exit, Error> {
    let (opened, assessment) = judge(dir, as_of)?;
    let views = due_list::due(&opened, &assessment, days);
    if json {
        let data = serde_json::to_value(&views).unwrap_or_default();
        output::answer(&Envelope::new(
            "due",
            &opened,
            Some((assessment.as_of, assessment.known_by)),
            data,
        ));
        return Ok(Exit::Fine);
    }
    let mut text = format!("{}\n", listing::as_of_line(&opened, &assessment));
    let (past, coming): (Vec<_>, Vec<_>) = views.iter().partition(|view| view.past);
    for (title, list) in [
        ("past due, reports may still come", past),
        ("due next", coming),
    ] {
        text.push_str(
            &format!(
                "{title}: {}\n",
                if list.is_empty() { "nothing" } else { "" }
            )
            .replace(": \n", ":\n"),
        );
        for view in list {
            text.push_str(&format!("  {}\n", view.line));
        }
    }
    output::data(&text);
    Ok(Exit::Fine)
}

/// What is asked of a report.
pub(super) struct Report<'a> {
    /// What changed since when.
    pub(super) since: Option<&'a str>,
    /// The file for the page.
    pub(super) html: Option<&'a Path>,
    /// The page's language.
    pub(super) language: &'a str,
}

/// Prints the report, or writes the page.
pub(super) fn report(
    dir: &Path,
    as_of: &AsOfArguments,
    asked: &Report<'_>,
    codes: &ExitCodes,
    json: bool,
) -> Result<Exit, Error> {
    let (opened, assessment) = judge(dir, as_of)?;
    let language = language(asked.language)?;
    let before = earlier(&opened, &assessment, asked.since)?;
    let folder = dir.display().to_string();
    let input = Input {
        plan: &opened.plan,
        record: &opened.record,
        head: &opened.head,
        settings: &opened.folder.settings,
        assessment: &assessment,
        before: Some(&before),
        checkability: opened.checkability(),
        folder: &folder,
        language,
    };
    let report = page::report(&input);
    if let Some(path) = asked.html {
        let html = page::html(&report)?;
        std::fs::write(path, html).map_err(|source| Error::File {
            what: "write",
            path: path.to_owned(),
            source,
        })?;
        output::message(&format!("wrote {}", path.display()));
    }
    if json {
        let view = AssessView::new(&assessment, &opened.plan, &opened.record);
        let data = serde_json::to_value(&view).unwrap_or_default();
        output::answer(&Envelope::new(
            "report",
            &opened,
            Some((assessment.as_of, assessment.known_by)),
            data,
        ));
    } else if asked.html.is_none() {
        output::data(&page::terminal(&report, 100, false));
    }
    Ok(exit(codes, instances(&assessment)))
}

/// Reads the tag of a language.
pub(super) fn language(tag: &str) -> Result<Language, Error> {
    Language::from_tag(tag).ok_or_else(|| {
        Error::Argument(format!(
            "`{tag}` is not a language of our words: there are en, ar and he"
        ))
    })
}

/// Assesses a folder as it was, for what changed since.
pub(super) fn earlier(
    opened: &Opened,
    assessment: &Assessment,
    since: Option<&str>,
) -> Result<Assessment, Error> {
    Ok(opened.assess(before(opened, assessment, since)?))
}

/// Returns the as-of of the earlier assessment that changes are told from.
fn before(opened: &Opened, assessment: &Assessment, since: Option<&str>) -> Result<AsOf, Error> {
    let at = assessment.as_of.at;
    let Some(since) = since else {
        let earlier = at.checked_sub((30 * 24).hours()).unwrap_or(at);
        return Ok(AsOf {
            at: earlier,
            known: Known::By(earlier),
        });
    };
    let known =
        servanda_app::dates::read_known(since, &opened.plan.zone).map_err(Error::Argument)?;
    Ok(match known {
        Known::By(earlier) => AsOf { at: earlier, known },
        Known::Size(_) => AsOf { at, known },
    })
}
