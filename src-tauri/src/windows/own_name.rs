//! Linux and Windows: the webview goes by its own name. WebView2's is Edge's, and WebKitGTK makes no calls under any.

pub(super) const USER_AGENT: Option<&str> = None;
