import { Switch } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { RegistrationWindow } from "../../../bindings/core";
import { DateField } from "../../../components/DateField";
import { TimeField } from "../../../components/TimeField";
import { ZoneField } from "../../../components/ZoneField";
import { whenForViewer } from "../../../lib/time";
import { localAt, resolveLocal } from "../../../lib/wall-clock";
import styles from "./rules.module.css";

interface SideProps {
  label: string;
  value: string | null;
  zone: string;
  /** Of a time that the clocks show twice: the window opens at the earlier and closes at the later one. */
  twice: "earlier" | "later";
  /** Where the side begins when it is switched on. */
  first: string;
  onChange: (local: string | null) => void;
}

/** The same moment by the viewer's own clock, where that shows another time. */
function yours(local: string, zone: string, twice: SideProps["twice"]): string | null {
  const found = resolveLocal(local, zone);
  if (found === null || found.kind === "gap") return null;
  const start = new Date(found.kind === "once" ? found.instant : found[twice]).toISOString();
  return whenForViewer({ start, end: start, zone });
}

function Side({ label, value, zone, twice, first, onChange }: SideProps): ReactNode {
  const own = value === null ? null : yours(value, zone, twice);
  return (
    <div className={styles.side}>
      <Switch label={label} checked={value !== null} onChange={(_, { checked }) => { onChange(checked ? first : null); }} />
      {value !== null && (
        <div role="group" aria-label={label} className={styles.moment}>
          <DateField label="Date" value={value.slice(0, 10)} onChange={(date) => { onChange(`${date}${value.slice(10)}`); }} />
          <TimeField label="Time" value={value.slice(11, 16)} onChange={(time) => { onChange(`${value.slice(0, 11)}${time}`); }} />
          {own !== null && <p className={styles.yours}>{own}</p>}
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
      <Side label="Opens at a certain time" value={window.opens} zone={zone} twice="earlier" first={today} onChange={(opens) => { change({ opens }); }} />
      <Side label="Closes at a certain time" value={window.closes} zone={zone} twice="later" first={localAt(Date.parse(start), zone)} onChange={(closes) => { change({ closes }); }} />
      {(window.opens !== null || window.closes !== null) && <ZoneField value={zone} at={Date.parse(start)} onChange={(next) => { change({ zone: next }); }} />}
    </>
  );
}
