//! One payload read as its kind asks.

use std::collections::BTreeMap;

use servanda_model::names::{ActorName, FieldName, UnitName};
use servanda_model::record::{
    Act, Closure, Consent, Content, Coverage, Decision, DecisionAct, Original, Per, Remark, Report,
    RulingOutcome, Stance, Vote,
};
use servanda_model::time::{Date, When};

use crate::payload::{Payload, Value};
use crate::statement::Kind;
use crate::written;

/// The word in `per` that makes a figure a running total.
pub(crate) const RUNNING: &str = "running";

/// The word in a closure's `act` that makes it a statement of coverage.
pub(crate) const COVERAGE: &str = "coverage";

/// The word in a correction's `act` that withdraws.
pub(crate) const WITHDRAW: &str = "withdraw";

/// Reads a payload as its kind asks; what does not fit becomes
/// [`Act::Other`] with the reason.
pub(crate) fn read(kind: Kind, payload: &Payload) -> Act {
    let fields = Fields(payload);
    let act = match kind {
        Kind::Report => fields.report().map(Act::Report),
        Kind::Finding => fields.report().map(Act::Finding),
        Kind::Closure if fields.text("act") == Some(COVERAGE) => {
            fields.coverage().map(Act::Coverage)
        }
        Kind::Closure => fields.closure().map(Act::Closure),
        Kind::Denial => fields.remark().map(Act::Denial),
        Kind::Challenge => fields.reporter().map(|by| Act::Challenge {
            by,
            grounds: fields.owned("note"),
        }),
        Kind::Ruling => fields.ruling(),
        Kind::Reply => fields.remark().map(Act::Reply),
        Kind::Decision => fields.decision().map(Act::Decision),
        Kind::Correction if fields.text("act") == Some(WITHDRAW) => Ok(Act::Correction(None)),
        Kind::Correction => fields.report().map(|report| Act::Correction(Some(report))),
        Kind::Reading => fields.reading(),
        Kind::Position => fields.position(),
        Kind::Claim => fields.remark().map(Act::Claim),
        Kind::Context => fields.remark().map(Act::Context),
        Kind::Amendment => fields.consent().map(Act::Consent),
        Kind::Batch | Kind::Key | Kind::Disclosure | Kind::Tombstone | Kind::Custody => {
            Ok(Act::Other(kind.word().to_owned()))
        }
    };
    act.unwrap_or_else(|fault| Act::Other(format!("{}: {fault}", kind.word())))
}

struct Fields<'a>(&'a Payload);

