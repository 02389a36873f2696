//! Each cloud has what it has: what one lacks is told in words, and nobody asks it for that.

use lectern_core::clouds::{self, Availability, FeatureName};
use lectern_core::doctor::{self, CheckStatus};
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::external_registration::switch;
use lectern_core::profile::CloudName;
use lectern_core::scheduling::options;
use lectern_core::virtual_events::list;
use lectern_tests::{Organizer, Stage, Terminal};
use serde_json::{Value, json};

const CLOUDS: [(&str, CloudName); 4] = [
    ("global", CloudName::Global),
    ("usGovL4", CloudName::UsGovL4),
    ("usGovL5", CloudName::UsGovL5),
    ("china", CloudName::China),
];

async fn asked(stage: &Stage, part: &str) -> usize {
    stage.traffic().await.iter().filter(|call| call.path().contains(part)).count()
}

#[tokio::test]
async fn the_main_job_works_in_each_and_what_is_lacking_is_not_asked_for() {
    for (played, name) in CLOUDS {
        let stage = Stage::with(json!({ "cloud": played })).await;
        let organizer = Organizer::at(&stage).await;
        let desk = &organizer.desk;
        assert_eq!(clouds::own(desk), name);
        let event = organizer.event("In each cloud", None).await;
        let guests = organizer.guests(&event, 2).await;
        assert_eq!(organizer.send().await.sent, 2, "{played}: events and mail are everywhere");
        assert_eq!(stage.recipients().await, guests);

        let has = |feature| {
            let view = clouds::view(name);
            let found =
                view.features.into_iter().find(|found| found.feature == feature).expect("in the table");
            found.availability != Availability::Lacking
        };
        let shown = options::show(desk, &event).await;
        if has(FeatureName::OnlineMeetings) {
            shown.expect("its options are read");
        } else {
            let told = CommandError::from(shown.expect_err("no program sets them there"));
            assert_eq!(told.code, ErrorCode::Refused, "{played}");
            assert!(told.message.contains("Teams' own page"), "{played}: another way is named: {told}");
            let checks = doctor::run::run(desk).await;
            let meetings = checks.into_iter().find(|check| check.id == "meetings").expect("a check");
            assert_eq!(meetings.status, CheckStatus::Skipped, "{played}: nothing to mend");
            assert_eq!(asked(&stage, "onlineMeetings").await, 0, "{played}: what is not there is not asked");
        }
        assert_eq!(list::offered(desk), has(FeatureName::VirtualEvents), "{played}: webinars");
        switch::switch(desk, true).await.expect("switched on");
        if !has(FeatureName::MeetingRegistration) {
            let refused = lectern_core::external_registration::open::probe(desk, &event).await;
            let told = CommandError::from(refused.map(drop).expect_err("not in this cloud"));
            assert_eq!(told.code, ErrorCode::Refused, "{played}: {told}");
            assert_eq!(asked(&stage, "/beta/").await, 0, "{played}");
        }
        assert_eq!(asked(&stage, "virtualEvents").await, 0, "{played}");
        stage.close(&format!("the main job in {played}")).await;
    }
}

#[tokio::test]
async fn the_terminal_tells_all_four() {
    let home = tempfile::tempdir().expect("a home");
    let told: Value = Terminal::bare(home.path()).run(&["profile", "clouds"]).await.json();
    let all = told.as_array().expect("four of them");
    assert_eq!(all.len(), 4);
    assert!(all.iter().all(|cloud| cloud["features"].as_array().is_some_and(|features| features.len() == 8)));
}
