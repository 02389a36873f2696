import { Link } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { useDesk } from "../../lib/desk";
import styles from "./settings.module.css";

export function About(): ReactNode {
  const desk = useDesk().data;
  return (
    <section className={styles.section}>
      <h2>About</h2>
      <p>Lectern {desk?.version}, free software under the MIT or the Apache 2.0 licence.</p>
      <p className={styles.quiet}>
        The calling library comes from Microsoft under its own terms{desk?.termsAccepted ? ", which were accepted on this computer" : ", which Lectern asks about before the first call"}. The
        notices of everything it is made with are in the <Link href="./third-party-notices.txt" target="_blank">third-party notices</Link>.
      </p>
    </section>
  );
}
