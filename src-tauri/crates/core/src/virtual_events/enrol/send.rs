//! A batch of enrolments, or of people to be taken off: each of up to twenty is judged on its own. What Teams puts off
//! (429) comes again after its own Retry-After, and never the batch as a whole; what it refuses is told with its reason.
//! Where the batch as a whole got no good answer, nobody knows which of it was done: the list is asked.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lectern_microsoft::AccessToken;
use lectern_microsoft::graph::{
    BatchAnswer, BatchRequest, ExternalRegistrationInformation, GraphError, MAX_BATCH, NewRegistration,
};
use lectern_store::Writer;
use lectern_store::enrolments::EnrolmentRecord;

use super::run::{Run, Sent, refused};
use super::{EnrolPhase, EnrolmentState, answers, wait_until};
use crate::virtual_events::VirtualEventError;
use crate::virtual_events::limits::{Kind, Leave, Turn};

const LANGUAGE: &str = "en-us";
const REFERRER: &str = "Lectern";
const FULL: &str = "The webinar is full, and has no waiting list.";
/// Where Teams says "later" and not when.
const LATER: Duration = Duration::from_secs(30);

/// Who is sent together.
struct Batch {
    rows: Vec<EnrolmentRecord>,
    /// `Planned` or `Cancelling`: what they are again if it was not done.
    was: EnrolmentState,
    leave: Leave,
}

enum Next {
    Send(Batch),
    Wait(Timestamp),
    Nothing,
}

/// What one answer of a batch means for its person.
enum Verdict {
    Done(EnrolmentState),
    Later(Duration),
    Refused(String),
    /// It may have been done.
    Unsure(GraphError),
    /// Nobody would fare better.
    Stop(GraphError),
}

