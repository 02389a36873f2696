//! The people of webinars and town halls: who runs it, who speaks, who is invited.

use lectern_core::desk::Desk;
use lectern_core::error::CommandError;
use lectern_core::virtual_events::colleagues::Colleague;
use lectern_core::virtual_events::invited::{self, InvitedChange};
use lectern_core::virtual_events::presenter_details::{self, PresenterChange};
use lectern_core::virtual_events::presenters::{self, NewPresenter, Presenter};
use lectern_core::virtual_events::{co_organizers, refresh};
use serde_json::json;

use crate::opening::invalid;
use crate::output::Output;
use crate::virtual_arguments::{CoOrganizersArgs, InvitedArgs, PresenterArgs, PresenterEditArgs, Presenters};
use crate::virtual_events::some;

pub async fn co_organizers(desk: &Desk, args: CoOrganizersArgs, output: Output) -> Result<(), CommandError> {
    let CoOrganizersArgs { id, set, none, add, remove } = args;
    let mut event = match (set.as_slice(), none) {
        ([], false) => co_organizers::read(desk, &id).await?,
        _ => co_organizers::set(desk, &id, &set).await?,
    };
    for who in add {
        event = co_organizers::add(desk, &id, &who).await?;
    }
    for who in remove {
        event = co_organizers::remove(desk, &id, &who).await?;
    }
    output.result(&json!({"coOrganizers": event.co_organizers}), |_| {
        some(event.co_organizers.iter().map(colleague), "Nobody beside you.")
    });
    Ok(())
}

pub async fn invited(desk: &Desk, args: InvitedArgs, output: Output) -> Result<(), CommandError> {
    let InvitedArgs { id, only, everybody, add, remove } = args;
    let only = only.then_some(true).or(everybody.then_some(false));
    let event = if only.is_none() && add.is_empty() && remove.is_empty() {
        refresh::refresh(desk, &id, true).await?
    } else {
        invited::change(desk, &id, InvitedChange { only, add, remove }).await?
    };
    let invited = event.invited.unwrap_or_default();
    output.result(&json!({"inviteOnly": invited.only, "invited": invited.people}), |_| {
        let who = if invited.only { "Only the invited can watch." } else { "Whoever may come can watch." };
        format!("{who}\n{}", some(invited.people.iter().map(colleague), "Nobody is invited."))
    });
    Ok(())
}

fn colleague(one: &Colleague) -> String {
    let named = [one.name.as_deref(), one.email.as_deref()].into_iter().flatten();
    std::iter::once(one.id.as_str()).chain(named).collect::<Vec<_>>().join("  ")
}

pub async fn presenters(desk: &Desk, what: Presenters, output: Output) -> Result<(), CommandError> {
    let event = match what {
        Presenters::List { id } => presenters::read(desk, &id).await?,
        Presenters::Remove { id, presenter } => presenters::remove(desk, &id, &presenter).await?,
        Presenters::Add(PresenterArgs { id, user_id, name, email, job_title, company, bio, linked_in }) => {
            let new = NewPresenter { user_id, name, email, job_title, company, bio, linked_in };
            presenters::add(desk, &id, new).await?
        }
        Presenters::Edit(args) => {
            let PresenterEditArgs { id, presenter, job_title, company, bio, linked_in, overwrite } = args;
            if [&job_title, &company, &bio, &linked_in].into_iter().all(Option::is_none) {
                return Err(invalid("Name what to change: --job-title, --company, --bio or --linked-in."));
            }
            let change = PresenterChange { job_title, company, bio, linked_in, overwrite };
            presenter_details::change(desk, &id, &presenter, change).await?
        }
    };
    output.result(&json!({"presenters": event.presenters}), |_| {
        some(event.presenters.iter().map(presenter), "No presenters yet.")
    });
    Ok(())
}

fn presenter(one: &Presenter) -> String {
    let email = one.email.as_deref().unwrap_or_default();
    let details: Vec<_> = [&one.job_title, &one.company].into_iter().flatten().map(String::as_str).collect();
    format!("{}  {}  {email}  {}", one.id, one.name, details.join(", ")).trim_end().to_owned()
}
