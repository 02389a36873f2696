import type { ReactNode } from "react";
import { OnlyInTeams } from "../../components/OnlyInTeams";
import styles from "./Overview.module.css";

/** Hosting happens in Teams, one click away in the page's head; here it says plainly what for. */
export function HostSide(): ReactNode {
  return (
    <section className={styles.about}>
      <h2>Hosting and presenting</h2>
      <p>Use “Open in Teams” above, with the account that owns the event. Presenters do the same: Lectern joins as a guest.</p>
      <OnlyInTeams summary="What only Teams can do" />
    </section>
  );
}
