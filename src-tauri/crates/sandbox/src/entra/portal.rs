//! `/portal`: the sign-in page of a hotel's network. It stands here so that a browser finds it; once its terms are
//! accepted, nobody answers in the services' place any more.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::{browser, form, pages};
use crate::network::Network;
use crate::world::{Shared, lock};

pub(super) async fn get(State(shared): State<Shared>) -> Response {
    if lock(&shared).network.between.is_some() {
        pages::hotel_terms()
    } else {
        pages::message("Grand Hotel Wi-Fi", "You are connected. You may now close this window.")
    }
}

pub(super) async fn post(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    let mut world = lock(&shared);
    if !browser::same_origin(&headers, &world.urls.entra) {
        return pages::refused(&form::malformed("invalid_request"));
    }
    world.network = Network::default();
    pages::message(
        "Grand Hotel Wi-Fi",
        "You are connected. You may now close this window and try again in Lectern.",
    )
}
