//! The pages for people: entering a code, approving a sign-in, and why not. They need no script.

use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_FRAME_OPTIONS,
};
use axum::response::{IntoResponse, Response};

use super::refusal::Refusal;
use crate::tenant::Tenant;

const STYLE: &str = "body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f5f5f5;color:#242424;\
font:16px/1.5 'Segoe UI',system-ui,sans-serif}main{background:#fff;padding:40px;width:min(400px,calc(100vw - 112px));\
border-radius:8px;box-shadow:0 2px 12px #0002}h1{font-size:24px;font-weight:600;margin:0 0 4px}p{margin:0 0 20px}\
.note{color:#616161;font-size:14px}label{display:block;font-weight:600;margin-bottom:4px}\
input[type=text],select{box-sizing:border-box;width:100%;padding:8px 12px;font:inherit;border:1px solid #616161;\
border-radius:4px;margin-bottom:20px}input[name=user_code]{letter-spacing:.2em;text-transform:uppercase}\
button{font:inherit;font-weight:600;padding:8px 20px;border-radius:4px;border:1px solid #616161;background:#fff;\
cursor:pointer}button.primary{background:#5b5fc7;border-color:#5b5fc7;color:#fff}.buttons{display:flex;gap:8px}\
:focus-visible{outline:2px solid #242424;outline-offset:2px}.error{color:#b10e1c;font-weight:600}code{overflow-wrap:anywhere}";

/// A page; `body` is markup.
fn page(status: StatusCode, title: &str, body: &str) -> Response {
    // A redirect after a form goes to the application's own address, so form-action stays open.
    let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title} – Lectern sandbox</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}</style></head><body><main>{body}\
         <p class=\"note\">This is the sandbox: no Microsoft service is involved.</p></main></body></html>",
        title = escape(title)
    );
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, policy),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "no-referrer"),
    ];
    (status, headers, html).into_response()
}

pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// One sentence under a heading.
pub(super) fn message(title: &str, text: &str) -> Response {
    page(StatusCode::OK, title, &format!("<h1>{}</h1><p>{}</p>", escape(title), escape(text)))
}

/// A refusal that may not be sent to a redirect address.
pub(super) fn refused(refusal: &Refusal) -> Response {
    let text = format!(
        "<h1>Sign in</h1><p>Sorry, but we’re having trouble signing you in.</p><p><code>{}</code></p>",
        escape(&refusal.headline())
    );
    page(StatusCode::BAD_REQUEST, "Sign in", &text)
}

/// The terms of a network that wants people to sign in first.
pub(super) fn hotel_terms() -> Response {
    let body = "<h1>Grand Hotel Wi-Fi</h1><p>Accept our terms to use the internet.</p><form method=\"post\" \
                action=\"/portal\"><div class=\"buttons\"><button class=\"primary\" autofocus>Accept and connect</button>\
                </div></form>";
    page(StatusCode::OK, "Grand Hotel Wi-Fi", body)
}

/// Where a user code is typed in.
pub(super) fn enter_code(flow: &str, user_code: &str, problem: Option<&str>) -> Response {
    let problem = problem.map(|text| format!("<p class=\"error\" role=\"alert\">{}</p>", escape(text)));
    let body = format!(
        "<h1>Enter code</h1><p>Enter the code that is shown in the application or on the device.</p>{}\
         <form method=\"post\" action=\"/devicelogin\">{}<label for=\"code\">Code</label>\
         <input type=\"text\" id=\"code\" name=\"user_code\" value=\"{}\" autocomplete=\"off\" required autofocus>\
         <div class=\"buttons\"><button class=\"primary\">Next</button></div></form>",
        problem.unwrap_or_default(),
        hidden("flow", flow),
        escape(user_code)
    );
    page(StatusCode::OK, "Enter code", &body)
}

/// What a person decides about.
pub(super) struct Question<'a> {
    pub action: &'a str,
    pub application: &'a str,
    pub scopes: &'a str,
    pub flow: &'a str,
    /// Kept through the form, with the device flow.
    pub user_code: Option<&'a str>,
    /// The user that is chosen beforehand.
    pub user: Option<&'a str>,
}

/// Who signs in, and yes or no.
pub(super) fn decide(tenant: &Tenant, question: &Question) -> Response {
    let chosen = question.user.and_then(|name| tenant.find_user(name)).unwrap_or(tenant.default_user());
    let option = |user: &crate::tenant::User| {
        let selected = if user.id == chosen.id { " selected" } else { "" };
        let (name, address) = (escape(&user.display_name), escape(&user.user_principal_name));
        format!("<option value=\"{}\"{selected}>{name} ({address})</option>", escape(&user.id))
    };
    let options: String = tenant.users.iter().map(option).collect();
    let asked = if question.scopes.is_empty() {
        String::new()
    } else {
        format!("<p>It asks for: <code>{}</code></p>", escape(question.scopes))
    };
    let body = format!(
        "<h1>Sign in to {}</h1><p>{}</p>{asked}<form method=\"post\" action=\"{}\">{}{}\
         <label for=\"user\">Account</label><select id=\"user\" name=\"user\">{options}</select><div class=\"buttons\">\
         <button class=\"primary\" name=\"decision\" value=\"approve\">Accept</button>\
         <button name=\"decision\" value=\"deny\">Cancel</button></div></form>",
        escape(question.application),
        escape(&tenant.display_name),
        escape(question.action),
        hidden("flow", question.flow),
        question.user_code.map(|code| hidden("user_code", code)).unwrap_or_default(),
    );
    page(StatusCode::OK, "Sign in", &body)
}

/// `response_mode=form_post`: the answer as a form, sent by a button since there is no script.
pub(super) fn form_post(redirect_uri: &str, fields: &[(&str, String)]) -> Response {
    let fields: String = fields.iter().map(|(name, value)| hidden(name, value)).collect();
    let body = format!(
        "<h1>Sign in</h1><p>You are signed in. Go on to the application.</p><form method=\"post\" action=\"{}\">{fields}\
         <div class=\"buttons\"><button class=\"primary\" autofocus>Continue</button></div></form>",
        escape(redirect_uri)
    );
    page(StatusCode::OK, "Sign in", &body)
}

fn hidden(name: &str, value: &str) -> String {
    format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", escape(name), escape(value))
}
