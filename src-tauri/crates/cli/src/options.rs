//! Who may do what in an event's meeting.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use lectern_core::desk::Desk;
use lectern_core::error::CommandError;
use lectern_core::scheduling::options::{self, MeetingOptions, OptionValues, OptionsChange, RolePerson};

use crate::opening::invalid;
use crate::output::Output;

#[derive(Args)]
pub struct OptionArgs {
    pub id: String,
    /// Who comes in without waiting: organizer, organization, organizationAndFederated, everyone, invited or
    /// organizationExcludingGuests.
    #[arg(long)]
    pub lobby: Option<String>,
    /// Whether those who dial in come in without waiting.
    #[arg(long)]
    pub lobby_dial_in: Option<Switch>,
    /// Who lets people in: organizerAndCoOrganizersAndPresenters or organizerAndCoOrganizers.
    #[arg(long)]
    pub admitters: Option<String>,
    /// Who may present: everyone, organization, roleIsPresenter or organizer.
    #[arg(long)]
    pub presenters: Option<String>,
    /// enabled, disabled or limited (to the time of the meeting).
    #[arg(long)]
    pub chat: Option<String>,
    #[arg(long)]
    pub camera: Option<Switch>,
    #[arg(long)]
    pub mic: Option<Switch>,
    #[arg(long)]
    pub reactions: Option<Switch>,
    #[arg(long)]
    pub recording: Option<Switch>,
    #[arg(long)]
    pub transcription: Option<Switch>,
    #[arg(long)]
    pub record_automatically: Option<Switch>,
    /// Whether entering and leaving is announced.
    #[arg(long)]
    pub announced: Option<Switch>,
    /// Makes this person (a sign-in name) a co-organizer. May be given more than once.
    #[arg(long, value_name = "UPN")]
    pub co_organizer: Vec<String>,
    #[arg(long, value_name = "UPN")]
    pub presenter: Vec<String>,
    /// Takes a role away again.
    #[arg(long, value_name = "UPN")]
    pub attendee: Vec<String>,
    /// What an earlier `events options --json` has told: what was changed in Teams since then is not written over.
    #[arg(long, value_name = "FILE")]
    pub seen: Option<PathBuf>,
    /// Also over what was changed in Teams meanwhile.
    #[arg(long)]
    pub overwrite: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    On,
    Off,
}

pub async fn run(desk: &Desk, args: OptionArgs, output: Output) -> Result<(), CommandError> {
    let id = args.id.clone();
    let there = options::show(desk, &id).await?;
    let (overwrite, seen) = (args.overwrite, args.seen.as_deref().map(seen).transpose()?);
    let values = wanted(args, &there);
    let now = if values == OptionValues::default() {
        there
    } else {
        // Without an earlier answer it is compared with what was just read: another's change in this very moment is told.
        let shown = Some(seen.unwrap_or(there.values));
        options::change(desk, &id, OptionsChange { values, shown, overwrite }).await?
    };
    output.result(&now, shown);
    Ok(())
}

fn seen(file: &Path) -> Result<OptionValues, CommandError> {
    let told = std::fs::read(file).map_err(|error| invalid(&format!("{}: {error}", file.display())))?;
    serde_json::from_slice(&told).map_err(|error| {
        invalid(&format!("{} is no answer of `events options --json`: {error}", file.display()))
    })
}

fn wanted(args: OptionArgs, there: &MeetingOptions) -> OptionValues {
    let switch = |given: Option<Switch>| given.map(|given| given == Switch::On);
    let roles =
        [("coorganizer", args.co_organizer), ("presenter", args.presenter), ("attendee", args.attendee)];
    let named = roles.iter().any(|(_, people)| !people.is_empty());
    let mut people = there.values.people.clone().unwrap_or_default();
    for (role, upn) in
        roles.into_iter().flat_map(|(role, people)| people.into_iter().map(move |upn| (role, upn)))
    {
        match people.iter_mut().find(|person| person.upn.eq_ignore_ascii_case(&upn)) {
            Some(person) => role.clone_into(&mut person.role),
            None => people.push(RolePerson { upn, role: role.to_owned() }),
        }
    }
    OptionValues {
        lobby: args.lobby,
        lobby_dial_in: switch(args.lobby_dial_in),
        admitters: args.admitters,
        presenters: args.presenters,
        chat: args.chat,
        camera: switch(args.camera),
        mic: switch(args.mic),
        reactions: switch(args.reactions),
        recording: switch(args.recording),
        transcription: switch(args.transcription),
        record_automatically: switch(args.record_automatically),
        announced: switch(args.announced),
        people: named.then_some(people),
    }
}

fn shown(now: &MeetingOptions) -> String {
    let OptionValues { lobby, lobby_dial_in, admitters, presenters, chat, camera, mic, .. } = &now.values;
    let OptionValues { reactions, recording, transcription, record_automatically, announced, people, .. } =
        &now.values;
    let word = |word: &Option<String>| word.clone().unwrap_or_else(|| "not told".to_owned());
    let switch = |on: &Option<bool>| match on {
        Some(true) => "on".to_owned(),
        Some(false) => "off".to_owned(),
        None => "not told".to_owned(),
    };
    let mut lines: Vec<String> = [
        ("lobby", word(lobby)),
        ("lobby-dial-in", switch(lobby_dial_in)),
        ("admitters", word(admitters)),
        ("presenters", word(presenters)),
        ("chat", word(chat)),
        ("camera", switch(camera)),
        ("mic", switch(mic)),
        ("reactions", switch(reactions)),
        ("recording", switch(recording)),
        ("transcription", switch(transcription)),
        ("record-automatically", switch(record_automatically)),
        ("announced", switch(announced)),
        ("passcode", format!("{} (only Teams can change it)", switch(&now.passcode_required))),
    ]
    .into_iter()
    .map(|(name, value)| format!("  {name:<21}{value}"))
    .collect();
    for person in people.iter().flatten() {
        lines.push(format!("  {:<21}{}", person.role, person.upn));
    }
    lines.extend(now.teams_url.iter().map(|url| format!("  more, in Teams       {url}")));
    lines.join("\n")
}
