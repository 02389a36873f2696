import { Switch } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { useLacks } from "../../lib/desk";
import { useExternalSwitch, useSwitchExternal } from "./api";
import { Refusal } from "./Refusal";
import styles from "./settings.module.css";

/** What Microsoft has retired, and few tenants still have. */
export function Legacy(): ReactNode {
  const on = useExternalSwitch().data ?? false;
  const change = useSwitchExternal();
  const lacking = useLacks("meetingRegistration");
  if (lacking) return null;
  return (
    <section className={styles.section}>
      <h2>Legacy</h2>
      <h3>External registration of meetings</h3>
      <p className={styles.quiet}>
        Microsoft gave each registered person a link of their own to a meeting, and announced the end of it for December 2024. Lectern asks your tenant before it is used. Where it is gone,
        register people with Lectern or make a webinar.
      </p>
      <Switch checked={on} disabled={change.isPending} label={on ? "On: events offer it" : "Off"} onChange={(_, { checked }) => { change.mutate(checked); }} />
      <Refusal error={change.error} />
    </section>
  );
}
