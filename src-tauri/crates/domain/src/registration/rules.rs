//! Everything an organizer decides about who gets in, besides the number of places.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::questions::{self, Question, QuestionError};
use super::{DomainError, DomainList, Refusal, Window, WindowError};
use crate::email_address::EmailAddress;

const MOST_GUESTS: u32 = 20;
/// A year: longer than any offer that somebody means.
const MOST_MINUTES: u32 = 366 * 24 * 60;

/// The default is open to everybody, as registration was before there were rules.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[ts(export_to = "core.ts", rename = "RegistrationRules")]
pub struct Rules {
    /// Somebody says yes to each person.
    pub approval: bool,
    /// Who comes when all places are taken waits for one.
    pub waitlist: bool,
    /// How long a free place is kept for the next in the queue. `None`: they get it at once, without being asked.
    pub offer_minutes: Option<u32>,
    pub window: Window,
    pub domains: DomainList,
    /// How many people one person may bring. 0: one place for one address.
    pub guests: u32,
    pub questions: Vec<Question>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RulesError {
    #[error(transparent)]
    Window(#[from] WindowError),
    #[error(transparent)]
    Domain(#[from] DomainError),
    #[error(transparent)]
    Question(#[from] QuestionError),
    #[error("At most {MOST_GUESTS} guests may come along with one person.")]
    Guests,
    #[error("An offered place is kept for 1 to {MOST_MINUTES} minutes.")]
    OfferMinutes,
}

impl RulesError {
    /// The field at fault, as the settings page names it.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Window(_) => "window",
            Self::Domain(_) => "domains",
            Self::Question(_) => "questions",
            Self::Guests => "guests",
            Self::OfferMinutes => "offerMinutes",
        }
    }
}

impl Rules {
    /// Checked, and in the form that is kept.
    pub fn checked(mut self) -> Result<Self, RulesError> {
        self.window.instants()?;
        self.domains = self.domains.normalized()?;
        questions::check(&self.questions)?;
        if self.guests > MOST_GUESTS {
            return Err(RulesError::Guests);
        }
        if self.offer_minutes.is_some_and(|minutes| minutes == 0 || minutes > MOST_MINUTES) {
            return Err(RulesError::OfferMinutes);
        }
        Ok(self)
    }

    /// Why this address with so many guests does not get in now, whatever places there are.
    pub fn refusal(
        &self,
        address: &EmailAddress,
        guests: u32,
        now: Timestamp,
    ) -> Result<Option<Refusal>, WindowError> {
        if let Some(closed) = self.window.refusal(now)? {
            return Ok(Some(closed));
        }
        if guests > self.guests {
            return Ok(Some(Refusal::TooManyGuests { most: self.guests }));
        }
        Ok(self.domains.refusal(address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_of_an_older_version_read_as_what_they_meant() {
        let read: Rules = serde_json::from_str("{}").expect("no rules at all");
        assert_eq!(read, Rules::default());
        let now = Timestamp::UNIX_EPOCH;
        let anybody = EmailAddress::parse("a@example.org").expect("an address");
        assert_eq!(read.refusal(&anybody, 0, now), Ok(None), "no rule refuses nobody");
        assert!(
            serde_json::from_str::<Rules>(r#"{"wait": true}"#).is_err(),
            "a misspelt rule is named, not lost"
        );
    }

    #[test]
    fn what_cannot_be_meant_is_refused_by_field() {
        let field = |rules: Rules| rules.checked().expect_err("refused").field();
        assert_eq!(field(Rules { guests: 21, ..Rules::default() }), "guests");
        assert_eq!(field(Rules { offer_minutes: Some(0), ..Rules::default() }), "offerMinutes");
        let window = Window { opens: Some("soon".into()), closes: None, zone: "Europe/Berlin".into() };
        assert_eq!(field(Rules { window, ..Rules::default() }), "window");
        let domains = DomainList { allowed: vec!["not a domain".into()], blocked: vec![] };
        assert_eq!(field(Rules { domains, ..Rules::default() }), "domains");
    }

    #[test]
    fn guests_beyond_what_is_allowed_are_told_the_number() {
        let rules = Rules { guests: 2, ..Rules::default() };
        let ada = EmailAddress::parse("ada@example.org").expect("an address");
        let ask = |guests| rules.refusal(&ada, guests, Timestamp::UNIX_EPOCH).expect("no window");
        assert_eq!((ask(2), ask(3)), (None, Some(Refusal::TooManyGuests { most: 2 })));
    }
}