impl Run<'_> {
    /// The next batch, once Teams has room for it; `taken`: how many have a place already.
    pub(super) async fn batch(&self, taken: usize) -> Result<Sent, VirtualEventError> {
        let room = self.places.map_or(MAX_BATCH, |places| places.saturating_sub(taken).min(MAX_BATCH));
        let batch = loop {
            if self.halted() {
                return Ok(Sent::Nothing);
            }
            match self.next(room).await? {
                Next::Send(batch) => break batch,
                Next::Nothing => return Ok(Sent::Nothing),
                Next::Wait(until) => {
                    self.tell(EnrolPhase::Enrolling, Some(until)).await?;
                    wait_until(self.desk, until).await;
                }
            }
        };
        let phase = match batch.was {
            EnrolmentState::Cancelling => EnrolPhase::Cancelling,
            _ => EnrolPhase::Enrolling,
        };
        let sent = self.send(batch).await?;
        self.tell(phase, None).await?;
        Ok(sent)
    }

    /// Takes leave and says on the disk who is being sent, in one transaction.
    async fn next(&self, room: usize) -> Result<Next, VirtualEventError> {
        let (limiter, event, now) = (self.limiter.clone(), self.event.clone(), self.desk.now());
        let full = self.places.is_some() && room == 0;
        let most = u32::try_from(MAX_BATCH).unwrap_or(u32::MAX);
        self.desk
            .write(move |w| {
                let enrolments = w.enrolments();
                let mut was = EnrolmentState::Cancelling;
                let mut rows = enrolments.due(&event, was, now, most)?;
                if rows.is_empty() {
                    was = EnrolmentState::Planned;
                    if full {
                        enrolments.refuse_planned(&event, FULL, now)?;
                    }
                    rows = enrolments.due(&event, was, now, u32::try_from(room).unwrap_or(most))?;
                }
                if rows.is_empty() {
                    let later = [EnrolmentState::Cancelling, EnrolmentState::Planned];
                    let later = later.map(|state| enrolments.next_due(&event, state));
                    let [cancelling, planned] = later;
                    let next = [cancelling?, planned?].into_iter().flatten().min();
                    return Ok(next.map_or(Next::Nothing, Next::Wait));
                }
                match limiter.take(w, Kind::Write, rows.len(), now)? {
                    Turn::At(until) => Ok(Next::Wait(until)),
                    Turn::Now(leave) => {
                        rows.truncate(usize::try_from(leave.count).unwrap_or(rows.len()));
                        if was == EnrolmentState::Planned {
                            for row in &rows {
                                enrolments.state(&row.id, EnrolmentState::Sending, None, now)?;
                            }
                        }
                        Ok::<_, VirtualEventError>(Next::Send(Batch { rows, was, leave }))
                    }
                }
            })
            .await
    }

    async fn send(&self, batch: Batch) -> Result<Sent, VirtualEventError> {
        let token = match self.token().await {
            Ok(token) => token,
            Err(error) => {
                self.give_back(&batch).await?;
                return Err(error);
            }
        };
        let requests = self.requests(&batch, &token).map_err(refused)?;
        match self.graph().as_user(&token).batch(requests).await {
            Ok(answers) => self.judge(batch, &answers).await,
            Err(error) => self.unanswered(batch, error).await,
        }
    }

    fn requests(&self, batch: &Batch, token: &AccessToken) -> Result<Vec<BatchRequest>, GraphError> {
        let webinars = self.webinars(token);
        let request = |row: &EnrolmentRecord| match (batch.was, &row.registration_id) {
            (EnrolmentState::Cancelling, Some(registration)) => {
                webinars.cancelling(&row.id, &self.graph_id, registration)
            }
            _ => webinars.registering(&row.id, &self.graph_id, &self.registration(row)),
        };
        batch.rows.iter().map(request).collect()
    }

    fn registration(&self, row: &EnrolmentRecord) -> NewRegistration {
        NewRegistration {
            first_name: row.first_name.clone(),
            last_name: row.last_name.clone(),
            email: row.email.clone(),
            preferred_timezone: self.zone.clone(),
            preferred_language: LANGUAGE.to_owned(),
            registration_question_answers: answers::sent(&row.answers),
            external_registration_information: ExternalRegistrationInformation {
                referrer: Some(REFERRER.to_owned()),
                registration_id: Some(row.id.clone()),
            },
        }
    }

    /// The batch as a whole came to nothing, or to nobody knows what.
    async fn unanswered(&self, batch: Batch, error: GraphError) -> Result<Sent, VirtualEventError> {
        let late = matches!(error.status(), Some(429 | 503 | 504 | 509));
        let waits = if late { vec![Some(error.retry_after().unwrap_or(LATER))] } else { Vec::new() };
        self.answered(batch.leave, &waits).await?;
        if error.unauthorized() {
            self.forget_token().await;
        }
        // Who was being sent stays so on the disk: the list is asked before anybody is sent again.
        if late || error.ambiguous() {
            tracing::warn!(%error, "a batch got no answer that says anything");
            return Ok(Sent::Unsure(error.to_string()));
        }
        self.give_back(&batch).await?;
        Err(refused(error))
    }

    async fn give_back(&self, batch: &Batch) -> Result<(), VirtualEventError> {
        let (ids, was, now) = (ids(batch), batch.was, self.desk.now());
        self.desk
            .write(move |w| {
                for id in &ids {
                    w.enrolments().state(id, was, None, now)?;
                }
                Ok::<_, VirtualEventError>(())
            })
            .await
    }

    async fn judge(&self, batch: Batch, answers: &[BatchAnswer]) -> Result<Sent, VirtualEventError> {
        let verdicts: Vec<Verdict> = answers.iter().map(|answer| verdict(answer, batch.was)).collect();
        let put_off: Vec<Option<Duration>> = answers
            .iter()
            .filter(|answer| answer.status == 429)
            .map(|answer| Some(answer.retry_after().unwrap_or(LATER)))
            .collect();
        self.answered(batch.leave, &put_off).await?;
        let done = verdicts.iter().filter(|verdict| matches!(verdict, Verdict::Done(_))).count();
        let unsure = verdicts.iter().find_map(|verdict| match verdict {
            Verdict::Unsure(error) => Some(error.to_string()),
            _ => None,
        });
        let (ids, was, now) = (ids(&batch), batch.was, self.desk.now());
        let stop = self
            .desk
            .write(move |w| {
                let mut stop = None;
                for (id, verdict) in ids.iter().zip(verdicts) {
                    // What nobody may do is no fault of one person's; where others were taken, it is.
                    let verdict = match verdict {
                        Verdict::Stop(error) if done > 0 => Verdict::Refused(error.to_string()),
                        other => other,
                    };
                    stop = note(w, id, was, verdict, now)?.or(stop);
                }
                Ok::<_, VirtualEventError>(stop)
            })
            .await?;
        match (stop, unsure) {
            (Some(error), _) => {
                if error.unauthorized() {
                    self.forget_token().await;
                }
                Err(refused(error))
            }
            (None, Some(told)) => Ok(Sent::Unsure(told)),
            (None, None) if was == EnrolmentState::Cancelling => Ok(Sent::Taken(0)),
            (None, None) => Ok(Sent::Taken(done)),
        }
    }
}

