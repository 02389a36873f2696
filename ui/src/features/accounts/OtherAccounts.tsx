import type { ReactNode } from "react";
import { call } from "../../ipc/core";
import { AccountLine } from "./AccountLine";
import { useProfiles } from "./api";
import { MoveNote } from "./MoveNote";
import { useMove } from "./useMove";
import styles from "./accounts.module.css";

/** On the sign-in page: the accounts that are here already. While another is being added, the way back leads. */
export function OtherAccounts(): ReactNode {
  const profiles = useProfiles().data;
  const move = useMove();
  const backTo = profiles?.backTo ?? null;
  const others = (profiles?.profiles ?? []).filter(({ open, account }) => !open && account !== null);
  const former = others.find(({ id }) => id === backTo);
  if (others.length === 0) return null;
  const back = async (): Promise<string[]> => {
    await call("profiles|leave_new_profile");
    return [];
  };
  return (
    <section className={styles.others} aria-label="Other accounts">
      <h2 className={styles.group}>{former ? "Not now" : "Accounts on this computer"}</h2>
      <ul className={styles.rows}>
        {former && (
          <li>
            <button type="button" className={styles.row} disabled={move.leaving} onClick={() => { move.begin(back); }}>
              <AccountLine known={former} before="Back to " />
            </button>
          </li>
        )}
        {others.filter((known) => known !== former).map((known) => (
          <li key={known.dir}>
            <button type="button" className={styles.row} disabled={move.leaving} onClick={() => { move.begin(() => call("profiles|switch_profile", { id: known.id })); }}>
              <AccountLine known={known} />
            </button>
          </li>
        ))}
      </ul>
      <MoveNote move={move} />
    </section>
  );
}
