import { Button } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { DeviceView } from "../../../bindings/core";
import { ErrorFace } from "../../../components/Face";
import { Skeleton } from "../../../components/Skeleton";
import { StatusChip } from "../../../components/StatusChip";
import { asCoreError } from "../../../ipc/core";
import { useNow } from "../../../lib/hooks";
import { momentHere, relative } from "../../../lib/time";
import { Refusal } from "../Refusal";
import { useDevices, useRevokeDevice } from "./api";
import settings from "../settings.module.css";
import styles from "./service.module.css";

const roles = { owner: "Owner", organizer: "Organizer" };

function Contact({ device, now }: { device: DeviceView; now: number }): ReactNode {
  if (device.revokedAt !== null) return <StatusChip status="cancelled" word={`Revoked ${relative(device.revokedAt, now)}`} />;
  return <time dateTime={device.seenAt} title={momentHere(device.seenAt)}>{device.current ? "now" : relative(device.seenAt, now)}</time>;
}

/** It can't be taken back, so it asks; focus stays where it was. */
function Revoke({ device, onRevoke, pending }: { device: DeviceView; onRevoke: () => void; pending: boolean }): ReactNode {
  const [asking, setAsking] = useState(false);
  if (!asking) {
    return (
      <Button size="small" appearance="subtle" aria-label={`Revoke ${device.name}`} onClick={() => setAsking(true)}>
        Revoke
      </Button>
    );
  }
  return (
    <span className={styles.asked}>
      <Button autoFocus size="small" aria-label={`Revoke now: ${device.name}`} disabled={pending} onClick={onRevoke}>
        Revoke now
      </Button>
      <Button size="small" appearance="subtle" aria-label={`Keep ${device.name}`} onClick={() => setAsking(false)}>
        Keep
      </Button>
    </span>
  );
}

function Table({ devices, owner }: { devices: DeviceView[]; owner: boolean }): ReactNode {
  const now = useNow(30_000);
  const revoke = useRevokeDevice();
  return (
    <>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label="Devices of this service">
        <table className={styles.devices}>
          <thead>
            <tr>
              <th scope="col">Desk</th>
              <th scope="col">May</th>
              <th scope="col">Last contact</th>
              <th scope="col">Lectern</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {devices.map((device) => (
              <tr key={device.id} data-revoked={device.revokedAt !== null}>
                <th scope="row">
                  <bdi>{device.name}</bdi>
                  {device.current && <span className={settings.quiet}> (this desk)</span>}
                </th>
                <td>{roles[device.role]}</td>
                <td>
                  <Contact device={device} now={now} />
                </td>
                <td>{device.version}</td>
                <td className={styles.action}>
                  {owner && device.revokedAt === null && !device.current && <Revoke device={device} pending={revoke.isPending} onRevoke={() => revoke.mutate(device.id)} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Refusal error={revoke.error} />
    </>
  );
}

/** Every desk that was ever paired, as the service tells it. */
export function Devices({ owner }: { owner: boolean }): ReactNode {
  const devices = useDevices();
  if (devices.isPending) return <Skeleton rows={2} height={36} label="Asking the service for its devices" />;
  if (devices.isError) {
    return <ErrorFace error={devices.error} title={asCoreError(devices.error).code === "refused" ? "The service turned this desk away" : undefined} retry={() => void devices.refetch()} />;
  }
  return <Table devices={devices.data} owner={owner} />;
}
