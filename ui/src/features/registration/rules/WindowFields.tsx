import { Switch } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { RegistrationWindow } from "../../../bindings/core";
import { DateField } from "../../../components/DateField";
import { TimeField } from "../../../components/TimeField";
import { ZoneField } from "../../../components/ZoneField";
import { localAt } from "../../../lib/wall-clock";
import styles from "./rules.module.css";

interface SideProps {
  label: string;
  value: string | null;
  /** Where the side begins when it is switched on. */
  first: string;
  onChange: (local: string | null) => void;
}

function Side({ label, value, first, onChange }: SideProps): ReactNode {
  return (
    <div className={styles.side}>
      <Switch label={label} checked={value !== null} onChange={(_, { checked }) => { onChange(checked ? first : null); }} />
      {value !== null && (
        <div role="group" aria-label={label} className={styles.moment}>
          <DateField label="Date" value={value.slice(0, 10)} onChange={(date) => { onChange(`${date}${value.slice(10)}`); }} />
          <TimeField label="Time" value={value.slice(11, 16)} onChange={(time) => { onChange(`${value.slice(0, 11)}${time}`); }} />
        </div>
      )}
    </div>
  );
}

/** From when until when people can register, on the clocks of one zone. */
export function WindowFields({ window, eventZone, start, onChange }: { window: RegistrationWindow; eventZone: string; start: string; onChange: (window: RegistrationWindow) => void }): ReactNode {
  const zone = window.zone === "" ? eventZone : window.zone;
  const today = `${localAt(Date.now(), zone).slice(0, 10)}T09:00`;
  const change = (next: Partial<RegistrationWindow>): void => {
    onChange({ ...window, zone, ...next });
  };
  return (
    <>
      <Side label="Opens at a certain time" value={window.opens} first={today} onChange={(opens) => { change({ opens }); }} />
      <Side label="Closes at a certain time" value={window.closes} first={localAt(Date.parse(start), zone)} onChange={(closes) => { change({ closes }); }} />
      {(window.opens !== null || window.closes !== null) && <ZoneField value={zone} at={Date.parse(start)} onChange={(next) => { change({ zone: next }); }} />}
    </>
  );
}
