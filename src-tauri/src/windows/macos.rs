//! macOS (not run here): WKWebView leaves the words out of its name by which the calling SDK knows Safari, and the SDK
//! then takes it for an unknown browser. 17.4 is what it asks for and what every system that Lectern runs on has
//! (`minimumSystemVersion`).

pub(super) const USER_AGENT: Option<&str> = Some(
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) \
     Version/17.4 Safari/605.1.15",
);
