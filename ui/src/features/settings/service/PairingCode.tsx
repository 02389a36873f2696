import { Button, Radio, RadioGroup } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { DeviceRole, PairingOffer } from "../../../bindings/core";
import { CopyButton } from "../../../components/CopyButton";
import { useNow } from "../../../lib/hooks";
import { clockHere, counted } from "../../../lib/time";
import { Refusal } from "../Refusal";
import { usePairingCode } from "./api";
import settings from "../settings.module.css";
import styles from "./service.module.css";

function timeLeft(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds > 90 ? counted(Math.ceil(seconds / 60), "minute", "minutes") : counted(seconds, "second", "seconds");
}

function Code({ offer }: { offer: PairingOffer }): ReactNode {
  const left = Date.parse(offer.until) - useNow(1000);
  if (left <= 0) return <p role="status">This code’s time is over. Make another one.</p>;
  return (
    <>
      <div className={styles.code}>
        <code aria-label={`Pairing code ${offer.code.split("").join(" ")}`}>{offer.code}</code>
        <CopyButton text={offer.code}>Copy</CopyButton>
      </div>
      <p className={settings.quiet}>
        Good once, until {clockHere(offer.until)} ({timeLeft(left)} left), for {offer.role === "owner" ? "an owner’s" : "an organizer’s"} desk. Enter it there under Settings, Services. It is not shown again.
      </p>
    </>
  );
}

/** A code for one more desk, as long as it is good. */
export function PairingCode({ onDone }: { onDone: () => void }): ReactNode {
  const [role, setRole] = useState<DeviceRole>("organizer");
  const make = usePairingCode();
  return (
    <div className={settings.form}>
      <RadioGroup aria-label="What the other desk may do" value={role} onChange={(_, { value }) => setRole(value === "owner" ? "owner" : "organizer")}>
        <Radio value="organizer" label="An organizer’s: publishes events and decides about them" />
        <Radio value="owner" label="An owner’s: also pairs desks, and turns them away" />
      </RadioGroup>
      {make.data && <Code key={make.data.code} offer={make.data} />}
      <Refusal error={make.error} />
      <div className={settings.buttons}>
        <Button appearance={make.data ? "secondary" : "primary"} disabled={make.isPending} onClick={() => make.mutate(role)}>
          {make.data ? "Make another code" : "Make a code"}
        </Button>
        <Button appearance="subtle" onClick={onDone}>
          {make.data ? "Done" : "Cancel"}
        </Button>
      </div>
    </div>
  );
}
