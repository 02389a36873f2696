//! "Does ACS Email take List-Unsubscribe among a mail's headers?" Whether it arrives, the mail alone shows.

use super::Answer;
use super::mail::Post;
use crate::desk::Desk;

pub(super) async fn ask(desk: &Desk, post: &Post) -> Answer {
    let mut email = post.email(
        "Lectern’s probe: a header",
        "This mail was sent with List-Unsubscribe. In its source you can see whether the header came.",
    );
    let back = format!("<mailto:{}?subject=unsubscribe>", post.sender);
    email.headers.insert("List-Unsubscribe".into(), back);
    match post.takes(desk.chance().uuid(), &email).await {
        Ok(()) => Answer::word("accepted"),
        Err(refused) if refused.status() == Some(400) => Answer::word("refused"),
        Err(refused) => Answer::Open(refused.told()),
    }
}