fn ids(batch: &Batch) -> Vec<String> {
    batch.rows.iter().map(|row| row.id.clone()).collect()
}

fn verdict(answer: &BatchAnswer, was: EnrolmentState) -> Verdict {
    let cancelling = was == EnrolmentState::Cancelling;
    let Err(error) = answer.check() else {
        return Verdict::Done(if cancelling { EnrolmentState::Cancelled } else { EnrolmentState::Sent });
    };
    match answer.status {
        429 => Verdict::Later(answer.retry_after().unwrap_or(LATER)),
        // There is nobody to take off any more.
        404 if cancelling => Verdict::Done(EnrolmentState::Cancelled),
        401 | 403 => Verdict::Stop(error),
        500.. => Verdict::Unsure(error),
        _ => Verdict::Refused(error.to_string()),
    }
}

/// On the disk; what stops the run comes back.
fn note(
    w: &Writer<'_>,
    id: &str,
    was: EnrolmentState,
    verdict: Verdict,
    now: Timestamp,
) -> Result<Option<GraphError>, VirtualEventError> {
    let enrolments = w.enrolments();
    match verdict {
        Verdict::Done(state) => enrolments.state(id, state, None, now)?,
        Verdict::Later(wait) => {
            let wait = SignedDuration::try_from(wait).unwrap_or_default();
            enrolments.put_off(id, was, now.saturating_add(wait).unwrap_or(now), now)?;
        }
        // Whom Teams does not take off is still on its list.
        Verdict::Refused(reason) if was == EnrolmentState::Cancelling => {
            enrolments.state(id, EnrolmentState::Enrolled, Some(&reason), now)?;
        }
        Verdict::Refused(reason) => enrolments.state(id, EnrolmentState::Refused, Some(&reason), now)?,
        // Cancelling is repeated; who was being sent stays so until the list has been read.
        Verdict::Unsure(_) => {}
        Verdict::Stop(error) => {
            enrolments.state(id, was, None, now)?;
            return Ok(Some(error));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer(status: u16, retry: Option<&str>) -> BatchAnswer {
        let headers = retry.map(|retry| ("Retry-After".to_owned(), retry.to_owned())).into_iter().collect();
        let body = json!({"error": {"code": "x", "message": "m"}});
        BatchAnswer { id: "1".into(), status, headers, body }
    }

    #[test]
    fn each_answer_is_judged_on_its_own() {
        let judged = |status, was| verdict(&answer(status, None), was);
        let planned = EnrolmentState::Planned;
        assert!(matches!(judged(204, planned), Verdict::Done(EnrolmentState::Sent)));
        assert!(matches!(judged(400, planned), Verdict::Refused(_)), "this person's own reason is kept");
        assert!(
            matches!(judged(503, planned), Verdict::Unsure(_)),
            "perhaps it was done: never sent unlooked"
        );
        assert!(matches!(judged(403, planned), Verdict::Stop(_)));
        let put_off = verdict(&answer(429, Some("7")), planned);
        assert!(
            matches!(put_off, Verdict::Later(wait) if wait == Duration::from_secs(7)),
            "its own patience"
        );
        let gone = judged(404, EnrolmentState::Cancelling);
        assert!(matches!(gone, Verdict::Done(EnrolmentState::Cancelled)), "an earlier try did it");
    }
}
