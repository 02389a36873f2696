//! A certificate authority of the sandbox's own, for clients that insist on https.
//!
//! Nothing installs it: tests name its file in `REQUESTS_CA_BUNDLE` or `NODE_EXTRA_CA_CERTS`.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio_rustls::TlsAcceptor;

/// Why no certificate could be made.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error("the sandbox's authority could not be made: {0}")]
    Certificate(#[from] rcgen::Error),
    #[error("the sandbox's certificate was not accepted: {0}")]
    Rustls(#[from] rustls::Error),
}

/// An authority: its certificate for the clients, its key for the next start.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pub certificate_pem: String,
    pub key_pem: String,
}

impl Authority {
    /// From the key of an earlier start, or with a new one. Certificates of both starts verify, since name
    /// and key are the same.
    pub fn new(key_pem: Option<&str>) -> Result<Self, TlsError> {
        let key = key_pem.map_or_else(KeyPair::generate, KeyPair::from_pem)?;
        let mut params = params(Vec::new(), "Lectern sandbox authority")?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let certificate_pem = params.self_signed(&key)?.pem();
        let key_pem = key.serialize_pem();
        Ok(Self { issuer: Issuer::new(params, key), certificate_pem, key_pem })
    }

    /// Serves as `localhost` and `127.0.0.1`.
    pub fn acceptor(&self) -> Result<TlsAcceptor, TlsError> {
        let key = KeyPair::generate()?;
        let mut params = params(vec!["localhost".into(), "127.0.0.1".into()], "Lectern sandbox")?;
        params.use_authority_key_identifier_extension = true;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
        let certificate = params.signed_by(&key, &self.issuer)?;
        let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}

fn params(names: Vec<String>, common_name: &str) -> Result<CertificateParams, TlsError> {
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name.push(DnType::CommonName, common_name);
    params.not_before = date_time_ymd(2026, 1, 1);
    params.not_after = date_time_ymd(2046, 1, 1);
    Ok(params)
}
