//! Over to Teams: each kind of link by each way that leads there, for whoever joins and for whoever hosts. What the
//! system's opener really gets is watched in `desktop/hand-over.test.mjs`.

use lectern_core::desk::Desk;
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::join::hand_over::{self, TeamsWay};
use lectern_core::scheduling::{cancel, host};
use lectern_tests::{Attendee, Organizer, Stage};

use TeamsWay::{App, Browser, Web};

const THREAD: &str = "19%3ameeting_AAAA%40thread.v2/0";
const CHANNEL: &str = "19%3aAAAA%40thread.tacv2/1500000000000";
const PEOPLE: &str = "context=%7b%22Tid%22%3a%2200000000-0000-0000-0000-000000000001%22%2c%22Oid%22%3a%2200000000-0000-0000-0000-000000000002%22%7d";
const LIVE: &str = "context=%7b%22Tid%22%3a%2200000000-0000-0000-0000-000000000001%22%2c%22Oid%22%3a%2200000000-0000-0000-0000-000000000002%22%2c%22IsBroadcastMeeting%22%3atrue%2c%22role%22%3a%22a%22%7d";

/// One of each kind, as it stands in a mail, with the ways to it in the order in which they are offered.
fn kinds() -> Vec<(String, &'static [TeamsWay])> {
    let long =
        |host: &str, thread: &str, context: &str| format!("https://{host}/l/meetup-join/{thread}?{context}");
    vec![
        (long("teams.microsoft.com", THREAD, PEOPLE), &[App, Browser, Web]),
        (long("teams.microsoft.com", CHANNEL, PEOPLE), &[App, Browser, Web]),
        ("https://teams.microsoft.com/meet/2345678901234?p=abcDEF".into(), &[App, Browser, Web]),
        (long("teams.microsoft.com", THREAD, LIVE), &[App, Browser]),
        (long("gov.teams.microsoft.us", THREAD, PEOPLE), &[App, Browser]),
        (long("dod.teams.microsoft.us", THREAD, PEOPLE), &[App, Browser]),
        (long("teams.microsoftonline.cn", THREAD, PEOPLE), &[App, Browser]),
        ("https://teams.live.com/meet/9345678901234?p=abcDEF".into(), &[App, Browser]),
        (
            "https://events.teams.microsoft.com/event/00000000-0000-0000-0000-000000000001@00000000-0000-0000-0000-000000000002".into(),
            &[Browser],
        ),
    ]
}

fn address(link: &str, way: TeamsWay) -> String {
    match way {
        App => link.replacen("https:", "msteams:", 1),
        Browser => link.to_owned(),
        Web => link.replacen("microsoft.com/", "microsoft.com/v2/?meetingjoin=true#/", 1),
    }
}

async fn join(desk: &Desk, link: &str) -> String {
    let view = Attendee::follow(desk, link).await.expect("every link is decided");
    assert!(view.can_open_teams, "{link}: the way into Teams stays open: {view:?}");
    view.join_id
}

#[tokio::test]
async fn each_kind_of_link_is_opened_by_each_way_to_it_and_by_no_other() {
    let stage = Stage::open().await;
    for has_app in [true, false] {
        let organizer = Organizer::at(&stage).await;
        let desk = &organizer.desk;
        hand_over::app_is_there(desk, has_app);
        for (link, offered) in kinds() {
            let join_id = join(desk, &link).await;
            let offered: Vec<TeamsWay> =
                offered.iter().copied().filter(|way| has_app || *way != App).collect();
            let ways = hand_over::ways(desk, &join_id).await.expect("ways");
            assert_eq!(ways.ways, offered, "{link}, app: {has_app}");
            for named in [App, Browser, Web] {
                let given = hand_over::hand_over(desk, &join_id, Some(named)).await.expect("an address");
                let way = given.told.way;
                if offered.contains(&named) {
                    assert_eq!(way, named, "{link}: the person is told what was really asked");
                    let chosen = hand_over::ways(desk, &join_id).await.expect("ways").chosen;
                    assert!(
                        offered.len() == 1 || chosen == named,
                        "{link}: {named:?} is remembered: {chosen:?}"
                    );
                }
                assert!(
                    offered.contains(&way),
                    "{link}: {named:?} leads nowhere here, so {way:?} must not be it"
                );
                assert_eq!(given.address, address(&link, way), "{way:?} opens this meeting and nothing else");
                assert_eq!(given.told.link, link, "what one can copy is the link itself");
            }
        }
    }
    stage.close("ways into Teams").await;
}

#[tokio::test]
async fn the_way_that_was_taken_is_taken_again_where_the_next_meeting_has_it() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    hand_over::app_is_there(desk, true);
    let (meeting, live) = (&kinds()[0].0, &kinds()[3].0);
    let first = join(desk, meeting).await;
    let unasked = hand_over::hand_over(desk, &first, None).await.expect("an address");
    assert_eq!(unasked.told.way, App, "who has the app and never chose is taken there");
    hand_over::hand_over(desk, &first, Some(Web)).await.expect("an address");
    let again = join(desk, meeting).await;
    assert_eq!(hand_over::hand_over(desk, &again, None).await.expect("an address").told.way, Web);
    let other = join(desk, live).await;
    let given = hand_over::hand_over(desk, &other, None).await.expect("an address");
    assert_eq!(given.told.way, App, "a live event has no such address, and nobody is left without one");
    let third = join(desk, meeting).await;
    assert_eq!(hand_over::ways(desk, &third).await.expect("ways").chosen, Web, "and the choice is kept");
    stage.close("the remembered way").await;
}

#[tokio::test]
async fn a_host_opens_the_event_by_the_same_ways_and_a_cancelled_one_by_none() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    hand_over::app_is_there(desk, true);
    let event = organizer.event("Hosted", None).await;
    assert_eq!(host::ways(desk, &event).await.expect("ways").ways, [App, Browser, Web]);
    let given = host::open(desk, &event, None).await.expect("an address");
    assert_eq!(given.told.way, App, "one click, and the app has the meeting");
    assert!(given.told.link.starts_with("https://teams.microsoft.com/l/meetup-join/"), "{}", given.told.link);
    assert_eq!(given.address, address(&given.told.link, App));
    let given = host::open(desk, &event, Some(Browser)).await.expect("an address");
    assert_eq!(given.address, given.told.link);
    assert_eq!(host::ways(desk, &event).await.expect("ways").chosen, Browser, "the choice is remembered");
    let guest = join(desk, &given.told.link).await;
    assert_eq!(hand_over::ways(desk, &guest).await.expect("ways").chosen, Browser, "for all of this profile");
    cancel::cancel(desk, &event, "").await.expect("cancelled");
    let told = CommandError::from(host::open(desk, &event, None).await.err().expect("nobody hosts it"));
    assert_eq!(told.code, ErrorCode::Refused, "{told}");
    let told = CommandError::from(host::ways(desk, "nowhere").await.err().expect("there is no such event"));
    assert_eq!(told.code, ErrorCode::NotFound, "{told}");
    stage.close("a host in Teams").await;
}
