//! The service's own certificate: read at the start, and again whenever its files change. A renewal that left something
//! unusable behind changes nothing.

use std::time::{Duration, SystemTime};

use axum_server::tls_rustls::RustlsConfig;

use crate::ServeError;
use crate::config::TlsFiles;

/// How often it is looked whether there is a newer one.
const LOOK: Duration = Duration::from_mins(1);

#[derive(Clone)]
pub struct Certificate {
    files: TlsFiles,
    config: RustlsConfig,
}

impl Certificate {
    pub async fn read(files: &TlsFiles) -> Result<Self, ServeError> {
        // The process has one already, or gets this one.
        drop(rustls::crypto::ring::default_provider().install_default());
        let config = RustlsConfig::from_pem_file(&files.certificate, &files.key).await;
        let config = config.map_err(|error| ServeError::Tls(error.to_string()))?;
        Ok(Self { files: files.clone(), config })
    }

    /// Shared: what is read later serves from the next connection on.
    pub fn config(&self) -> RustlsConfig {
        self.config.clone()
    }

    pub async fn reload(&self) -> Result<(), ServeError> {
        let TlsFiles { certificate, key } = &self.files;
        let read = self.config.reload_from_pem_file(certificate, key).await;
        read.map_err(|error| ServeError::Tls(error.to_string()))
    }

    /// As long as the service runs.
    pub async fn watch(self) {
        let mut known = self.changed();
        loop {
            tokio::time::sleep(LOOK).await;
            let now = self.changed();
            if now == known {
                continue;
            }
            known = now;
            match self.reload().await {
                Ok(()) => tracing::info!("the certificate was read anew"),
                Err(error) => {
                    tracing::error!(%error, "the new certificate is not usable; the old one serves on");
                }
            }
        }
    }

    fn changed(&self) -> [Option<SystemTime>; 2] {
        [&self.files.certificate, &self.files.key]
            .map(|path| std::fs::metadata(path).and_then(|found| found.modified()).ok())
    }
}
