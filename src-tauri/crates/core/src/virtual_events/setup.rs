//! What a webinar or town hall is given besides its words and times, from another one or from a template: its questions,
//! and (where that is wished, since Teams writes to them) its people. It travels with the draft and stands in the event's
//! row until Teams was told all of it, one thing after the other, so that a crash in between loses nothing and gives nothing
//! twice. What Teams refuses is told and not tried for ever.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::colleagues::Colleague;
use super::invited::{self, InvitedChange};
use super::presenters::{self, NewPresenter, Presenter};
use super::questions::{self, NewQuestion};
use super::{
    EventKind, RegistrationPage, VirtualEventDetail, VirtualEventError, VirtualEventState, co_organizers,
    list, refresh, teams,
};
use crate::desk::Desk;
use crate::error::DeskError;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "core.ts")]
pub struct VirtualSetup {
    /// Where it is from, as people call it.
    pub from: String,
    /// Teams mails attendees by itself.
    pub attendee_mail: bool,
    pub questions: Vec<NewQuestion>,
    /// Whether the people below are taken over too: Teams writes to each of them.
    pub with_people: bool,
    pub presenters: Vec<NewPresenter>,
    pub co_organizers: Vec<Colleague>,
    /// Of a town hall: whoever is not invited can't watch.
    pub invite_only: bool,
    pub invited: Vec<Colleague>,
    /// What Teams alone can set: told, not given.
    pub page: Option<RegistrationPage>,
    /// What can't be taken over, in words.
    pub left: Vec<String>,
}

/// What of it Teams was not told yet, and what it refused.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Rest {
    setup: VirtualSetup,
    refused: Vec<String>,
}

enum Step {
    Question(NewQuestion),
    CoOrganizer(Colleague),
    Presenter(NewPresenter),
    Invited(InvitedChange),
}

/// Of an event as Teams has it now; of one that is called off, as it was.
pub(super) async fn of(
    desk: &Desk,
    id: &str,
) -> Result<(VirtualEventDetail, VirtualSetup), VirtualEventError> {
    let record = teams::record(desk, id).await?;
    match record.state {
        VirtualEventState::Creating => return Err(VirtualEventError::Unfinished),
        VirtualEventState::Cancelled => {}
        VirtualEventState::Draft | VirtualEventState::Published => {
            if record.kind == EventKind::Webinar {
                questions::read(desk, id).await?;
            }
            presenters::read(desk, id).await?;
            refresh::refresh(desk, id, true).await?;
        }
    }
    let event = list::one(desk, id).await?;
    let setup = setup(&event);
    Ok((event, setup))
}

fn setup(event: &VirtualEventDetail) -> VirtualSetup {
    let mut left = Vec::new();
    let mut asked = Vec::new();
    for question in &event.questions {
        match questions::again(question) {
            Some(again) => asked.push(again),
            None => left.push(format!("the question \u{201c}{}\u{201d}", question.text)),
        }
    }
    let mut speaking = Vec::new();
    for presenter in &event.presenters {
        match again(presenter) {
            Some(again) => speaking.push(again),
            None => left.push(format!("the presenter {}", presenter.name)),
        }
    }
    let invited = event.invited.clone().unwrap_or_default();
    VirtualSetup {
        from: event.summary.title.clone(),
        attendee_mail: event.attendee_mail,
        questions: asked,
        with_people: false,
        presenters: speaking,
        co_organizers: event.co_organizers.clone(),
        invite_only: invited.only,
        invited: invited.people,
        page: event.page.clone().map(|page| RegistrationPage { url: None, ..page }),
        left,
    }
}

fn again(presenter: &Presenter) -> Option<NewPresenter> {
    let guest = presenter.user_id.is_none();
    if guest && presenter.email.is_none() {
        return None;
    }
    Some(NewPresenter {
        user_id: presenter.user_id.clone(),
        name: guest.then(|| presenter.name.clone()),
        email: presenter.email.clone().filter(|_| guest),
        job_title: presenter.job_title.clone(),
        company: presenter.company.clone(),
        bio: presenter.bio.clone(),
        linked_in: presenter.linked_in.clone(),
    })
}

