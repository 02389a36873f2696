//! For paired desks: pairing, and the list of devices.

use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use lectern_core::serving::devices::{self, DeviceView};
use lectern_core::serving::pairing;
use lectern_domain::device::DeviceRole;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, Paired};
use crate::extract::{Json, Path};
use crate::problem::Problem;

/// What a desk may do.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum Role {
    Owner,
    Organizer,
}

impl From<DeviceRole> for Role {
    fn from(role: DeviceRole) -> Self {
        match role {
            DeviceRole::Owner => Self::Owner,
            DeviceRole::Organizer => Self::Organizer,
        }
    }
}

impl From<Role> for DeviceRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Owner => Self::Owner,
            Role::Organizer => Self::Organizer,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Pairing {
    /// As the service printed it.
    #[schema(example = "4F7K-09XM-T2QA")]
    code: String,
    /// What the device is called in the list.
    name: String,
    /// Of its Lectern.
    version: String,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "as the wire says it")]
struct Key {
    device_id: String,
    role: Role,
    /// Told this once: `Authorization: Bearer <key>`.
    key: String,
    /// The service's name.
    name: String,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Device {
    id: String,
    name: String,
    role: Role,
    version: String,
    paired_at: Timestamp,
    seen_at: Timestamp,
    revoked_at: Option<Timestamp>,
    /// The one that asks.
    current: bool,
}

impl From<DeviceView> for Device {
    fn from(view: DeviceView) -> Self {
        let DeviceView { id, name, role, version, paired_at, seen_at, revoked_at, current } = view;
        Self { id, name, role: role.into(), version, paired_at, seen_at, revoked_at, current }
    }
}

#[derive(Serialize, ToSchema)]
struct Devices {
    devices: Vec<Device>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WantedCode {
    role: Role,
}

#[derive(Serialize, ToSchema)]
#[expect(clippy::struct_field_names, reason = "as the wire says it")]
struct Code {
    code: String,
    role: Role,
    /// It is good until then, once.
    until: Timestamp,
}

/// The service as a desk sees it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct About {
    name: String,
    version: &'static str,
    origin: String,
    device_id: String,
    role: Role,
    /// By its own clock.
    now: Timestamp,
}

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(pair))
        .routes(routes!(about))
        .routes(routes!(list))
        .routes(routes!(revoke))
        .routes(routes!(offer))
}

/// A code becomes a desk's own key.
#[utoipa::path(post, path = "/v1/pair", tag = "desk", request_body = Pairing,
    responses((status = 201, body = Key), (status = 403, body = Problem), (status = 422, body = Problem)))]
async fn pair(
    State(app): State<App>,
    Json(asked): Json<Pairing>,
) -> Result<(StatusCode, Json<Key>), Problem> {
    let paired = pairing::pair(app.desk(), &asked.code, &asked.name, &asked.version).await?;
    let key = Key {
        device_id: paired.device_id,
        role: paired.role.into(),
        key: paired.key.expose().clone(),
        name: app.config().name.clone(),
    };
    Ok((StatusCode::CREATED, Json(key)))
}

/// Which service this is, and who asks.
#[utoipa::path(get, path = "/v1/desk/service", tag = "desk", security(("device" = [])),
    responses((status = 200, body = About), (status = 401, body = Problem)))]
async fn about(State(app): State<App>, Paired(device): Paired) -> Json<About> {
    Json(About {
        name: app.config().name.clone(),
        version: env!("CARGO_PKG_VERSION"),
        origin: app.origin().to_owned(),
        device_id: device.id,
        role: device.role.into(),
        now: app.desk().now(),
    })
}

/// Every desk that was ever paired.
#[utoipa::path(get, path = "/v1/desk/devices", tag = "desk", security(("device" = [])),
    responses((status = 200, body = Devices), (status = 401, body = Problem)))]
async fn list(State(app): State<App>, Paired(device): Paired) -> Result<Json<Devices>, Problem> {
    let devices = devices::list(app.desk(), &device).await?;
    Ok(Json(Devices { devices: devices.into_iter().map(Device::from).collect() }))
}

/// From the next request on it is turned away.
#[utoipa::path(delete, path = "/v1/desk/devices/{id}", tag = "desk", security(("device" = [])),
    params(("id" = String, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem),
              (status = 404, body = Problem)))]
async fn revoke(
    State(app): State<App>,
    Paired(device): Paired,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    devices::revoke(app.desk(), &device, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A code for one more desk; owners only.
#[utoipa::path(post, path = "/v1/desk/pairing-codes", tag = "desk", security(("device" = [])),
    request_body = WantedCode,
    responses((status = 201, body = Code), (status = 401, body = Problem), (status = 403, body = Problem)))]
async fn offer(
    State(app): State<App>,
    Paired(device): Paired,
    Json(wanted): Json<WantedCode>,
) -> Result<(StatusCode, Json<Code>), Problem> {
    let offered = pairing::offer_to(app.desk(), &device, wanted.role.into()).await?;
    let code = Code { code: offered.code.grouped(), role: offered.role.into(), until: offered.until };
    Ok((StatusCode::CREATED, Json(code)))
}
