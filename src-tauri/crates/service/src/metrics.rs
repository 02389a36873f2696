//! What the service counts, in the words of Prometheus. Nothing in it tells who anybody is: routes are named by their
//! pattern, never by what a visitor's address held.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The upper ends of the buckets, in seconds.
const BUCKETS: [f64; 10] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];
/// The name of what is counted for every request.
const REQUESTS: &str = "lectern_http_request_duration_seconds";

#[derive(Clone, Default)]
pub struct Metrics(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    requests: BTreeMap<(String, &'static str, u16), Times>,
    counts: BTreeMap<&'static str, BTreeMap<String, u64>>,
    gauges: BTreeMap<&'static str, f64>,
}

#[derive(Default)]
struct Times {
    buckets: [u64; BUCKETS.len()],
    sum: f64,
    count: u64,
}

impl Metrics {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One more, under these labels: `count("lectern_joins_total", &[("outcome", "token")])`.
    pub fn count(&self, name: &'static str, labels: &[(&str, &str)]) {
        let labels = labels.iter().fold(String::new(), |mut text, (label, value)| {
            let between = if text.is_empty() { "" } else { "," };
            // Writing to a text can't fail.
            let _ = write!(text, "{between}{label}=\"{}\"", escaped(value));
            text
        });
        *self.kept().counts.entry(name).or_default().entry(labels).or_default() += 1;
    }

    /// What it is now.
    pub fn gauge(&self, name: &'static str, value: f64) {
        self.kept().gauges.insert(name, value);
    }

    pub(crate) fn request(&self, route: &str, method: &'static str, status: u16, took: Duration) {
        let seconds = took.as_secs_f64();
        let mut kept = self.kept();
        let times = kept.requests.entry((route.to_owned(), method, status)).or_default();
        for (bucket, end) in times.buckets.iter_mut().zip(BUCKETS) {
            *bucket += u64::from(seconds <= end);
        }
        times.sum += seconds;
        times.count += 1;
    }

    /// As Prometheus reads it: text, version 0.0.4.
    pub fn text(&self) -> String {
        let kept = self.kept();
        let mut text = format!("# TYPE {REQUESTS} histogram\n");
        for ((route, method, status), times) in &kept.requests {
            let labels = format!("route=\"{}\",method=\"{method}\",status=\"{status}\"", escaped(route));
            let Times { buckets, sum, count } = times;
            for (bucket, end) in buckets.iter().zip(BUCKETS) {
                let _ = writeln!(text, "{REQUESTS}_bucket{{{labels},le=\"{end}\"}} {bucket}");
            }
            let _ = writeln!(text, "{REQUESTS}_bucket{{{labels},le=\"+Inf\"}} {count}");
            let _ = writeln!(text, "{REQUESTS}_sum{{{labels}}} {sum}\n{REQUESTS}_count{{{labels}}} {count}");
        }
        for (name, counted) in &kept.counts {
            let _ = writeln!(text, "# TYPE {name} counter");
            for (labels, value) in counted {
                let labels = if labels.is_empty() { String::new() } else { format!("{{{labels}}}") };
                let _ = writeln!(text, "{name}{labels} {value}");
            }
        }
        for (name, value) in &kept.gauges {
            let _ = writeln!(text, "# TYPE {name} gauge\n{name} {value}");
        }
        text
    }
}

fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_reads_as_prometheus_wants_it() {
        let metrics = Metrics::default();
        metrics.request("/j/{code}", "GET", 200, Duration::from_millis(3));
        metrics.request("/j/{code}", "GET", 200, Duration::from_millis(300));
        metrics.count("lectern_joins_total", &[("outcome", "a \"b\"")]);
        metrics.count("lectern_joins_total", &[("outcome", "a \"b\"")]);
        metrics.gauge("lectern_connections", 3.0);
        let text = metrics.text();
        for line in [
            "lectern_http_request_duration_seconds_bucket{route=\"/j/{code}\",method=\"GET\",status=\"200\",le=\"0.005\"} 1",
            "lectern_http_request_duration_seconds_bucket{route=\"/j/{code}\",method=\"GET\",status=\"200\",le=\"+Inf\"} 2",
            "lectern_joins_total{outcome=\"a \\\"b\\\"\"} 2",
            "# TYPE lectern_connections gauge\nlectern_connections 3",
        ] {
            assert!(text.contains(line), "{line} is missing in\n{text}");
        }
    }
}
