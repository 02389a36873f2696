//! Who asks. Behind a proxy of the organization's own that is whom the proxy names; what anybody else claims about it is
//! not believed.

use std::convert::Infallible;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use serde::Deserialize;

/// The address that a request came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// Whoever has one address of IPv6 has the 2⁶⁴ beside it.
    pub fn key(self) -> IpAddr {
        match self.0 {
            IpAddr::V4(_) => self.0,
            IpAddr::V6(address) => address
                .to_ipv4_mapped()
                .map_or_else(|| IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)), IpAddr::V4),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        // Put there for every request, before its route.
        Ok(parts.extensions.get().copied().unwrap_or(Self(IpAddr::V4(Ipv4Addr::UNSPECIFIED))))
    }
}

/// Addresses that begin alike: `10.0.0.0/8`, `2001:db8::/32`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    pub fn contains(&self, address: IpAddr) -> bool {
        let same = |one: u128, other: u128, whole: u8| {
            let left = u32::from(whole - self.bits);
            (one ^ other).checked_shr(left).unwrap_or_default() == 0
        };
        match (self.address, plain(address)) {
            (IpAddr::V4(one), IpAddr::V4(other)) => same(one.to_bits().into(), other.to_bits().into(), 32),
            (IpAddr::V6(one), IpAddr::V6(other)) => same(one.to_bits(), other.to_bits(), 128),
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || format!("{text:?} is no network, as in 10.0.0.0/8 or 2001:db8::/32");
        let (address, bits) = text.trim().split_once('/').map_or((text.trim(), None), |(a, b)| (a, Some(b)));
        let address: IpAddr = address.parse().map_err(|_| refused())?;
        let whole = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(whole), |bits| bits.parse().map_err(|_| refused()))?;
        if bits > whole { Err(refused()) } else { Ok(Self { address, bits }) }
    }
}

impl TryFrom<String> for Network {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.bits)
    }
}

/// From the peer back through the proxies that are trusted: the first that is none of them. A header of somebody who is
/// not trusted is not read at all, and neither is one that can't be.
pub fn address(peer: SocketAddr, headers: &HeaderMap, trusted: &[Network]) -> ClientAddress {
    let known = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut at = plain(peer.ip());
    for named in named(headers).into_iter().rev() {
        if !known(at) {
            break;
        }
        let Some(address) = named else { break };
        at = plain(address);
    }
    ClientAddress(at)
}

/// Whether what this peer's headers say is believed.
pub fn trusted(peer: SocketAddr, trusted: &[Network]) -> bool {
    trusted.iter().any(|network| network.contains(peer.ip()))
}

/// As `Forwarded` (RFC 7239) tells it, or where there is none `X-Forwarded-For`; the nearest last.
fn named(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let lines = |name: &str| {
        let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        values.flat_map(|value| value.split(',')).map(str::to_owned).collect::<Vec<_>>()
    };
    let forwarded = lines("forwarded");
    if !forwarded.is_empty() {
        return forwarded.iter().map(|hop| of_pair(hop)).collect();
    }
    lines("x-forwarded-for").iter().map(|hop| read(hop)).collect()
}

fn of_pair(hop: &str) -> Option<IpAddr> {
    let pairs = hop.split(';').filter_map(|pair| pair.trim().split_once('='));
    let mut found = pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case("for"));
    found.next().and_then(|(_, value)| read(value))
}

/// `192.0.2.60`, `192.0.2.60:47011`, `"[2001:db8::17]:4711"`.
fn read(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    let bare =
        text.strip_prefix('[').and_then(|rest| rest.split_once(']')).map_or(text, |(inside, _)| inside);
    bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

fn plain(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or(address, IpAddr::V4),
        IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, header: (&'static str, &str), trusted: &[&str]) -> String {
        let peer = SocketAddr::new(peer.parse().expect("a peer"), 1);
        let mut headers = HeaderMap::new();
        headers.append(header.0, header.1.parse().expect("a value"));
        let trusted: Vec<Network> = trusted.iter().map(|text| text.parse().expect("a network")).collect();
        address(peer, &headers, &trusted).0.to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed_and_only_as_far_as_they_reach() {
        let xff = "x-forwarded-for";
        for (peer, header, trusted, expected) in [
            ("203.0.113.9", (xff, "1.2.3.4"), &["10.0.0.0/8"][..], "203.0.113.9"),
            ("10.0.0.2", (xff, "1.2.3.4"), &["10.0.0.0/8"], "1.2.3.4"),
            // The visitor wrote the first one: the nearest that is no proxy counts.
            ("10.0.0.2", (xff, "6.6.6.6, 1.2.3.4, 10.0.0.3"), &["10.0.0.0/8"], "1.2.3.4"),
            ("10.0.0.2", (xff, "rubbish"), &["10.0.0.0/8"], "10.0.0.2"),
            ("10.0.0.2", (xff, "1.2.3.4, unknown"), &["10.0.0.0/8"], "10.0.0.2"),
            ("::ffff:10.0.0.2", (xff, "2001:db8::7"), &["10.0.0.2"], "2001:db8::7"),
            ("10.0.0.2", ("forwarded", "for=192.0.2.43;proto=https"), &["10.0.0.2/32"], "192.0.2.43"),
            ("10.0.0.2", ("forwarded", "For=\"[2001:db8::17]:4711\""), &["0.0.0.0/0"], "2001:db8::17"),
            ("10.0.0.2", (xff, "1.2.3.4:5555"), &["10.0.0.2"], "1.2.3.4"),
            ("10.0.0.2", (xff, "1.2.3.4"), &[], "10.0.0.2"),
        ] {
            assert_eq!(seen(peer, header, trusted), expected, "{peer} {header:?} {trusted:?}");
        }
    }

    #[test]
    fn one_network_of_ipv6_is_one_visitor() {
        let key = |text: &str| ClientAddress(text.parse().expect("an address")).key().to_string();
        assert_eq!(key("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!((key("::ffff:192.0.2.1"), key("192.0.2.1")), ("192.0.2.1".into(), "192.0.2.1".into()));
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for bad in ["", "10.0.0.0/33", "10.0.0/8", "::/129", "a", "10.0.0.0/-1"] {
            assert!(bad.parse::<Network>().is_err(), "{bad}");
        }
    }
}
