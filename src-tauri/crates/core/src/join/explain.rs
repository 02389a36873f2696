//! "What is this link?" Everything about it in words, before anybody does anything with it. Nothing is fetched, and
//! nothing is remembered.

use lectern_domain::join_link::{
    self, Cloud, Explanation, Kind, Needs, Reason, SecretPart, Verdict, Wrapper,
};
use serde::Serialize;
use ts_rs::TS;

use super::clouds;
use super::offers::{self, Blocker};
use super::prepare::{JoinRequest, of_another_profile, separately};
use crate::desk::Desk;

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct LinkView {
    pub verdict: Verdict,
    pub kind: Kind,
    pub cloud: Option<Cloud>,
    pub needs: Option<Needs>,
    pub reason: Reason,
    /// What it is, as `lectern link` says it; where this machine stands in the way, that.
    pub message: String,
    /// What else stands in the way.
    pub further: Vec<String>,
    /// It can be joined in Lectern on this machine.
    pub here: bool,
    /// Where it leads, after IDNA; also told of a host that is refused.
    pub host: Option<String>,
    /// What lies around it, from the outside in.
    pub wrappers: Vec<Wrapper>,
    pub secrets: Vec<SecretPart>,
    /// The clean link, which holds its secrets: for copying, and for the person who asks to see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub clean: Option<CleanLink>,
}

#[derive(Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct CleanLink {
    pub whole: String,
    /// The same without its secrets.
    pub hidden: String,
}

impl std::fmt::Debug for CleanLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.hidden)
    }
}

pub fn explain(desk: &Desk, request: &JoinRequest) -> LinkView {
    let Explanation { decision, host, wrappers, secrets, shown } =
        join_link::explain(&request.input, request.passcode.as_deref());
    let simulated = desk.sandbox().is_some();
    let (decision, elsewhere) = clouds::weigh_here(desk, decision, None);
    let here = offers::blockers(&decision, request.abilities, simulated, desk.acs().is_some());
    let mut blockers: Vec<Blocker> = elsewhere.into_iter().chain(here).collect();
    // What an installed browser makes good is not in the way: the page before the call says no other.
    separately(desk, request.separate, &mut blockers);
    let of_another = of_another_profile(&request.input, desk.profile().kind());
    let message = match of_another {
        Some(told) => told.to_owned(),
        None => offers::message(&decision, &blockers),
    };
    let usable = decision.needs.is_none_or(|needs| needs == Needs::Passcode);
    LinkView {
        verdict: if of_another.is_some() { Verdict::Refuse } else { decision.verdict },
        kind: decision.kind,
        cloud: decision.cloud,
        needs: decision.needs,
        reason: decision.reason,
        message,
        further: blockers.iter().skip(1).map(|blocker| blocker.message.clone()).collect(),
        here: blockers.is_empty() && usable && of_another.is_none(),
        host,
        wrappers,
        secrets,
        clean: decision.open.zip(shown).map(|(whole, hidden)| CleanLink { whole, hidden }),
    }
}
