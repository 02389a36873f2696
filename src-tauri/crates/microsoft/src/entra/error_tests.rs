use super::{EntraError, EntraErrorKind as Kind, ErrorBody};
use std::time::Duration;

fn refusal(body: serde_json::Value, status: u16) -> EntraError {
    let body: ErrorBody = serde_json::from_value(body).expect("a body as Entra writes it");
    EntraError::from_body(body, status, Some(Duration::from_secs(9)))
}

#[test]
fn each_refusal_leads_to_its_own_next_step() {
    let claims = r#"{"access_token":{"capolids":{"essential":true}}}"#;
    for (error, code, extra, expected) in [
        ("invalid_grant", 700_082, None, Kind::InvalidGrant),
        ("invalid_grant", 70043, None, Kind::InvalidGrant),
        ("invalid_grant", 50173, None, Kind::InvalidGrant),
        ("invalid_grant", 700_084, None, Kind::InvalidGrant),
        ("invalid_grant", 65001, None, Kind::ConsentMissing),
        ("invalid_grant", 53003, None, Kind::Blocked),
        ("invalid_grant", 70020, None, Kind::Expired),
        ("invalid_grant", 50076, Some(claims), Kind::InteractionRequired { claims: Some(claims.to_owned()) }),
        ("interaction_required", 50079, None, Kind::InteractionRequired { claims: None }),
        ("interaction_required", 53000, Some(claims), Kind::Blocked),
        ("access_denied", 530_035, None, Kind::Blocked),
        ("access_denied", 65004, None, Kind::Declined),
        ("authorization_declined", 70017, None, Kind::Declined),
        ("expired_token", 70020, None, Kind::Expired),
        ("bad_verification_code", 70018, None, Kind::Expired),
        ("consent_required", 65001, None, Kind::ConsentMissing),
        ("invalid_client", 7_000_215, None, Kind::Client),
        ("unauthorized_client", 700_016, None, Kind::Client),
        ("invalid_resource", 500_011, None, Kind::Client),
        ("invalid_request", 50196, None, Kind::LoopDetected),
        (
            "temporarily_unavailable",
            90033,
            None,
            Kind::Unavailable { retry_after: Some(Duration::from_secs(9)) },
        ),
    ] {
        let body = serde_json::json!({
            "error": error, "error_codes": [code], "claims": extra,
            "error_description": format!("AADSTS{code}: words"), "unheard_of": {"x": 1},
        });
        assert_eq!(refusal(body, 400).kind(), &expected, "{error} with AADSTS{code} leads a person astray");
    }
}

#[test]
fn status_speaks_where_the_service_is_in_trouble() {
    let body = || serde_json::json!({"error": "invalid_request"});
    assert_eq!(refusal(body(), 429).kind(), &Kind::Throttled { retry_after: Some(Duration::from_secs(9)) });
    assert!(
        matches!(refusal(body(), 503).kind(), Kind::Unavailable { .. }),
        "nobody's configuration is wrong when Entra is down"
    );
}

#[test]
fn a_redirects_description_gives_the_code() {
    let error = refusal(
        serde_json::json!({"error": "access_denied", "error_description":
            "AADSTS53003: Access has been blocked by Conditional Access policies. Trace ID: 1 Correlation ID: 2"}),
        400,
    );
    assert_eq!(
        error.kind(),
        &Kind::Blocked,
        "a redirect has no error_codes, and 'declined' would blame the person"
    );
    assert_eq!(error.codes, [53003]);
    assert!(error.description.ends_with("policies."), "ids are for the log: {}", error.description);
}
