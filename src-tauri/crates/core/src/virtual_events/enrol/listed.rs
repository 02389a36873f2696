//! Teams' list of who is registered, and each one's own link: read at the pace that Teams allows.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use lectern_domain::email_address::EmailAddress;
use lectern_microsoft::graph::{
    BatchAnswer, EventRegistration, EventRegistrationStatus, GraphError, MAX_BATCH, NextLink, Page,
    VirtualEventSession,
};
use lectern_store::enrolments::EnrolmentRecord;

use super::run::{PATIENCE, Run, refused};
use super::{EnrolPhase, EnrolmentState, wait_until};
use crate::virtual_events::VirtualEventError;
use crate::virtual_events::limits::Kind;

/// Teams' list as it stands, by our id and by address.
#[derive(Default)]
struct Listed {
    by_id: HashMap<String, (String, EnrolmentState)>,
    by_email: HashMap<String, (String, EnrolmentState)>,
    placed: usize,
}

impl Listed {
    fn add(&mut self, registration: EventRegistration) {
        let state = state(&registration);
        self.placed += usize::from(state == EnrolmentState::Enrolled);
        let live = !matches!(state, EnrolmentState::Cancelled | EnrolmentState::Refused);
        let EventRegistration { id, email, external_registration_information, .. } = registration;
        // Somebody who was taken off and came again is there twice: what counts is where they are on it.
        let keep = |found: &mut HashMap<String, (String, EnrolmentState)>, key: String| {
            if live || !found.contains_key(&key) {
                found.insert(key, (id.clone(), state));
            }
        };
        if let Some(external) = external_registration_information.and_then(|told| told.registration_id) {
            keep(&mut self.by_id, external);
        }
        if let Some(email) = email.and_then(|email| EmailAddress::parse(&email).ok()) {
            keep(&mut self.by_email, email.normalized().to_owned());
        }
    }

    /// The registration and the state that the list shows, where that is news.
    fn news(&self, row: &EnrolmentRecord) -> Option<(String, EnrolmentState)> {
        // Somebody who was erased here: nothing of them comes back.
        if row.email.is_empty() {
            return None;
        }
        let (registration, state) = self.by_id.get(&row.id).or_else(|| self.by_email.get(&row.email_key))?;
        let known = row.registration_id.as_deref() == Some(registration);
        let placed = matches!(state, EnrolmentState::Enrolled | EnrolmentState::Waiting);
        let taken_off = *state == EnrolmentState::Cancelled;
        let new = match row.state {
            // That they were taken off once says nothing about being enrolled again.
            EnrolmentState::Planned if taken_off => false,
            EnrolmentState::Sending | EnrolmentState::Sent if taken_off => !known,
            // Still to be taken off.
            EnrolmentState::Cancelling if placed => false,
            // The list may be late.
            EnrolmentState::Cancelled if placed => !known,
            was => was != *state || !known,
        };
        new.then(|| (registration.clone(), *state))
    }
}

