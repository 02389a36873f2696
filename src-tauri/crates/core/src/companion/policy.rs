//! The content security policy of every page that can hold a call: the companion's, and the window's own in
//! `tauri.conf.json`, which a test holds to this table. Each source names what showed that it is needed.

/// Directive, source, evidence.
pub const POLICY: [(&str, &str, &str); 26] = [
    ("default-src", "'none'", "what is not named below is not needed"),
    ("base-uri", "'none'", "the pages have no <base>"),
    ("form-action", "'none'", "forms are handled by script and never sent"),
    ("object-src", "'none'", "no page has plugins"),
    ("script-src", "'self'", "the build's own chunks"),
    (
        "script-src",
        "'wasm-unsafe-eval'",
        "four WebAssembly.instantiate in the calling SDK 1.46.1; allows no script from text",
    ),
    ("worker-src", "'self'", "the build's own chunks"),
    ("worker-src", "blob:", "the calling SDK makes its workers from blobs, at once when it loads"),
    ("style-src", "'self'", "the build's own style sheets"),
    ("style-src", "'unsafe-inline'", "Fluent (Griffel, merge-styles) writes its rules into style elements"),
    ("img-src", "'self'", "the build's own pictures"),
    ("img-src", "data:", "icons inside style sheets; chat pictures arrive as data"),
    (
        "img-src",
        "blob:",
        "pictures in the chat, and avatars, are downloaded with the token and shown from blobs",
    ),
    ("font-src", "'self'", "Inter and the icon fonts ship with the build"),
    ("font-src", "data:", "the composite's file-type icons are a font inside a style sheet"),
    ("media-src", "'self'", "the build's own sounds"),
    ("media-src", "blob:", "the calling SDK plays what it records of itself from blobs"),
    ("media-src", "data:", "the calling SDK's sounds are data addresses"),
    ("connect-src", "'self'", "the page's own files, and the companion's own server"),
    (
        "connect-src",
        "https://*.skype.com",
        "edge.skype.com/trap/tokens and api.flightproxy.skype.com asked for on joining",
    ),
    ("connect-src", "wss://*.skype.com", "the same hosts' sockets (named in the calling SDK's code)"),
    (
        "connect-src",
        "https://*.microsoft.com",
        "ecs., go.trouter., *.events.data. and teams. asked for on loading and joining",
    ),
    ("connect-src", "wss://*.microsoft.com", "trouter's socket (a local server showed the protocol)"),
    (
        "connect-src",
        "https://*.svc.cloud.microsoft",
        "prod.mediabroker.communications.svc.cloud.microsoft in the calling SDK's code",
    ),
    (
        "connect-src",
        "wss://*.svc.cloud.microsoft",
        "the same hosts' sockets, as the calling SDK's code builds their addresses",
    ),
    ("connect-src", "https://*.communication.azure.com", "the resource's own endpoint: the meeting's chat"),
];

/// `default-src 'none'; …`, sources in the table's order.
pub fn header() -> String {
    let mut directives: Vec<(&str, Vec<&str>)> = Vec::new();
    for (directive, source, _) in POLICY {
        match directives.last_mut() {
            Some((name, sources)) if *name == directive => sources.push(source),
            _ => directives.push((directive, vec![source])),
        }
    }
    directives.push(("frame-src", vec!["'self'"]));
    directives.push(("frame-ancestors", vec!["'self'"]));
    let told: Vec<String> =
        directives.iter().map(|(name, sources)| format!("{name} {}", sources.join(" "))).collect();
    told.join("; ")
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    const WINDOW: &str = include_str!("../../../../../tauri.conf.json");
    /// The window's own bridge to the core, which the companion has no part in.
    const BRIDGE: [&str; 2] = ["ipc:", "http://ipc.localhost"];

    type Policy = BTreeMap<String, BTreeSet<String>>;

    fn sources(text: &str) -> BTreeSet<String> {
        text.split_whitespace().filter(|source| !BRIDGE.contains(source)).map(str::to_owned).collect()
    }

    #[test]
    fn the_window_and_the_companion_allow_the_same_and_each_source_has_its_evidence() {
        let window: serde_json::Value = serde_json::from_str(WINDOW).expect("the configuration");
        let window: Policy = window["app"]["security"]["csp"]
            .as_object()
            .expect("its policy")
            .iter()
            .map(|(name, text)| (name.clone(), sources(text.as_str().unwrap_or_default())))
            .collect();
        let companion: Policy = header()
            .split("; ")
            .filter_map(|part| part.split_once(' '))
            .map(|(name, text)| (name.to_owned(), sources(text)))
            .collect();
        assert_eq!(
            companion, window,
            "an address that one of them refuses, a call does without in the other"
        );
        assert!(POLICY.iter().all(|(_, _, evidence)| evidence.len() > 10));
        let scripts = &companion["script-src"];
        assert!(
            scripts.iter().all(|source| !source.contains("unsafe-inline") && source != "'unsafe-eval'"),
            "{scripts:?}"
        );
    }
}
