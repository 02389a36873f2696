import { Avatar, Button } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { StatusChip } from "../../components/StatusChip";
import { counted, fullMoment, shortMoment, viewerZone, zoneCity } from "../../lib/time";
import { useFirstRegistrants } from "./api";
import styles from "./registration.module.css";

const SHOWN = 5;

/** Who registered last. The core lists by name, so this is said only where one window holds everyone. */
export function LatestPeople({ eventId, onAll }: { eventId: string; onAll: () => void }): ReactNode {
  const page = useFirstRegistrants(eventId).data;
  if (!page) return null;
  const everyone = page.total <= page.rows.length;
  const rows = (everyone ? [...page.rows].sort((a, b) => Date.parse(b.registeredAt) - Date.parse(a.registeredAt)) : page.rows).slice(0, SHOWN);
  const zone = viewerZone();
  return (
    <section className={styles.latest}>
      <header>
        <h2>{everyone ? "Latest" : "People"}</h2>
        <span className={styles.quiet}>Registered, by {zoneCity(zone)}’s clocks</span>
        <Button appearance="subtle" size="small" onClick={onAll}>
          All {counted(page.total, "person", "people")}
        </Button>
      </header>
      <ul>
        {rows.map((row) => (
          <li key={row.id} className={styles.row}>
            <span className={styles.name}>
              <Avatar name={row.name} color="colorful" size={24} aria-hidden="true" />
              <bdi>{row.name}</bdi>
            </span>
            <span className={`${styles.cell ?? ""} ${styles.quiet ?? ""}`}>{row.email}</span>
            <span>
              <StatusChip status={row.status} />
            </span>
            <span className={`${styles.date ?? ""} ${styles.quiet ?? ""}`} title={fullMoment(row.registeredAt, zone)}>
              {shortMoment(row.registeredAt, zone)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
