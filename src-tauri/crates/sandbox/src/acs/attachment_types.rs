//! The content types that attachments may have (email attachment allowed MIME types).

const ALLOWED: &[&str] = &[
    "application/gzip",
    "application/json",
    "application/msword",
    "application/octet-stream",
    "application/pdf",
    "application/rtf",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/xml",
    "application/zip",
    "audio/mpeg",
    "audio/wav",
    "image/avif",
    "image/bmp",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/svg+xml",
    "image/tiff",
    "image/webp",
    "text/calendar",
    "text/csv",
    "text/html",
    "text/plain",
    "text/vcard",
    "text/xml",
    "video/mp4",
    "video/mpeg",
    "video/quicktime",
];

/// Whether a content type, its parameters aside, is on the list.
pub(crate) fn allowed(content_type: &str) -> bool {
    let bare = content_type.split(';').next().unwrap_or_default().trim();
    ALLOWED.iter().any(|known| known.eq_ignore_ascii_case(bare))
}
