//! A pass that could not work is told before the call, in words; the calling SDK would only end the call.

use jiff::Timestamp;
use lectern_microsoft::AccessToken;
use lectern_microsoft::token_claims::TokenClaims;
use uuid::Uuid;

/// The identities of ACS in its clouds; of Teams users, who bring no resource, the last three.
const OF_ACS: [&str; 3] = ["acs:", "gcch-acs:", "dod-acs:"];
const OF_TEAMS: [&str; 3] = ["orgid:", "gcch:", "dod:"];

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadPass {
    #[error("its token is none that calls take")]
    Malformed,
    #[error("its token has run out already, or this computer's clock is wrong")]
    Expired,
    #[error("its token belongs to somebody else")]
    OtherPerson,
    #[error("its token belongs to another calling resource")]
    OtherResource,
    #[error("it names no person that calls know")]
    Person,
    #[error("it names no calling resource of Microsoft's")]
    Endpoint,
}

/// Reads of the token what the calling SDK reads as well: when it ends, and whose it is.
pub(super) fn usable(
    user_id: &str,
    token: &AccessToken,
    expires_on: Timestamp,
    now: Timestamp,
) -> Result<(), BadPass> {
    let whose = Person::read(user_id).ok_or(BadPass::Person)?;
    let claims = TokenClaims::read(token.expose()).ok_or(BadPass::Malformed)?;
    let ends = claims.expires().ok_or(BadPass::Malformed)?;
    if ends.min(expires_on) <= now {
        return Err(BadPass::Expired);
    }
    let Some(skypeid) = &claims.skypeid else { return Ok(()) };
    if skypeid.eq_ignore_ascii_case(whose.bare) {
        return Ok(());
    }
    let other = Person::bare(skypeid).ok_or(BadPass::Malformed)?;
    match (whose.resource, other.resource) {
        (Some(ours), Some(theirs)) if !ours.eq_ignore_ascii_case(theirs) => Err(BadPass::OtherResource),
        _ => Err(BadPass::OtherPerson),
    }
}

/// Whether it is an identity of an ACS resource: `8:acs:<resource>_<person>`.
pub(super) fn is_of_acs(user_id: &str) -> bool {
    Person::read(user_id).is_some_and(|person| person.resource.is_some())
}

struct Person<'a> {
    /// Without its leading `8:`.
    bare: &'a str,
    resource: Option<&'a str>,
}

impl<'a> Person<'a> {
    fn read(user_id: &'a str) -> Option<Self> {
        Self::bare(user_id.strip_prefix("8:")?)
    }

    fn bare(bare: &'a str) -> Option<Self> {
        let guid = |text: &str| text.len() == 36 && Uuid::try_parse(text).is_ok();
        if let Some(rest) = OF_ACS.iter().find_map(|kind| bare.strip_prefix(kind)) {
            let (resource, person) = rest.split_once('_')?;
            let known = match person.strip_prefix("wf_") {
                Some(rest) => rest.split_once('_').is_some_and(|(tenant, oid)| guid(tenant) && guid(oid)),
                None => guid(person),
            };
            return (guid(resource) && known).then_some(Self { bare, resource: Some(resource) });
        }
        let oid = OF_TEAMS.iter().find_map(|kind| bare.strip_prefix(kind))?;
        guid(oid).then_some(Self { bare, resource: None })
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::json;

    use super::*;

    const RESOURCE: &str = "b2f6c9d1-37e4-4f0a-8c5d-61a9e0743b28";
    const ONE: &str = "00000007-0464-274b-b274-5a3a0d000101";
    const TWO: &str = "00000007-0464-274b-b274-5a3a0d000102";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    fn judged(user_id: &str, skypeid: Option<&str>, exp: i64, until: i64) -> Result<(), BadPass> {
        let mut claims = json!({"exp": exp});
        if let Some(skypeid) = skypeid {
            claims["skypeid"] = json!(skypeid);
        }
        let token = format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims.to_string()));
        usable(user_id, &AccessToken::new(token), at(until), at(1_000))
    }

    #[test]
    fn a_pass_is_good_for_its_own_person_and_its_own_time() {
        let me = format!("8:acs:{RESOURCE}_{ONE}");
        let own = format!("acs:{RESOURCE}_{ONE}");
        assert_eq!(judged(&me, Some(&own), 2_000, 2_000), Ok(()));
        assert_eq!(judged(&me, None, 2_000, 2_000), Ok(()), "a token may say less");
        assert_eq!(judged(&me, Some(&own.to_uppercase().replace("ACS", "acs")), 2_000, 2_000), Ok(()));
        assert_eq!(judged(&me, Some(&own), 1_000, 2_000), Err(BadPass::Expired));
        assert_eq!(judged(&me, Some(&own), 2_000, 1_000), Err(BadPass::Expired), "whichever ends first");
        let another = format!("acs:{RESOURCE}_{TWO}");
        assert_eq!(judged(&me, Some(&another), 2_000, 2_000), Err(BadPass::OtherPerson));
        let elsewhere = format!("acs:{TWO}_{ONE}");
        assert_eq!(judged(&me, Some(&elsewhere), 2_000, 2_000), Err(BadPass::OtherResource));
        assert_eq!(judged(&me, Some("live:somebody"), 2_000, 2_000), Err(BadPass::Malformed));
        let nobody = usable(&me, &AccessToken::new("no.token"), at(2_000), at(1_000));
        assert_eq!(nobody, Err(BadPass::Malformed));
    }

    #[test]
    fn only_ids_of_calls_are_people() {
        let teams = format!("8:orgid:{ONE}");
        let work = format!("8:acs:{RESOURCE}_wf_{ONE}_{TWO}");
        assert_eq!(judged(&teams, Some(&teams[2..]), 2_000, 2_000), Ok(()));
        assert_eq!(judged(&work, Some(&work[2..]), 2_000, 2_000), Ok(()));
        assert!(is_of_acs(&work) && !is_of_acs(&teams), "a service hands out guests, not colleagues");
        for bad in [
            String::new(),
            "ana@example.org".into(),
            "8:acs:".into(),
            format!("8:acs:{RESOURCE}"),
            format!("8:acs:{RESOURCE}_ana"),
            format!("8:acs:{RESOURCE}_{ONE}_{TWO}"),
            format!("4:+49{ONE}"),
            format!("8:acs:{RESOURCE}_{ONE}\n"),
        ] {
            assert_eq!(judged(&bad, None, 2_000, 2_000), Err(BadPass::Person), "{bad:?}");
        }
    }
}
