//! Somebody who got a mail and follows its link.

use lectern_core::desk::Desk;
use lectern_core::join::offers::WebviewAbilities;
use lectern_core::join::prepare::{self, JoinRequest, JoinView, PrepareError};
use serde_json::Value;

use crate::Stage;

pub struct Attendee {
    mail: Value,
}

impl Attendee {
    /// Opens the one mail that came for this address.
    pub async fn reading_mail(stage: &Stage, address: &str) -> Self {
        let mut mails = stage.mail().await;
        mails.retain(|mail| mail["to"] == address);
        assert_eq!(mails.len(), 1, "{address} gets one confirmation, neither none nor two: {mails:?}");
        Self { mail: mails.remove(0) }
    }

    pub fn of(mail: Value) -> Self {
        Self { mail }
    }

    pub fn text(&self) -> &str {
        self.mail["text"].as_str().unwrap_or_default()
    }

    pub fn mail(&self) -> &Value {
        &self.mail
    }

    /// The calendar file that came along.
    pub fn calendar(&self) -> String {
        let coded = self.mail["attachments"][0]["contentBase64"].as_str().expect("a calendar file");
        let value = |letter: u8| {
            const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
            LETTERS.iter().position(|known| *known == letter).and_then(|place| u32::try_from(place).ok())
        };
        let (mut bytes, mut kept, mut bits) = (Vec::new(), 0u32, 0);
        for sextet in coded.bytes().filter_map(value) {
            (kept, bits) = ((kept << 6 | sextet) & 0x3fff, bits + 6);
            if bits >= 8 {
                bits -= 8;
                bytes.push(u8::try_from(kept >> bits & 0xff).expect("eight bits"));
            }
        }
        String::from_utf8(bytes).expect("a calendar file is text")
    }

    /// The https link of Teams and Lectern's own, in the order in which they stand.
    pub fn links(&self) -> Vec<String> {
        let words = self.text().split_whitespace();
        words.filter(|word| word.contains("://")).map(str::to_owned).collect()
    }

    pub fn lectern_link(&self) -> String {
        let links = self.links();
        let found = links.iter().find(|link| link.starts_with("lectern-sandbox://join?"));
        found.unwrap_or_else(|| panic!("the mail holds a Lectern link: {links:?}")).clone()
    }

    /// Follows any link at a desk whose webview has no WebRTC, as on Debian.
    pub async fn follow(desk: &Desk, input: &str) -> Result<JoinView, PrepareError> {
        let abilities = WebviewAbilities { secure_context: true, rtc: false, get_user_media: false };
        let request = JoinRequest {
            input: input.to_owned(),
            passcode: None,
            abilities: Some(abilities),
            confirmed_service: None,
            separate: prepare::Separate::Never,
        };
        prepare::prepare(desk, request).await
    }

    /// Follows it and says yes to the service that it names.
    pub async fn follow_trusting(desk: &Desk, input: &str, service: &str) -> Result<JoinView, PrepareError> {
        let abilities = WebviewAbilities { secure_context: true, rtc: false, get_user_media: false };
        let request = JoinRequest {
            input: input.to_owned(),
            passcode: None,
            abilities: Some(abilities),
            confirmed_service: Some(service.to_owned()),
            separate: prepare::Separate::Never,
        };
        prepare::prepare(desk, request).await
    }
}