/// As the event's row keeps it; `None`: there is nothing to give.
pub(super) fn kept(setup: VirtualSetup, kind: EventKind) -> Option<String> {
    let rest = Rest { setup: fitting(setup, kind), refused: Vec::new() };
    if rest.clone().next().is_none() && rest.setup.left.is_empty() {
        return None;
    }
    serde_json::to_string(&rest).ok()
}

/// What events of this kind can have.
fn fitting(mut setup: VirtualSetup, kind: EventKind) -> VirtualSetup {
    if !setup.with_people {
        (setup.presenters, setup.co_organizers, setup.invited) = (Vec::new(), Vec::new(), Vec::new());
    }
    if kind == EventKind::TownHall {
        setup.questions.clear();
        for one in &mut setup.presenters {
            (one.job_title, one.company, one.bio, one.linked_in) = (None, None, None, None);
        }
    } else {
        (setup.invite_only, setup.invited) = (false, Vec::new());
    }
    setup
}

impl Rest {
    /// The next thing to tell Teams; it is taken out.
    fn next(&mut self) -> Option<Step> {
        let setup = &mut self.setup;
        if !setup.questions.is_empty() {
            return Some(Step::Question(setup.questions.remove(0)));
        }
        if !setup.co_organizers.is_empty() {
            return Some(Step::CoOrganizer(setup.co_organizers.remove(0)));
        }
        if !setup.presenters.is_empty() {
            return Some(Step::Presenter(setup.presenters.remove(0)));
        }
        if setup.invite_only || !setup.invited.is_empty() {
            let add = std::mem::take(&mut setup.invited).into_iter().map(|one| one.id).collect();
            let only = std::mem::take(&mut setup.invite_only).then_some(true);
            return Some(Step::Invited(InvitedChange { only, add, remove: Vec::new() }));
        }
        None
    }
}

/// Tells Teams what it was not told yet; whoever calls has the lock `scheduling`. What stops it stays with the event.
pub(super) async fn apply(desk: &Desk, id: &str) -> Result<(), DeskError> {
    let wanted = id.to_owned();
    let Some(record) = desk.read(move |r| r.virtual_events().by_id(&wanted)).await? else { return Ok(()) };
    let rest = record.setup.as_deref().and_then(|text| serde_json::from_str::<Rest>(text).ok());
    let Some(mut rest) = rest.filter(|_| record.state != VirtualEventState::Cancelled) else { return Ok(()) };
    loop {
        let mut after = rest.clone();
        let Some(step) = after.next() else { break };
        let what = step.words();
        match give(desk, id, step).await {
            Ok(()) => {}
            Err(VirtualEventError::Cancelled) => return Ok(()),
            Err(error) if is_refusal(&error) => after.refused.push(format!("{what} ({error})")),
            Err(error) => {
                let problem = format!(
                    "Not everything is taken over from \u{201c}{}\u{201d} yet. {error} Try again, and it goes on where it stopped.",
                    rest.setup.from
                );
                return keep(desk, id, Some(&rest), Some(problem)).await;
            }
        }
        rest = after;
        keep(desk, id, Some(&rest), None).await?;
    }
    let missing: Vec<String> = rest.setup.left.iter().chain(&rest.refused).cloned().collect();
    let problem = (!missing.is_empty())
        .then(|| format!("Not taken over from \u{201c}{}\u{201d}: {}.", rest.setup.from, missing.join("; ")));
    keep(desk, id, None, problem).await
}

async fn keep(desk: &Desk, id: &str, rest: Option<&Rest>, problem: Option<String>) -> Result<(), DeskError> {
    let text = rest.and_then(|rest| serde_json::to_string(rest).ok());
    let (id, now) = (id.to_owned(), desk.now());
    desk.write(move |w| {
        w.virtual_events().set_setup(&id, text.as_deref(), now)?;
        Ok(w.virtual_events().problem(&id, problem.as_deref(), now)?)
    })
    .await
}