impl Run<'_> {
    /// Holds what is written down against Teams' list; how many have a place on it.
    pub(super) async fn compare(&self) -> Result<usize, VirtualEventError> {
        let (mut listed, mut next, mut seen) = (Listed::default(), None, 0_usize);
        loop {
            let Some(page) = self.page(next.as_ref()).await? else { return Ok(listed.placed) };
            seen += page.value.len();
            page.value.into_iter().for_each(|registration| listed.add(registration));
            match page.next_link {
                Some(link) if next.as_ref() == Some(&link) => break,
                Some(link) => next = Some(link),
                None => break,
            }
        }
        tracing::debug!(seen, "read Teams' list of registrations");
        let (event, now, placed) = (self.event.clone(), self.desk.now(), listed.placed);
        self.desk
            .write(move |w| {
                for row in w.enrolments().of_event(&event)? {
                    if let Some((registration, state)) = listed.news(&row) {
                        w.enrolments().listed(&row.id, &registration, state, now)?;
                    }
                }
                Ok::<_, VirtualEventError>(())
            })
            .await?;
        Ok(placed)
    }

    /// `None`: somebody paused the run.
    async fn page(
        &self,
        next: Option<&NextLink>,
    ) -> Result<Option<Page<EventRegistration>>, VirtualEventError> {
        let mut tries = 0;
        while let Some(leave) = self.leave(Kind::Read, 1).await? {
            let token = self.token().await?;
            let answer = self.webinars(&token).registrations_page(&self.graph_id, next).await;
            let Err(error) = answer else {
                self.answered(leave, &[]).await?;
                return Ok(answer.ok());
            };
            tries += 1;
            self.try_again(&error, tries, leave).await?;
        }
        Ok(None)
    }

    /// Waits before a read is repeated, or says that it is not worth it.
    async fn try_again(
        &self,
        error: &GraphError,
        tries: u32,
        leave: crate::virtual_events::limits::Leave,
    ) -> Result<(), VirtualEventError> {
        let throttled = error.status() == Some(429);
        let waits = if throttled { vec![error.retry_after()] } else { Vec::new() };
        self.answered(leave, &waits).await?;
        if error.unauthorized() && tries == 1 {
            self.forget_token().await;
            return Ok(());
        }
        if throttled {
            return Ok(());
        }
        if !error.ambiguous() || tries > PATIENCE {
            return Err(refused(error.clone()));
        }
        let wait = error.retry_after().unwrap_or(Duration::from_secs(1 << tries.min(6)));
        let wait = jiff::SignedDuration::try_from(wait).unwrap_or_default();
        let now = self.desk.now();
        wait_until(self.desk, now.saturating_add(wait).unwrap_or(now)).await;
        Ok(())
    }

    /// Each one's own link, for whoever has none here yet: twenty in a request, each counted.
    pub(super) async fn links(&self) -> Result<(), VirtualEventError> {
        let event = self.event.clone();
        let missing = self.desk.read(move |r| r.enrolments().without_link(&event)).await?;
        let mut missing: VecDeque<(String, String)> = missing.into();
        let mut tries = 0;
        while !missing.is_empty() {
            let Some(leave) = self.leave(Kind::Read, missing.len().min(MAX_BATCH)).await? else { break };
            let count = usize::try_from(leave.count).unwrap_or(MAX_BATCH).min(missing.len());
            let asked: Vec<_> = missing.drain(..count).collect();
            let token = self.token().await?;
            let webinars = self.webinars(&token);
            let requests = asked
                .iter()
                .map(|(id, registration)| webinars.own_sessions(id, &self.graph_id, registration))
                .collect::<Result<Vec<_>, _>>()
                .map_err(refused)?;
            match self.graph().as_user(&token).batch(requests).await {
                Ok(answers) => {
                    tries = 0;
                    let waits: Vec<_> = answers.iter().filter(|answer| answer.status == 429).collect();
                    let waits: Vec<_> = waits.iter().map(|answer| answer.retry_after()).collect();
                    self.answered(leave, &waits).await?;
                    missing.extend(self.keep_links(asked, &answers).await?);
                }
                Err(error) => {
                    tries += 1;
                    self.try_again(&error, tries, leave).await?;
                    missing.extend(asked);
                }
            }
            self.tell(EnrolPhase::Links, None).await?;
        }
        Ok(())
    }

    /// Whom Teams put off comes back, to be asked for again.
    async fn keep_links(
        &self,
        asked: Vec<(String, String)>,
        answers: &[BatchAnswer],
    ) -> Result<Vec<(String, String)>, VirtualEventError> {
        let (mut links, mut again) = (Vec::new(), Vec::new());
        for (one, answer) in asked.into_iter().zip(answers) {
            match answer.json::<Page<VirtualEventSession>>() {
                Ok(page) => {
                    let link = page.value.into_iter().find_map(|session| session.join_web_url);
                    links.extend(link.filter(|link| link.starts_with("https://")).map(|link| (one.0, link)));
                }
                Err(error) if error.status() == Some(429) => again.push(one),
                Err(error) if error.forbidden() => return Err(refused(error)),
                // One person's link that can't be had now is no reason to leave the others without.
                Err(error) => tracing::warn!(%error, "a person's own link is not to be had"),
            }
        }
        let now = self.desk.now();
        self.desk
            .write(move |w| {
                for (id, link) in &links {
                    w.enrolments().join_url(id, link, now)?;
                }
                Ok::<_, VirtualEventError>(())
            })
            .await?;
        Ok(again)
    }
}

fn state(registration: &EventRegistration) -> EnrolmentState {
    match registration.status {
        None | Some(EventRegistrationStatus::Registered | EventRegistrationStatus::Other(_)) => {
            EnrolmentState::Enrolled
        }
        Some(EventRegistrationStatus::Waitlisted | EventRegistrationStatus::PendingApproval) => {
            EnrolmentState::Waiting
        }
        Some(EventRegistrationStatus::Canceled) => EnrolmentState::Cancelled,
        Some(EventRegistrationStatus::RejectedByOrganizer) => EnrolmentState::Refused,
    }
}