impl Fields<'_> {
    fn text(&self, field: &str) -> Option<&str> {
        self.0.get(field).and_then(Value::as_text)
    }

    fn owned(&self, field: &str) -> Option<String> {
        self.text(field).map(str::to_owned)
    }

    fn need(&self, field: &str) -> Result<&str, String> {
        self.text(field)
            .ok_or_else(|| format!("`{field}` is missing"))
    }

    fn list(&self, field: &str) -> Vec<String> {
        match self.0.get(field) {
            Some(Value::List(items)) => items.clone(),
            Some(Value::Text(_) | Value::Map(_)) | None => Vec::new(),
        }
    }

    fn map(&self) -> BTreeMap<FieldName, String> {
        match self.0.get("fields") {
            Some(Value::Map(fields)) => fields
                .iter()
                .map(|(name, value)| (FieldName::new(name), value.clone()))
                .collect(),
            Some(Value::Text(_) | Value::List(_)) | None => BTreeMap::new(),
        }
    }

    fn reporter(&self) -> Result<ActorName, String> {
        self.need("reporter").map(ActorName::new)
    }

    fn when(&self) -> Result<When, String> {
        let from = written::read_point(self.need("happened_from")?)?;
        let to = match self.text("happened_to") {
            Some(to) => written::read_point(to)?,
            None => from,
        };
        written::when_between(from, to)
    }

    fn maybe_when(&self) -> Result<Option<When>, String> {
        self.text("happened_from").map(|_| self.when()).transpose()
    }

    fn period(&self) -> Result<Option<(Date, Date)>, String> {
        let Some(from) = self.text("period_from") else {
            return Ok(None);
        };
        let from = written::read_day(from)?;
        let to = written::read_day(self.need("period_to")?)?;
        if from > to {
            Err("the period ends before it begins".into())
        } else {
            Ok(Some((from, to)))
        }
    }

    fn report(&self) -> Result<Report, String> {
        let (per, running_total) = match self.text("per") {
            None => (None, false),
            Some(RUNNING) => (None, true),
            Some("day") => (Some(Per::Day), false),
            Some("week") => (Some(Per::Week), false),
            Some("month") => (Some(Per::Month), false),
            Some(other) => return Err(format!("`per` is `{other}`")),
        };
        Ok(Report {
            of: self.need("of")?.to_owned(),
            reporter: self.reporter()?,
            via: self.owned("via"),
            origin: self.owned("origin"),
            actors: self.list("actor").into_iter().map(ActorName::new).collect(),
            happened: self.when()?,
            period: self.period()?,
            figure: self.text("figure").map(written::read_figure).transpose()?,
            per,
            running_total,
            unit: self.text("unit").map(UnitName::new),
            fields: self.map(),
            value: self.owned("value"),
            scope: self.owned("scope"),
            grade: self.text("grade").map(written::read_grade).transpose()?,
            note: self.owned("note"),
        })
    }

    fn closure(&self) -> Result<Closure, String> {
        Ok(Closure {
            by: self.reporter()?,
            of: self.need("of")?.to_owned(),
            period: self.period()?,
            fields: self.map(),
            happened: self.when()?,
        })
    }

    fn coverage(&self) -> Result<Coverage, String> {
        Ok(Coverage {
            of: self.owned("of"),
            until: written::read_day(self.need("until")?)?,
        })
    }

    fn remark(&self) -> Result<Remark, String> {
        Ok(Remark {
            by: self.reporter()?,
            via: self.owned("via"),
            happened: self.maybe_when()?,
            concerns: self.concerns(),
            text: self.owned("note").unwrap_or_default(),
            grade: self.text("grade").map(written::read_grade).transpose()?,
            original: self.original(),
            content: self.content()?,
        })
    }

    fn original(&self) -> Option<Original> {
        let (language, words) = (self.owned("language"), self.owned("body"));
        let given = language.is_some() || words.is_some();
        given.then_some(Original { language, words })
    }

    fn content(&self) -> Result<Content, String> {
        Ok(Content {
            of: self.owned("of"),
            value: self.owned("value"),
            figure: self.text("figure").map(written::read_figure).transpose()?,
            unit: self.text("unit").map(UnitName::new),
            period: self.period()?,
            running_total: self.text("per") == Some(RUNNING),
            scope: self.owned("scope"),
            actors: self.list("actor").into_iter().map(ActorName::new).collect(),
            until: self.text("until").map(written::read_day).transpose()?,
        })
    }

    fn consent(&self) -> Result<Consent, String> {
        Ok(Consent {
            by: self.reporter()?,
            via: self.owned("via"),
            to: self.need("of")?.to_owned(),
            happened: self.maybe_when()?,
            old_digest: self.owned("old_digest"),
            new_digest: self.owned("new_digest"),
            note: self.owned("note"),
        })
    }

    fn concerns(&self) -> Vec<String> {
        let mut concerns = self.list("concerns");
        if let Some(of) = self.owned("of")
            && !concerns.contains(&of)
        {
            concerns.insert(0, of);
        }
        concerns
    }

    fn ruling(&self) -> Result<Act, String> {
        let outcome = match self.need("value")? {
            "upheld" => RulingOutcome::Upheld,
            "rejected" => RulingOutcome::Rejected,
            other => return Err(format!("`value` is `{other}`")),
        };
        Ok(Act::Ruling {
            by: self.reporter()?,
            outcome,
        })
    }

    fn reading(&self) -> Result<Act, String> {
        Ok(Act::Reading {
            term: self.need("of")?.to_owned(),
            reading: self.need("value")?.to_owned(),
            by: self.reporter()?,
        })
    }

    fn position(&self) -> Result<Act, String> {
        let word = self.need("position")?;
        let stance = Stance::of(word).ok_or_else(|| format!("`position` is `{word}`"))?;
        Ok(Act::Position {
            remark: self.remark()?,
            stance,
        })
    }

    fn votes(&self) -> Result<BTreeMap<ActorName, Vote>, String> {
        let Some(Value::Map(votes)) = self.0.get("votes") else {
            return Ok(BTreeMap::new());
        };
        let one = |(member, vote): (&String, &String)| {
            let vote = match vote.as_str() {
                "for" => Vote::For,
                "against" => Vote::Against,
                "abstains" => Vote::Abstains,
                other => return Err(format!("the vote of `{member}` is `{other}`")),
            };
            Ok((ActorName::new(member), vote))
        };
        votes.iter().map(one).collect()
    }

    fn decision(&self) -> Result<Decision, String> {
        let word = self.need("act")?;
        let act = DecisionAct::of(word).ok_or_else(|| format!("`act` is `{word}`"))?;
        Ok(Decision {
            act,
            by: self.reporter()?,
            via: self.owned("via"),
            happened: self.when()?,
            of: self.need("of")?.to_owned(),
            fields: self.map(),
            value: self.owned("value"),
            until: self.text("until").map(written::read_day).transpose()?,
            reasons: self.owned("note"),
            residuals: self.list("residuals"),
            votes: self.votes()?,
            grade: self.text("grade").map(written::read_grade).transpose()?,
        })
    }
}
