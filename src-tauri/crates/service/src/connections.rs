//! How many may be connected at once, and what becomes of one that reads nothing. Whoever opens connections for their own
//! sake gets a share of them, never all.

use std::collections::HashMap;
use std::future::{Ready, ready};
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use axum_server::accept::Accept;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;

use crate::client::{ClientAddress, Network};
use crate::limits::STALLED;
use crate::metrics::Metrics;

/// Counts them, and closes what is too many.
#[derive(Clone)]
pub struct Door {
    open: Arc<Mutex<Open>>,
    most: usize,
    most_of_one: usize,
    trusted: Arc<[Network]>,
    metrics: Metrics,
}

#[derive(Default)]
struct Open {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

impl Door {
    pub fn new(most: usize, most_of_one: usize, trusted: &[Network], metrics: Metrics) -> Self {
        Self { open: Arc::default(), most, most_of_one, trusted: trusted.into(), metrics }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `None`: too many are here already.
    fn let_in(&self, peer: IpAddr) -> Option<Place> {
        // A proxy brings everybody.
        let proxy = self.trusted.iter().any(|network| network.contains(peer));
        let peer = ClientAddress(peer).key();
        let mut open = self.open();
        let of_one = open.by_address.get(&peer).copied().unwrap_or_default();
        if open.all >= self.most || (!proxy && of_one >= self.most_of_one) {
            return None;
        }
        open.all += 1;
        *open.by_address.entry(peer).or_default() += 1;
        self.told(&open);
        Some(Place { door: self.clone(), peer })
    }

    #[expect(clippy::cast_precision_loss, reason = "nobody has so many connections")]
    fn told(&self, open: &Open) {
        self.metrics.gauge("lectern_connections", open.all as f64);
    }
}

/// Given back when the connection ends.
struct Place {
    door: Door,
    peer: IpAddr,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.door.open();
        open.all = open.all.saturating_sub(1);
        let left = open.by_address.get(&self.peer).copied().unwrap_or_default();
        if left > 1 {
            open.by_address.insert(self.peer, left - 1);
        } else {
            open.by_address.remove(&self.peer);
        }
        self.door.told(&open);
    }
}

impl<S> Accept<TcpStream, S> for Door {
    type Stream = Connection;
    type Service = S;
    type Future = Ready<io::Result<(Connection, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        ready((|| {
            stream.set_nodelay(true)?;
            let Some(place) = self.let_in(stream.peer_addr()?.ip()) else {
                self.metrics.count("lectern_connections_refused_total", &[]);
                return Err(io::Error::other("too many connections"));
            };
            Ok((Connection { stream, waits: None, _place: place }, service))
        })())
    }
}

/// One that ends when its other side reads nothing any more.
pub struct Connection {
    stream: TcpStream,
    /// While something can't be written.
    waits: Option<Pin<Box<Sleep>>>,
    _place: Place,
}

impl Connection {
    fn moved<T>(&mut self, context: &mut Context<'_>, polled: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            self.waits = None;
            return polled;
        }
        let waits = self.waits.get_or_insert_with(|| Box::pin(tokio::time::sleep(STALLED)));
        waits.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.moved(context, polled)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(context, bytes);
        self.moved(context, polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_visitor_gets_a_share_and_a_proxy_everything() {
        let trusted: Network = "10.0.0.1".parse().expect("a network");
        let door = Door::new(4, 2, &[trusted], Metrics::default());
        let greedy: IpAddr = "203.0.113.9".parse().expect("an address");
        let proxy: IpAddr = "10.0.0.1".parse().expect("an address");
        let held = [door.let_in(greedy), door.let_in(greedy)];
        assert!(held.iter().all(Option::is_some));
        assert!(door.let_in(greedy).is_none(), "a third of one visitor's");
        let proxied = [door.let_in(proxy), door.let_in(proxy)];
        assert!(proxied.iter().all(Option::is_some), "a proxy brings everybody");
        assert!(door.let_in(proxy).is_none(), "all places are taken");
        drop(held);
        assert!(door.let_in(greedy).is_some(), "places are given back");
    }
}
