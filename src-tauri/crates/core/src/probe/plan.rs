//! "What will the probe create?" Said before anything is.

use lectern_domain::zone;

use super::made;
use super::mail;
use super::words::{CLOCK_SKEW, GRAPH, MAIL, OTHERS_LINK, Question, WEBINAR};
use super::{Asked, AskedOf, ProbeError, ProbePlan, report, webinar};
use crate::desk::Desk;
use crate::profile::ProfileKind;

pub async fn plan(desk: &Desk, asked: &Asked) -> Result<ProbePlan, ProbeError> {
    let with_others_link = asked.others_link.is_some();
    let (start, _) = super::run::when(desk);
    let mut creates = vec![format!(
        "An event with a Teams meeting on your calendar, on {} UTC, with nobody invited; perhaps a second one, since the \
         request is repeated. They are deleted again, with their meetings.",
        zone::local(start, "UTC").replace('T', " at ")
    )];
    let graph = GRAPH.iter().filter(|question| with_others_link || **question != OTHERS_LINK);
    let mut questions: Vec<Question> = graph.copied().collect();
    let mut not_asked = Vec::new();
    if !with_others_link {
        not_asked.push(format!("{} It takes the link of such a meeting.", OTHERS_LINK.words));
    }
    let webinars = webinar::those(desk).await?;
    if let Some(id) = &asked.webinar {
        let named = webinars.iter().find(|webinar| webinar.id == *id);
        let named = named.ok_or_else(|| ProbeError::Webinar(id.clone()))?;
        creates.push(format!("A registration of yourself for “{}”. You are taken off again.", named.title));
        questions.extend(WEBINAR);
    } else {
        not_asked
            .extend(WEBINAR.iter().map(|question| format!("{} {}", question.words, webinar::NONE_NAMED)));
    }
    match desk.acs() {
        Some(acs) if !acs.is_by_principal() => questions.push(CLOCK_SKEW),
        Some(_) => {
            not_asked.push(format!("{} A service principal’s requests hold no date.", CLOCK_SKEW.words));
        }
        None => not_asked.push(format!("{} This machine holds no key of an ACS resource.", CLOCK_SKEW.words)),
    }
    match mail::post(desk).await? {
        Ok(post) => {
            creates.push(format!("Four mails by ACS Email to {}. They stay in the inbox.", post.to));
            questions.extend(MAIL);
        }
        Err(why) => not_asked.extend(MAIL.iter().map(|question| format!("{} {why}", question.words))),
    }
    Ok(ProbePlan {
        asked: asked_of(desk),
        creates,
        questions: questions.iter().map(|question| question.words.to_owned()).collect(),
        not_asked,
        webinars,
        leftover: made::noted(desk).await?.is_some(),
        last: report::last(desk).await?,
    })
}

pub(super) fn asked_of(desk: &Desk) -> AskedOf {
    match desk.profile().kind() {
        ProfileKind::Real => AskedOf::Microsoft,
        ProfileKind::Sandbox => AskedOf::Sandbox,
    }
}
