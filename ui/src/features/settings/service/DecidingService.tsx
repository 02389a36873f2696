import { Button } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { PairedService, ServicesView } from "../../../bindings/core";
import { tell } from "../../../lib/toasts";
import { Refusal } from "../Refusal";
import { useDevices, useUnpairDesk } from "./api";
import { Devices } from "./Devices";
import { PairForm } from "./PairForm";
import { PairingCode } from "./PairingCode";
import styles from "../settings.module.css";

const roles = { owner: "An owner’s desk: it also pairs others, and turns them away.", organizer: "An organizer’s desk." };

/** The key is gone with it, so it asks; and a service that is gone for good can be left all the same. */
function Leave({ service, onDone }: { service: PairedService; onDone: () => void }): ReactNode {
  const leave = useUnpairDesk();
  const left = { onSuccess: () => { tell({ kind: "done", text: `This desk has left “${service.name}”.` }); onDone(); } };
  return (
    <div className={styles.form}>
      <p>Leave “{service.name}”? This desk then decides by itself again. To come back it needs a new pairing code.</p>
      <Refusal error={leave.error} />
      <div className={styles.buttons}>
        <Button disabled={leave.isPending} onClick={() => leave.mutate({ hereOnly: false }, left)}>
          Leave it
        </Button>
        {leave.isError && (
          <Button disabled={leave.isPending} onClick={() => leave.mutate({ hereOnly: true }, left)}>
            Forget it here only
          </Button>
        )}
        <Button appearance="subtle" onClick={onDone}>
          Stay
        </Button>
      </div>
      {leave.isError && <p className={styles.quiet}>Forgotten here only, this desk stays on the service’s list until an owner revokes it there.</p>}
    </div>
  );
}

function Paired({ service }: { service: PairedService }): ReactNode {
  const [open, setOpen] = useState<"code" | "leave" | "again" | null>(null);
  const unheard = useDevices().isError;
  const close = (): void => setOpen(null);
  return (
    <>
      <p>
        This desk is paired with “<bdi>{service.name}</bdi>” at <bdi dir="ltr">{service.publicOrigin}</bdi>.
      </p>
      <p className={styles.quiet}>{roles[service.role]}</p>
      <Devices owner={service.role === "owner"} />
      {open === "code" && <PairingCode onDone={close} />}
      {open === "leave" && <Leave service={service} onDone={close} />}
      {open === "again" && <PairForm before={service} onDone={close} />}
      {open === null && (
        <div className={styles.buttons}>
          {unheard && <Button onClick={() => setOpen("again")}>Pair again</Button>}
          {service.role === "owner" && !unheard && <Button onClick={() => setOpen("code")}>Pair another desk</Button>}
          <Button onClick={() => setOpen("leave")}>Leave this service</Button>
        </div>
      )}
    </>
  );
}

/** The one trusted service that decides about the events that are published from here. */
export function DecidingService({ services }: { services: ServicesView }): ReactNode {
  const [pairing, setPairing] = useState(false);
  if (services.serviceDesk) return <Paired key={services.serviceDesk.deviceId} service={services.serviceDesk} />;
  return (
    <>
      <p className={styles.quiet}>
        Your organization’s own service holds registration pages and join links on the web, gives attendees their passes, and sends around the clock. Without one this desk does what it can while it runs, and attendees without a key are led to Teams.
      </p>
      {pairing ? (
        <PairForm onDone={() => setPairing(false)} />
      ) : (
        <div className={styles.buttons}>
          <Button onClick={() => setPairing(true)}>Pair with a service</Button>
        </div>
      )}
    </>
  );
}
