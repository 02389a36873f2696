//! "Who may do what in this meeting?" Shown as Teams has it now, and changed one thing at a time: what nobody touched is
//! not sent, a value that is not known here stays as it is, and what somebody else has changed since it was shown is not
//! written over unasked. Graph documents no etag for a meeting: between the reading and the writing the last one wins.

mod elsewhere;

use lectern_domain::email_address::EmailAddress;
use lectern_microsoft::cloud::Feature;
use lectern_microsoft::graph::{
    ChatMode, LobbyAdmitters, LobbyBypassSettings, LobbyScope, MeetingParticipants, MeetingRole,
    OnlineMeeting, OnlineMeetingPatch, Participant, Presenters,
};
use lectern_store::events::EventRecord;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use super::{EventState, list, owner};
use crate::clouds;
use crate::desk::Desk;
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::history;
use crate::join::allowed;
use crate::locks::Lock;

/// The options that Graph lets be changed afterwards, by Graph's own words. In an answer: as they are. In a change:
/// what is not named stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "core.ts")]
pub struct OptionValues {
    /// Who comes in without waiting: `organizer`, `organization`, `organizationAndFederated`, `everyone`, `invited`,
    /// `organizationExcludingGuests`, or a word that is new.
    pub lobby: Option<String>,
    /// Whoever dials in comes in without waiting.
    pub lobby_dial_in: Option<bool>,
    /// `organizerAndCoOrganizersAndPresenters` or `organizerAndCoOrganizers`.
    pub admitters: Option<String>,
    /// `everyone`, `organization`, `roleIsPresenter` or `organizer`.
    pub presenters: Option<String>,
    /// `enabled`, `disabled` or `limited`.
    pub chat: Option<String>,
    pub camera: Option<bool>,
    pub mic: Option<bool>,
    pub reactions: Option<bool>,
    pub recording: Option<bool>,
    pub transcription: Option<bool>,
    pub record_automatically: Option<bool>,
    /// Who enters and leaves is announced.
    pub announced: Option<bool>,
    /// Everybody who has a role, or was invited: the whole list, which a change replaces.
    pub people: Option<Vec<RolePerson>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct RolePerson {
    /// The sign-in name, which is how Graph is told of somebody.
    pub upn: String,
    /// `attendee`, `presenter`, `producer`, `coorganizer`, or a word that is new.
    pub role: String,
}

/// A change, and what its maker had before their eyes.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct OptionsChange {
    pub values: OptionValues,
    /// What of this is another in Teams by now is not written over. Without it nothing is compared.
    pub shown: Option<OptionValues>,
    /// Also over what was changed elsewhere meanwhile.
    pub overwrite: bool,
}

