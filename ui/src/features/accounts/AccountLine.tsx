import type { ReactNode } from "react";
import type { KnownProfile } from "../../bindings/core";
import { StatusChip } from "../../components/StatusChip";
import { initials } from "../../lib/desk";
import styles from "./accounts.module.css";

/** Where an account belongs: its address, its organization, its cloud where that is not the usual one. */
function aboutAccount({ account, cloud, cloudTitle }: KnownProfile): string {
  if (account === null) return "Nobody has signed in yet";
  const parts = [account.username, account.organization, cloud === "global" ? null : cloudTitle];
  return parts.filter((part) => part !== null && part !== "").join(" · ");
}

export function Initials({ of }: { of: string }): ReactNode {
  return (
    <span className={styles.initials} aria-hidden="true">
      {initials(of)}
    </span>
  );
}

/** One account as every list shows it. */
export function AccountLine({ known, before = "" }: { known: KnownProfile; before?: string }): ReactNode {
  return (
    <>
      <Initials of={known.title} />
      <span className={styles.words}>
        <span className={styles.title}>
          {before}
          <bdi>{known.title}</bdi>
        </span>
        <bdi className={styles.about}>{known.problem ?? aboutAccount(known)}</bdi>
        {known.account?.signedIn === false && <StatusChip status="warning" word="Signed out" />}
      </span>
    </>
  );
}
