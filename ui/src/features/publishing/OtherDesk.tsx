import type { ReactNode } from "react";
import { hostOf } from "../../lib/published";
import { fullMoment, momentHere, viewerZone } from "../../lib/time";
import styles from "./publishing.module.css";

/** Whose event it is, and what is not this desk’s to do. */
export function OtherDesk({ desk, owner }: { desk: string; owner: boolean }): ReactNode {
  return (
    <p className={styles.quiet}>
      The desk “<bdi>{desk}</bdi>” published this event. Its title, time and page are changed there; the list is worked on here as well.
      {!owner && " Only that desk, or an owner’s, can unpublish it."}
    </p>
  );
}

/** A copy that nobody decides about any more. */
export function Over({ service, desk, since }: { service: string; desk: string; since: string }): ReactNode {
  return (
    <>
      <p title={fullMoment(since, viewerZone())}>
        Over since {momentHere(since)}: {hostOf(service)} decides about this event no more. The desk “<bdi>{desk}</bdi>” published it, and the list is that desk’s again.
      </p>
      <p className={styles.quiet}>What is known of it here stays for reading and takes no changes. If it is published anew, it goes on here by itself.</p>
    </>
  );
}