async fn give(desk: &Desk, id: &str, step: Step) -> Result<(), VirtualEventError> {
    match step {
        Step::Question(question) => questions::add(desk, id, question).await,
        Step::CoOrganizer(one) => co_organizers::add_under_lock(desk, id, &one.id).await,
        Step::Presenter(presenter) => presenters::add(desk, id, presenter).await,
        Step::Invited(change) => invited::change_under_lock(desk, id, change).await,
    }
    .map(drop)
}

impl Step {
    fn words(&self) -> String {
        match self {
            Self::Question(NewQuestion::Custom { text, .. }) => {
                format!("the question \u{201c}{text}\u{201d}")
            }
            Self::Question(NewQuestion::Predefined { label }) => {
                format!("the question \u{201c}{}\u{201d}", questions::words(*label))
            }
            Self::CoOrganizer(one) => format!("the co-organizer {}", one.name.as_deref().unwrap_or(&one.id)),
            Self::Presenter(one) => {
                let name = one.name.as_deref().or(one.email.as_deref()).or(one.user_id.as_deref());
                format!("the presenter {}", name.unwrap_or_default())
            }
            Self::Invited(_) => "whom it is for".to_owned(),
        }
    }
}

/// Another try would be answered the same.
fn is_refusal(error: &VirtualEventError) -> bool {
    matches!(
        error,
        VirtualEventError::Field { .. }
            | VirtualEventError::NotAllowed(_)
            | VirtualEventError::NotForTownHalls(_)
            | VirtualEventError::OnlyForTownHalls(_)
            | VirtualEventError::Desk(DeskError::Refused { .. } | DeskError::Gone { .. })
    )
}

/// The organizer has read what could not be taken over. What is still to be done stays told.
pub async fn seen(desk: &Desk, id: &str) -> Result<VirtualEventDetail, VirtualEventError> {
    let record = teams::record(desk, id).await?;
    if record.tagged && record.setup.is_none() {
        let (id, now) = (record.id, desk.now());
        desk.write(move |w| Ok::<_, DeskError>(w.virtual_events().problem(&id, None, now)?)).await?;
    }
    list::one(desk, id).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::virtual_events::questions::Predefined;

    fn whole() -> VirtualSetup {
        VirtualSetup {
            from: "Winter".into(),
            questions: vec![NewQuestion::Predefined { label: Predefined::City }],
            presenters: vec![NewPresenter {
                user_id: Some("p".into()),
                company: Some("Contoso".into()),
                ..NewPresenter::default()
            }],
            co_organizers: vec![Colleague { id: "c".into(), ..Colleague::default() }],
            invite_only: true,
            invited: vec![Colleague { id: "i".into(), ..Colleague::default() }],
            ..VirtualSetup::default()
        }
    }

    #[test]
    fn nobody_is_written_to_who_was_not_meant() {
        let webinar = fitting(whole(), EventKind::Webinar);
        assert_eq!(
            (webinar.questions.len(), webinar.presenters.len(), webinar.co_organizers.len()),
            (1, 0, 0)
        );
        let hall = fitting(VirtualSetup { with_people: true, ..whole() }, EventKind::TownHall);
        assert_eq!((hall.questions.len(), hall.presenters.len(), hall.invited.len()), (0, 1, 1));
        assert_eq!(
            hall.presenters[0].company, None,
            "Teams shows no details at town halls, and refuses them"
        );
        assert!(hall.invite_only);
    }

    #[test]
    fn each_thing_is_given_once() {
        let setup = VirtualSetup { with_people: true, ..whole() };
        let mut rest = Rest { setup: fitting(setup, EventKind::TownHall), refused: Vec::new() };
        let mut steps = 0;
        while rest.next().is_some() {
            steps += 1;
        }
        assert_eq!(steps, 3, "a co-organizer, a presenter, and the invited together");
        assert!(
            kept(VirtualSetup::default(), EventKind::Webinar).is_none(),
            "nothing to give is nothing to keep"
        );
    }
}
