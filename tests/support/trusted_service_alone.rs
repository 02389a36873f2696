//! The trusted service's stand-in by itself, for driving a window by hand or by a script:
//!
//! ```text
//! cargo run -p lectern-tests --example trusted_service -- --meeting LINK --ca-file FILE
//!     [--endpoint https://RESOURCE.communication.azure.com] [--user-id 8:acs:…] [--token TOKEN] [--name NAME] [--port N]
//! ```
//!
//! Prints one line of JSON (origin, ca, ticket, link) and serves until it is stopped. Start the program that is to trust
//! it with `SSL_CERT_FILE` naming the file. Without `--token` the token is one that no calling service takes.

use std::collections::HashMap;

use lectern_tests::{Reply, TrustedService, token};
use serde_json::json;

const TICKET: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
const USER: &str = "8:acs:b2f6c9d1-37e4-4f0a-8c5d-61a9e0743b28_00000007-0464-274b-b274-5a3a0d000101";
const DAY: i64 = 24 * 3600;

#[tokio::main]
async fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let given: HashMap<&str, &str> =
        words.chunks_exact(2).map(|pair| (pair[0].trim_start_matches("--"), pair[1].as_str())).collect();
    let or = |name: &str, otherwise: &str| given.get(name).copied().unwrap_or(otherwise).to_owned();
    let meeting = given.get("meeting").expect("--meeting LINK");
    let ca_file = given.get("ca-file").expect("--ca-file FILE");
    let service = TrustedService::https_at(or("port", "0").parse().expect("a port")).await;
    std::fs::write(ca_file, service.ca_pem.as_deref().unwrap_or_default()).expect("the certificate's file");
    #[expect(clippy::disallowed_methods, reason = "a stand-in's token ends a day from now")]
    let expires = jiff::Timestamp::now().as_second() + DAY;
    let until = jiff::Timestamp::from_second(expires).expect("tomorrow").to_string();
    let user = or("user-id", USER);
    let pass = given.get("token").map_or_else(|| token(&user, expires), |given| (*given).to_owned());
    service.answers(Reply::Json(
        200,
        json!({"joinTarget": {"meetingLink": meeting}, "userId": user, "displayName": or("name", "Ana Reyes"),
               "endpoint": or("endpoint", "https://contoso.communication.azure.com"), "token": pass,
               "expiresOn": until, "refreshKey": "alone"}),
    ));
    service.renews(Reply::Json(200, json!({"token": pass, "expiresOn": until})));
    #[expect(clippy::print_stdout, reason = "whoever started it reads where it is")]
    {
        let link = service.link("lectern", TICKET, None);
        println!("{}", json!({"origin": service.origin, "ca": ca_file, "ticket": TICKET, "link": link}));
    }
    std::future::pending::<()>().await;
}
