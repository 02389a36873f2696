//! What the description says of every route alike: what a refusal looks like, and how a desk shows its key.

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, ContentBuilder, OpenApi, PathItem, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{PartialSchema as _, ToSchema as _};

use crate::problem::Problem;

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

#[derive(utoipa::OpenApi)]
#[openapi(info(title = "Lectern, the trusted service", description = "Pages, tickets, and desks."))]
pub struct Described;

/// With what every route has in common.
pub fn whole(mut description: OpenApi) -> String {
    let components = description.components.get_or_insert_default();
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("The key that a desk got when it was paired."))
        .build();
    components.add_security_scheme("device", SecurityScheme::Http(bearer));
    components.schemas.entry(Problem::name().into_owned()).or_insert_with(Problem::schema);
    for item in description.paths.paths.values_mut() {
        for operation in operations(item) {
            let problem = Ref::from_schema_name(Problem::name());
            let refused = ResponseBuilder::new()
                .description("It was refused, or failed: RFC 9457.")
                .content(PROBLEM, ContentBuilder::new().schema(Some(problem)).build())
                .build();
            let responses = &mut operation.responses.responses;
            responses.entry("default".into()).or_insert_with(|| refused.into());
            responses.values_mut().for_each(in_its_own_type);
        }
    }
    // Made by the type itself: it is JSON.
    description.to_pretty_json().unwrap_or_default()
}

/// Whoever describes a refusal names its body; of which type a problem is, is decided in one place.
fn in_its_own_type(response: &mut RefOr<Response>) {
    let RefOr::T(Response { content, .. }) = response else { return };
    let problem = format!("#/components/schemas/{}", Problem::name());
    let is_problem = |content: &RefOr<Content>| match content {
        RefOr::T(Content { schema: Some(RefOr::Ref(found)), .. }) => found.ref_location == problem,
        _ => false,
    };
    if content.get(JSON).is_some_and(is_problem)
        && let Some(moved) = content.shift_remove(JSON)
    {
        content.insert(PROBLEM.into(), moved);
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    [get, put, post, delete, patch].into_iter().flatten()
}

pub fn answer(description: String) -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], description)
}

#[cfg(test)]
mod tests {
    /// As `npm run bindings` asks for it, beside the bindings; the committed copy is compared there.
    #[test]
    fn export_bindings_description() {
        let description = crate::description();
        assert!(description.contains("/v1/pair"), "{description}");
        if let Ok(folder) = std::env::var("TS_RS_EXPORT_DIR") {
            std::fs::create_dir_all(&folder).expect("a folder");
            std::fs::write(std::path::Path::new(&folder).join("openapi.json"), description + "\n")
                .expect("written");
        }
    }
}
