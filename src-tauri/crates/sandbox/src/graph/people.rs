//! `GET /me` and `GET /users/{id}`.

use axum::http::{Method, StatusCode};
use serde_json::{Map, Value, json};

use super::permit;
use super::refusal::{Outcome, Refusal};
use super::route::Ask;
use crate::wire::Reply;
use crate::world::World;

/// What the directory knows of a person here; `$select` may name nothing else.
const PROPERTIES: [&str; 11] = [
    "businessPhones",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
    "id",
];

pub(crate) fn answer(world: &World, ask: &Ask<'_>) -> Outcome<Reply> {
    if ask.call.method != Method::GET {
        return Err(Refusal::method_not_allowed());
    }
    permit::read_user(&ask.grant)?;
    let other = ask.grant.user.as_ref().is_some_and(|user| *user != ask.owner);
    let may_read_all = ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All"];
    if other && !may_read_all.iter().any(|scope| ask.grant.scopes.contains(*scope)) {
        return Err(Refusal::insufficient_privileges());
    }
    let user = world.tenant.user(&ask.owner).ok_or_else(Refusal::item_not_found)?;
    let whole = json!({
        "businessPhones": [],
        "displayName": user.display_name,
        "givenName": user.given_name,
        "jobTitle": user.job_title,
        "mail": user.mail,
        "mobilePhone": null,
        "officeLocation": user.office_location,
        "preferredLanguage": user.preferred_language,
        "surname": user.surname,
        "userPrincipalName": user.user_principal_name,
        "id": user.id,
    });
    let selected = select(ask)?;
    let mut body = Map::new();
    let context = selected.as_ref().map_or_else(
        || format!("{}/v1.0/$metadata#users/$entity", world.urls.graph),
        |names| format!("{}/v1.0/$metadata#users({})/$entity", world.urls.graph, names.join(",")),
    );
    body.insert("@odata.context".to_owned(), context.into());
    for name in PROPERTIES {
        if selected.as_ref().is_none_or(|names| names.iter().any(|wanted| wanted == name)) {
            body.insert(name.to_owned(), whole[name].clone());
        }
    }
    Ok(Reply::json(StatusCode::OK, Value::Object(body)))
}

fn select(ask: &Ask<'_>) -> Outcome<Option<Vec<String>>> {
    let query = ask.query();
    let Some((_, value)) = query.iter().find(|(name, _)| name.eq_ignore_ascii_case("$select")) else {
        return Ok(None);
    };
    let names = value.split(',').map(|name| {
        let name = name.trim();
        let known = PROPERTIES.iter().find(|known| known.eq_ignore_ascii_case(name));
        known.map(|known| (*known).to_owned()).ok_or_else(|| {
            Refusal::bad_request(
                "BadRequest",
                format!(
                    "Parsing OData Select and Expand failed: Could not find a property named '{name}' on type \
                     'microsoft.graph.user'."
                ),
            )
        })
    });
    names.collect::<Outcome<Vec<_>>>().map(Some)
}
