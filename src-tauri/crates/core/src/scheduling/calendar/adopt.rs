//! "Take this over." An online meeting that its organizer made in Teams or Outlook becomes an event here: nothing is made
//! on the calendar and none of its options is touched; its meeting is looked up by the link, and registration can be
//! opened. Safe to repeat: the same entry is the same event.

use lectern_microsoft::graph::Event;
use lectern_store::accounts::AccountRecord;
use lectern_store::events::{GraphIds, NewEvent as NewRecord};
use uuid::Uuid;

use super::{entry, own};
use crate::desk::{Desk, GraphFailure};
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::history;
use crate::locks::Lock;
use crate::scheduling::body::Body;
use crate::scheduling::{EventDetail, create, list, rule};

#[derive(Debug, thiserror::Error)]
pub enum AdoptError {
    #[error("This is no longer on your calendar. Refresh the list.")]
    Gone,
    #[error("This was called off. There is nothing to take over.")]
    Cancelled,
    #[error("{0} organizes this. Only the organizer can take it over.")]
    NotYours(String),
    #[error("This has no Teams meeting. Add one in Outlook, then refresh the list.")]
    NotOnline,
    #[error("This ends when it begins. Give it an end in Outlook, then refresh the list.")]
    NoLength,
    #[error(transparent)]
    Show(#[from] list::ShowError),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<lectern_store::StoreError> for AdoptError {
    fn from(error: lectern_store::StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<AdoptError> for CommandError {
    fn from(error: AdoptError) -> Self {
        let code = match error {
            AdoptError::Desk(inner) => return inner.into(),
            AdoptError::Show(inner) => return inner.into(),
            AdoptError::Gone => ErrorCode::NotFound,
            _ => ErrorCode::Refused,
        };
        Self::new(code, error.to_string())
    }
}

/// A meeting that can't be looked up yet is no refusal: the event says so as its problem, and the next start tries again.
pub async fn adopt(desk: &Desk, graph_id: &str) -> Result<EventDetail, AdoptError> {
    let account = create::signed_in(desk).await?;
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    let wanted = graph_id.to_owned();
    if let Some(known) = desk.read(move |r| r.events().by_graph_event_id(&wanted)).await? {
        return Ok(list::one(desk, &known.id).await?);
    }
    let event = read(desk, graph_id).await?;
    let id = match made_here(desk, &event).await? {
        Some(id) => id,
        None => write(desk, account, &event).await?,
    };
    if let Err(error) = create::finish(desk, &id, true).await {
        tracing::info!(event = id, %error, "the meeting of what was taken over waits");
    }
    Ok(list::one(desk, &id).await?)
}

async fn read(desk: &Desk, graph_id: &str) -> Result<Event, AdoptError> {
    let answer = desk
        .graph(|graph, token| async move {
            graph.as_user(&token).events().preferring(own::in_utc()).get(graph_id).await
        })
        .await;
    let event = match answer {
        Ok(event) => event,
        Err(GraphFailure::Graph(error)) if error.not_found() => return Err(AdoptError::Gone),
        Err(failure) => return Err(DeskError::from(failure).into()),
    };
    if event.is_cancelled == Some(true) {
        return Err(AdoptError::Cancelled);
    }
    if event.is_organizer != Some(true) {
        let organizer = event.organizer.as_ref().and_then(|organizer| organizer.email_address.as_ref());
        let name = organizer.and_then(|address| address.name.clone().or_else(|| address.address.clone()));
        return Err(AdoptError::NotYours(name.unwrap_or_else(|| "Somebody else".to_owned())));
    }
    if event.is_online_meeting != Some(true) {
        return Err(AdoptError::NotOnline);
    }
    Ok(event)
}

/// What a crash left half made here, before the calendar's answer was down.
async fn made_here(desk: &Desk, event: &Event) -> Result<Option<String>, DeskError> {
    // A date may repeat its series' (not documented), and is another event.
    let Some(transaction_id) = event.transaction_id.clone().filter(|_| event.series_master_id.is_none())
    else {
        return Ok(None);
    };
    let made = desk.read(move |r| r.events().by_transaction_id(&transaction_id)).await?;
    Ok(made.map(|record| record.id))
}

async fn write(desk: &Desk, account: AccountRecord, event: &Event) -> Result<String, AdoptError> {
    let (start, end) = entry::times(event)?;
    if end <= start {
        return Err(AdoptError::NoLength);
    }
    let join_url = event.online_meeting.as_ref().and_then(|meeting| meeting.join_url.clone());
    let html = event.body.as_ref().and_then(|body| body.content.as_deref()).unwrap_or_default();
    let name = |what: &str| {
        Uuid::new_v5(&desk.profile().id(), format!("lectern:{what}:{}", event.id).as_bytes()).to_string()
    };
    let title = Some(entry::title(event)).filter(|title| !title.is_empty());
    let new = NewRecord {
        id: name("adopted"),
        transaction_id: event
            .transaction_id
            .clone()
            .filter(|_| event.series_master_id.is_none())
            .unwrap_or_else(|| name("adopted-transaction")),
        title: title.unwrap_or_else(|| "(No subject)".to_owned()),
        description: Body::read(html, join_url.as_deref()).map(|body| body.text()).unwrap_or_default(),
        start,
        end,
        zone: entry::zone_of(event),
        owner_id: Some(account.user_id),
        organizer_name: Some(account.display_name),
        organizer_email: Some(account.username),
    };
    let ids = GraphIds {
        graph_event_id: Some(event.id.clone()),
        ical_uid: event.i_cal_u_id.clone(),
        change_key: event.change_key.clone(),
        join_url,
        web_link: event.web_link.clone(),
        ..GraphIds::default()
    };
    let recurrence = event.recurrence.as_ref().and_then(rule::read).map(|rule| rule::kept(&rule));
    let (series_id, id, now) = (event.series_master_id.clone(), new.id.clone(), desk.now());
    desk.write(move |w| {
        w.events().insert(&new, now)?;
        w.events().scheduled(&new.id, &ids, now)?;
        w.events().set_adopted(&new.id, series_id.as_deref())?;
        w.events().set_recurrence(&new.id, recurrence.as_deref())?;
        w.changes().record(&history::of_event(&new.id, "adopted"), now)?;
        Ok::<_, AdoptError>(())
    })
    .await?;
    Ok(id)
}
