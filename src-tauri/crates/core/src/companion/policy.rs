//! The content security policy of every page that can hold a call: the companion's, and the window's own in
//! `tauri.conf.json`, which a test holds to this table. Each source names what showed that it is needed.

/// Directive, source, evidence.
pub const POLICY: [(&str, &str, &str); 25] = [
    ("default-src", "'none'", "what is not named below is not needed"),
    ("base-uri", "'none'", "the pages have no <base>"),
    ("form-action", "'none'", "forms are handled by script and never sent"),
    ("object-src", "'none'", "no plugins"),
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
