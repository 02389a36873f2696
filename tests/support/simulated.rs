//! The sandbox's own time as a desk's clock: waiting moves it on, so that hours pass in a moment. The sandbox's clock
//! has to be stopped; then whoever comes to the same sandbox finds the same time, also after a kill.

use std::pin::Pin;
use std::sync::Mutex;
use std::time::Duration;

use jiff::Timestamp;
use lectern_core::Clock;
use lectern_core::desk::SandboxEndpoints;
use lectern_microsoft::transport::{Request, Transport, TransportOptions};
use serde_json::{Value, json};

pub struct Simulated {
    door: Transport,
    address: String,
    now: Mutex<Timestamp>,
}

impl Simulated {
    /// Stops the sandbox's clock where it is.
    pub async fn of(sandbox: &SandboxEndpoints) -> Self {
        let door = Transport::new(TransportOptions::default()).expect("a client");
        let clock = Self { door, address: sandbox.control("clock"), now: Mutex::new(Timestamp::UNIX_EPOCH) };
        clock.order(json!({"frozen": true})).await;
        clock
    }

    async fn order(&self, order: Value) {
        let url = self.address.parse().expect("an address");
        let request = Request::post(url).json(&order).expect("JSON");
        let told: Value =
            self.door.send(&request).await.expect("the control door answers").json().expect("JSON");
        let now = told["now"].as_str().and_then(|now| now.parse().ok()).expect("a time");
        *self.now.lock().expect("nobody panicked") = now;
    }
}

impl Clock for Simulated {
    fn now(&self) -> Timestamp {
        *self.now.lock().expect("nobody panicked")
    }

    fn pass(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let seconds = time.as_secs() + u64::from(time.subsec_nanos() > 0);
        Box::pin(self.order(json!({"advanceSeconds": seconds})))
    }
}