impl From<OptionValues> for OptionsChange {
    fn from(values: OptionValues) -> Self {
        Self { values, ..Self::default() }
    }
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct MeetingOptions {
    #[serde(flatten)]
    pub values: OptionValues,
    /// Settled when the meeting was made; only Teams can change it.
    pub passcode_required: Option<bool>,
    /// Teams' own page of options.
    pub teams_url: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum OptionsError {
    #[error(transparent)]
    Show(#[from] list::ShowError),
    #[error("The meeting behind this event is not known yet. Its options can be set once it is.")]
    Unfinished,
    #[error(
        "This cloud lets no program set a meeting's options. Set them on Teams' own page: open the event in Teams."
    )]
    Cloud,
    #[error("A cancelled event has no options any more.")]
    Cancelled,
    #[error("{0} is no sign-in name. It looks like an e-mail address, as in ana@contoso.com.")]
    Person(String),
    #[error(
        "\u{201c}Presenters by role\u{201d} needs at least one presenter or co-organizer. Add one first."
    )]
    NoPresenter,
    #[error("These are {0} people, and a meeting can have {MOST_PEOPLE}. Take some off the list.")]
    Many(usize),
    #[error("Nothing was changed: it was changed in Teams since it was shown here. {0}")]
    Elsewhere(String),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<lectern_store::StoreError> for OptionsError {
    fn from(error: lectern_store::StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<OptionsError> for CommandError {
    fn from(error: OptionsError) -> Self {
        let message = error.to_string();
        match error {
            OptionsError::Show(inner) => inner.into(),
            OptionsError::Desk(inner) => inner.into(),
            OptionsError::Person(_) | OptionsError::Many(_) => {
                Self::new(ErrorCode::Invalid, message).on("people")
            }
            OptionsError::Elsewhere(_) => Self::new(ErrorCode::Conflict, message),
            OptionsError::NoPresenter => Self::new(ErrorCode::Invalid, message).on("presenters"),
            OptionsError::Cloud | OptionsError::Unfinished | OptionsError::Cancelled => {
                Self::new(ErrorCode::Refused, message)
            }
        }
    }
}

/// As many as an event's attendees (facts §2). That it holds for a meeting's participants too is not documented; a list
/// that is longer in Teams already may stay as long as it is.
const MOST_PEOPLE: usize = 500;

/// As Teams has them now.
pub async fn show(desk: &Desk, id: &str) -> Result<MeetingOptions, OptionsError> {
    let (record, meeting_id) = meeting_of(desk, id).await?;
    let meeting = read(desk, &meeting_id).await?;
    // The join page says what attendees are denied, without asking Teams.
    allowed::keep(desk, &record.id, &meeting).await?;
    Ok(options(&meeting))
}

/// Read first: what stands there already is not sent, and the people who are there are part of the list that is.
pub async fn change(
    desk: &Desk,
    id: &str,
    change: impl Into<OptionsChange>,
) -> Result<MeetingOptions, OptionsError> {
    let OptionsChange { values: change, shown, overwrite } = change.into();
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    let (record, meeting_id) = meeting_of(desk, id).await?;
    owner::check(desk, &record).await?;
    let there = read(desk, &meeting_id).await?;
    if let Some(shown) = shown.filter(|_| !overwrite) {
        elsewhere::check(&change, &shown, &options(&there).values)?;
    }
    let patch = patch(&change, &there)?;
    if patch == OnlineMeetingPatch::default() {
        return Ok(options(&there));
    }
    let (meeting_id, patch) = (&meeting_id, &patch);
    let after = desk
        .graph(|graph, token| async move {
            graph.as_user(&token).online_meetings().update(meeting_id, patch).await
        })
        .await
        .map_err(DeskError::from)?;
    allowed::keep(desk, &record.id, &after).await?;
    let (id, now) = (record.id.clone(), desk.now());
    let detail = serde_json::to_value(&change).unwrap_or(json!({}));
    desk.write(move |w| {
        Ok::<_, OptionsError>(
            w.changes().record(&history::of_event_with(&id, "optionsChanged", detail), now)?,
        )
    })
    .await?;
    Ok(options(&after))
}

async fn meeting_of(desk: &Desk, id: &str) -> Result<(EventRecord, String), OptionsError> {
    if clouds::lacks(desk, Feature::OnlineMeetings) {
        return Err(OptionsError::Cloud);
    }
    let wanted = id.to_owned();
    let record = desk
        .read(move |r| r.events().by_id(&wanted))
        .await?
        .ok_or_else(|| list::ShowError::NoEvent(id.to_owned()))?;
    if record.state == EventState::Cancelled {
        return Err(OptionsError::Cancelled);
    }
    let meeting_id = record.meeting_id.clone().ok_or(OptionsError::Unfinished)?;
    Ok((record, meeting_id))
}

async fn read(desk: &Desk, meeting_id: &str) -> Result<OnlineMeeting, DeskError> {
    let meeting = desk
        .graph(|graph, token| async move { graph.as_user(&token).online_meetings().get(meeting_id).await })
        .await?;
    Ok(meeting)
}

fn options(meeting: &OnlineMeeting) -> MeetingOptions {
    let lobby = meeting.lobby_bypass_settings.clone().unwrap_or_default();
    let settings = meeting.join_meeting_id_settings.as_ref();
    MeetingOptions {
        values: OptionValues {
            lobby: lobby.scope.map(|scope| scope.as_str().to_owned()),
            lobby_dial_in: lobby.is_dial_in_bypass_enabled,
            admitters: meeting.allowed_lobby_admitters.as_ref().map(|who| who.as_str().to_owned()),
            presenters: meeting.allowed_presenters.as_ref().map(|who| who.as_str().to_owned()),
            chat: meeting.allow_meeting_chat.as_ref().map(|chat| chat.as_str().to_owned()),
            camera: meeting.allow_attendee_to_enable_camera,
            mic: meeting.allow_attendee_to_enable_mic,
            reactions: meeting.allow_teamwork_reactions,
            recording: meeting.allow_recording,
            transcription: meeting.allow_transcription,
            record_automatically: meeting.record_automatically,
            announced: meeting.is_entry_exit_announced,
            people: Some(attendees(meeting).iter().filter_map(person).collect()),
        },
        passcode_required: settings.and_then(|settings| settings.is_passcode_required),
        teams_url: meeting.meeting_options_web_url.clone(),
    }
}

fn attendees(meeting: &OnlineMeeting) -> &[Participant] {
    let participants = meeting.participants.as_ref().and_then(|people| people.attendees.as_deref());
    participants.unwrap_or_default()
}

fn person(participant: &Participant) -> Option<RolePerson> {
    let role = participant.role.as_ref().map_or("attendee", MeetingRole::as_str).to_owned();
    Some(RolePerson { upn: participant.upn.clone()?, role })
}

/// What of the change is not there already.
pub(super) fn patch(
    change: &OptionValues,
    there: &OnlineMeeting,
) -> Result<OnlineMeetingPatch, OptionsError> {
    let now = options(there).values;
    let word = |wanted: &Option<String>, is: &Option<String>| wanted.clone().filter(|_| wanted != is);
    let switch = |wanted: Option<bool>, is: Option<bool>| wanted.filter(|_| wanted != is);
    let (scope, dial_in) = (word(&change.lobby, &now.lobby), switch(change.lobby_dial_in, now.lobby_dial_in));
    let lobby = LobbyBypassSettings {
        scope: scope.as_deref().map(LobbyScope::from),
        is_dial_in_bypass_enabled: dial_in,
    };
    let mut patch = OnlineMeetingPatch {
        lobby_bypass_settings: Some(lobby).filter(|lobby| *lobby != LobbyBypassSettings::default()),
        allowed_presenters: word(&change.presenters, &now.presenters).as_deref().map(Presenters::from),
        allowed_lobby_admitters: word(&change.admitters, &now.admitters).as_deref().map(LobbyAdmitters::from),
        allow_meeting_chat: word(&change.chat, &now.chat).as_deref().map(ChatMode::from),
        allow_attendee_to_enable_camera: switch(change.camera, now.camera),
        allow_attendee_to_enable_mic: switch(change.mic, now.mic),
        allow_teamwork_reactions: switch(change.reactions, now.reactions),
        allow_recording: switch(change.recording, now.recording),
        allow_transcription: switch(change.transcription, now.transcription),
        is_entry_exit_announced: switch(change.announced, now.announced),
        record_automatically: switch(change.record_automatically, now.record_automatically),
        ..OnlineMeetingPatch::default()
    };
    let by_role = patch.allowed_presenters == Some(Presenters::RoleIsPresenter);
    let wanted = change.people.as_ref().filter(|people| now.people.as_ref() != Some(*people));
    if let Some(people) = wanted.or(now.people.as_ref().filter(|_| by_role)) {
        let attendees = whole(people, attendees(there))?;
        let speaks = |one: &Participant| !matches!(one.role, Some(MeetingRole::Attendee) | None);
        if by_role && !attendees.iter().any(speaks) {
            return Err(OptionsError::NoPresenter);
        }
        patch.participants = Some(MeetingParticipants { organizer: None, attendees: Some(attendees) });
    }
    Ok(patch)
}

/// The whole list, as a change has to name it. Whoever has no sign-in name (a guest by another way) is kept as Teams has
/// them: nobody here can name them, and leaving them out would put them off the list.
fn whole(people: &[RolePerson], there: &[Participant]) -> Result<Vec<Participant>, OptionsError> {
    let mut all: Vec<Participant> = there.iter().filter(|one| one.upn.is_none()).cloned().collect();
    let count = all.len() + people.len();
    if count > MOST_PEOPLE.max(there.len()) {
        return Err(OptionsError::Many(count));
    }
    for person in people {
        let upn = EmailAddress::parse(&person.upn).map_err(|_| OptionsError::Person(person.upn.clone()))?;
        let known = there
            .iter()
            .find(|one| one.upn.as_deref().is_some_and(|known| known.eq_ignore_ascii_case(upn.as_str())));
        let mut participant = known.cloned().unwrap_or_default();
        participant.upn = Some(participant.upn.unwrap_or_else(|| upn.as_str().to_owned()));
        participant.role = Some(MeetingRole::from(person.role.as_str()));
        all.push(participant);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meeting(more: serde_json::Value) -> OnlineMeeting {
        let mut all = json!({"id": "m", "allowedPresenters": "everyone", "allowMeetingChat": "somethingNew",
            "lobbyBypassSettings": {"scope": "organization", "isDialInBypassEnabled": true},
            "participants": {"attendees": [
                {"upn": "ana@contoso.example", "role": "attendee", "identity": {"user": {"id": "u-ana"}}},
                {"upn": null, "role": "presenter", "identity": {"user": {"id": "guest"}}}]}});
        if let (Some(all), serde_json::Value::Object(more)) = (all.as_object_mut(), more) {
            all.extend(more);
        }
        serde_json::from_value(all).expect("a meeting")
    }

    fn sent(change: &OptionValues) -> serde_json::Value {
        serde_json::to_value(patch(change, &meeting(json!({}))).expect("a patch")).expect("plain data")
    }

    #[test]
    fn only_what_differs_is_sent_and_an_unknown_word_stays() {
        let there = options(&meeting(json!({}))).values;
        assert_eq!(there.chat.as_deref(), Some("somethingNew"), "it is shown as it came");
        assert_eq!(sent(&there), json!({}), "saving what is there changes nothing, known or not");
        let change = OptionValues { lobby: Some("everyone".into()), mic: Some(false), ..there };
        assert_eq!(
            sent(&change),
            json!({"lobbyBypassSettings": {"scope": "everyone"}, "allowAttendeeToEnableMic": false})
        );
    }

    #[test]
    fn the_list_of_people_is_always_whole() {
        let ana = |role: &str| RolePerson { upn: "ANA@contoso.example".into(), role: role.into() };
        let people = |list| OptionValues { people: Some(list), ..OptionValues::default() };
        assert_eq!(
            sent(&people(vec![ana("coorganizer")]))["participants"]["attendees"],
            json!([{"role": "presenter", "identity": {"user": {"id": "guest"}}},
                {"upn": "ana@contoso.example", "role": "coorganizer", "identity": {"user": {"id": "u-ana"}}}]),
            "whoever is left out is taken off the list by Teams"
        );
        let by_role = OptionValues { presenters: Some("roleIsPresenter".into()), ..OptionValues::default() };
        assert_eq!(
            sent(&by_role)["participants"]["attendees"].as_array().map(Vec::len),
            Some(2),
            "the service refuses this choice without the full list"
        );
        let nobody = meeting(json!({"participants": {"attendees": []}}));
        assert!(matches!(patch(&by_role, &nobody), Err(OptionsError::NoPresenter)));
        let typo = people(vec![RolePerson { upn: "ana".into(), role: "presenter".into() }]);
        assert!(matches!(patch(&typo, &nobody), Err(OptionsError::Person(name)) if name == "ana"));
        let crowd = |count| {
            (0..count).map(|n| RolePerson { upn: format!("p{n}@x.example"), role: "attendee".into() })
        };
        assert!(patch(&people(crowd(500).collect()), &nobody).is_ok());
        assert!(matches!(patch(&people(crowd(501).collect()), &nobody), Err(OptionsError::Many(501))));
    }
}
