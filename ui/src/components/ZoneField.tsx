import { Combobox, Field, Option } from "@fluentui/react-components";
import { useMemo, useState, type ReactNode } from "react";
import { viewerZone, zoneCity } from "../lib/time";
import { searchZones, zonesAt } from "../lib/zones";
import { dropList } from "./drop-list";
import styles from "./ZoneField.module.css";

const MOST = 60;

interface Props {
  value: string;
  /** The moment whose distances to UTC are shown; they change with the season. */
  at: number;
  onChange: (zone: string) => void;
  error?: string | undefined;
}

/** The event's time zone, found by city, region or distance to UTC. */
export function ZoneField({ value, at, onChange, error }: Props): ReactNode {
  const [typed, setTyped] = useState<string | null>(null);
  const zones = useMemo(() => zonesAt(at), [at]);
  const found = useMemo(() => searchZones(zones, typed ?? ""), [zones, typed]);
  const current = zones.find((zone) => zone.id === value);
  // Asked once: a webview takes its time to say where it is.
  const shown = useMemo(() => {
    if (typed) return found.slice(0, MOST);
    const first = new Set([value, viewerZone()]);
    // Untouched, the list begins with the present choice and the viewer's own zone.
    return [...zones.filter(({ id }) => first.has(id)), ...zones.filter(({ id }) => !first.has(id))];
  }, [zones, found, typed, value]);
  return (
    <Field label="Time zone" required validationMessage={error}>
      <Combobox
        {...dropList}
        freeform
        value={typed ?? `${zoneCity(value)} (${current?.offset ?? "?"})`}
        selectedOptions={[value]}
        style={{ width: "100%", minWidth: 0 }}
        input={{ style: { minWidth: 0 } }}
        listbox={{ style: { maxHeight: 320 } }}
        onFocus={(event) => {
          event.target.select();
        }}
        onChange={(event) => {
          setTyped(event.target.value);
        }}
        onBlur={() => {
          setTyped(null);
        }}
        onOptionSelect={(_, data) => {
          // Typing something that is no option reports "nothing selected", which is not a choice.
          if (!data.optionValue) return;
          setTyped(null);
          onChange(data.optionValue);
        }}
      >
        {shown.map((zone) => (
          <Option key={zone.id} value={zone.id} text={zone.city}>
            <span className={styles.zone}>
              <span>{zone.city}</span>
              <span className={styles.more}>
                {zone.region} {zone.offset}
              </span>
            </span>
          </Option>
        ))}
        {shown.length === 0 && (
          <Option disabled value="" text="">
            No zone is called that. Try the nearest big city.
          </Option>
        )}
      </Combobox>
    </Field>
  );
}
