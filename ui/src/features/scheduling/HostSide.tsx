import { Button } from "@fluentui/react-components";
import { Open20Regular } from "@fluentui/react-icons/headless/svg/open";
import type { ReactNode } from "react";
import { OnlyInTeams } from "../../components/OnlyInTeams";
import { openAddress } from "./outside";
import styles from "./Overview.module.css";

/** Hosting happens in Teams: one click there, and plainly what only Teams can do. */
export function HostSide({ joinUrl }: { joinUrl: string }): ReactNode {
  return (
    <section className={styles.host} aria-labelledby="host-side">
      <div>
        <h2 id="host-side">Hosting and presenting</h2>
        <p>Open the meeting in Teams with the account that owns it. Lectern joins as a guest only.</p>
        <OnlyInTeams summary="What only Teams can do" />
      </div>
      <Button icon={<Open20Regular />} onClick={() => { openAddress(joinUrl); }}>
        Host in Teams
      </Button>
    </section>
  );
}
