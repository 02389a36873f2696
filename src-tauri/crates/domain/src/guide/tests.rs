use super::*;

fn every() -> impl Iterator<Item = Needs> {
    let flags = 0..1_u32 << 7;
    flags.flat_map(|bits| {
        let on = move |n: u32| bits & (1 << n) != 0;
        Cloud::ALL.into_iter().flat_map(move |cloud| {
            [Size::UpTo250, Size::UpTo350, Size::UpTo1000, Size::More].into_iter().map(move |size| Needs {
                registers: on(0),
                stay_in_app: on(1),
                size,
                webinar_features: on(2),
                teams_premium: on(3),
                outsiders: on(4),
                sms: on(5),
                kiosks: on(6),
                cloud,
            })
        })
    })
}

fn unmet<'a>(plan: &'a Plan, need: &str) -> Option<&'a Unmet> {
    plan.unmet.iter().find(|unmet| unmet.need == need)
}

#[test]
fn every_combination_of_answers_has_an_answer_without_contradiction() {
    let mut asked = 0;
    for needs in every() {
        asked += 1;
        let advice = advise(&needs);
        let first = &advice.plans[0];
        assert_eq!(first.level, advice.recommended, "{needs:?}: what is recommended comes first");
        assert_eq!(first.impossible, None, "{needs:?}: nobody is sent where nothing is");
        assert!(!advice.why.is_empty(), "{needs:?}: a recommendation without a reason is an order");
        assert_eq!(advice.plans.len(), Level::ALL.len(), "{needs:?}: the others stand beside it, each once");
        for plan in &advice.plans {
            holds_together(plan, &needs);
        }
    }
    assert_eq!(asked, 128 * 5 * 4, "all of them");
}

fn holds_together(plan: &Plan, needs: &Needs) {
    let told = format!("{:?} for {needs:?}", plan.level);
    if plan.join == JoinPlace::Here {
        assert!(needs.cloud.embeds(), "{told}: D4 lets nobody join a meeting of that cloud outside Teams");
        assert!(needs.size <= Size::UpTo350, "{told}: the calling SDK's limit");
        assert_eq!(plan.kind, EventKind::Meeting, "{told}: guests can join meetings only");
        assert_eq!(plan.level, Level::OwnRegistration, "{told}: a pass takes a ticket");
    }
    assert_eq!(
        plan.impossible.is_some(),
        plan.level == Level::Webinar && !needs.cloud.has_virtual_events(),
        "{told}: impossible is what Graph has not got there"
    );
    let stays = plan.join == JoinPlace::Here;
    assert_eq!(unmet(plan, "stayInApp").is_some(), needs.stay_in_app && !stays, "{told}: met, or told");
    let webinar = plan.level == Level::Webinar;
    assert_eq!(unmet(plan, "webinarFeatures").is_some(), needs.webinar_features && !webinar, "{told}");
    assert_eq!(unmet(plan, "size").is_some(), needs.size == Size::More && !webinar, "{told}");
    assert_eq!(unmet(plan, "sms").is_some(), needs.sms, "{told}: nothing is promised that is not built");
    assert_eq!(unmet(plan, "kiosks").is_some(), needs.kiosks, "{told}");
    for (what, points) in [("costs", &plan.costs), ("needs", &plan.needs), ("cannot", &plan.cannot)] {
        assert!(!points.is_empty(), "{told}: {what}: each level says all three");
        for point in points {
            assert!(!point.source.is_empty(), "{told}: {} is from nowhere", point.text);
            assert!(!point.text.contains(['$', '€', '£']), "{told}: no price is known: {}", point.text);
        }
    }
}

#[test]
fn what_is_asked_for_decides() {
    let list = Needs { registers: true, ..Needs::default() };
    let stay = Needs { stay_in_app: true, ..Needs::default() };
    let features = Needs { webinar_features: true, ..Needs::default() };
    for (needs, level, join) in [
        (Needs::default(), Level::TeamsLinks, JoinPlace::Teams),
        (
            Needs { outsiders: true, teams_premium: true, ..Needs::default() },
            Level::TeamsLinks,
            JoinPlace::Teams,
        ),
        (list, Level::OwnRegistration, JoinPlace::Teams),
        (stay, Level::OwnRegistration, JoinPlace::Here),
        (Needs { size: Size::UpTo350, ..stay }, Level::OwnRegistration, JoinPlace::Here),
        (Needs { size: Size::UpTo1000, ..stay }, Level::TeamsLinks, JoinPlace::Teams),
        (Needs { size: Size::UpTo1000, registers: true, ..stay }, Level::OwnRegistration, JoinPlace::Teams),
        (Needs { cloud: Cloud::GccHigh, ..stay }, Level::OwnRegistration, JoinPlace::Here),
        (Needs { cloud: Cloud::Gcc, ..stay }, Level::TeamsLinks, JoinPlace::Teams),
        (Needs { cloud: Cloud::Dod, registers: true, ..stay }, Level::OwnRegistration, JoinPlace::Teams),
        (features, Level::Webinar, JoinPlace::Teams),
        (Needs { stay_in_app: true, ..features }, Level::OwnRegistration, JoinPlace::Here),
        (Needs { stay_in_app: true, size: Size::UpTo1000, ..features }, Level::Webinar, JoinPlace::Teams),
        (Needs { cloud: Cloud::GccHigh, ..features }, Level::OwnRegistration, JoinPlace::Teams),
        (Needs { cloud: Cloud::China, ..features }, Level::OwnRegistration, JoinPlace::Teams),
        (Needs { size: Size::More, ..list }, Level::Webinar, JoinPlace::Teams),
        (Needs { size: Size::More, cloud: Cloud::Dod, ..list }, Level::OwnRegistration, JoinPlace::Teams),
        (Needs { sms: true, ..Needs::default() }, Level::OwnRegistration, JoinPlace::Teams),
        (Needs { kiosks: true, ..Needs::default() }, Level::OwnRegistration, JoinPlace::Teams),
    ] {
        let advice = advise(&needs);
        assert_eq!((advice.recommended, advice.plans[0].join), (level, join), "{needs:?}");
    }
    assert_eq!(plan(Level::Webinar, &Needs { size: Size::More, ..list }).kind, EventKind::TownHall);
}

#[test]
fn premium_is_named_where_it_is_missing_and_only_there() {
    for premium in [false, true] {
        let needs = Needs { webinar_features: true, teams_premium: premium, ..Needs::default() };
        let plan = plan(Level::Webinar, &needs);
        let lacking = plan.cannot.iter().any(|point| point.text.starts_with("Without Teams Premium"));
        assert_eq!(lacking, !premium, "whoever has it is not told what it brings");
    }
}
