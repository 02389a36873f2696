import { Popover, PopoverSurface } from "@fluentui/react-components";
import { PersonAdd20Regular } from "@fluentui/react-icons/headless/svg/person-add";
import { Settings20Regular } from "@fluentui/react-icons/headless/svg/settings";
import { useEffect, useRef, type ReactNode } from "react";
import type { KnownProfile } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { PlainButton } from "../../components/PlainButton";
import { Skeleton } from "../../components/Skeleton";
import { call } from "../../ipc/core";
import { moveInList } from "../../lib/shortcuts";
import { AccountLine, Initials } from "./AccountLine";
import { useProfiles } from "./api";
import { MoveNote } from "./MoveNote";
import { useMove, type Move } from "./useMove";
import styles from "./accounts.module.css";

function Whose({ known }: { known: KnownProfile }): ReactNode {
  const { account } = known;
  return (
    <header className={styles.whose}>
      <Initials of={known.title} />
      <div className={styles.words}>
        <bdi className={styles.title}>{known.title}</bdi>
        {account && account.displayName !== known.title && <bdi className={styles.about}>{account.displayName}</bdi>}
        {account && <bdi className={styles.about}>{account.username}</bdi>}
        {account && <bdi className={styles.about}>{account.organization}</bdi>}
        <span className={styles.about}>{known.cloudTitle}</span>
        {known.kind === "sandbox" && <span className={styles.sandbox}>Sandbox</span>}
      </div>
    </header>
  );
}

function Others({ others, move }: { others: KnownProfile[]; move: Move }): ReactNode {
  if (others.length === 0) return null;
  return (
    <>
      <h2 className={styles.group}>Other accounts</h2>
      <ul className={styles.rows}>
        {others.map((known) => (
          <li key={known.dir}>
            <button type="button" className={styles.row} disabled={known.problem !== null || move.leaving} onClick={() => { move.begin(() => call("profiles|switch_profile", { id: known.id })); }}>
              <AccountLine known={known} />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

interface Props {
  /** What it opens beside. */
  target: HTMLElement | null;
  onClose: () => void;
  onManage: () => void;
}

/** Whose desk this is, and the others that the window can go to. */
export function AccountMenu({ target, onClose, onManage }: Props): ReactNode {
  const profiles = useProfiles();
  const move = useMove();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // By itself the popover finds nothing to focus where the palette was closed for it.
    list.current?.querySelector<HTMLElement>("button:not(:disabled)")?.focus();
  }, []);
  const all = profiles.data?.profiles ?? [];
  const here = all.find(({ open }) => open);
  return (
    <Popover open trapFocus positioning={{ target, position: "after", align: "bottom", offset: 8 }} onOpenChange={(_, { open }) => { if (!open) onClose(); }}>
      <PopoverSurface aria-label="Account" className={styles.menu ?? ""}>
        <div ref={list} onKeyDown={(event) => { if (list.current) moveInList(event, list.current, "button:not(:disabled)"); }}>
          {profiles.isPending && <Skeleton rows={2} height={48} />}
          {profiles.isError && (
            <div className={styles.failed} role="alert">
              <p>The accounts could not be listed. {errorText(profiles.error)}</p>
              <PlainButton onClick={() => void profiles.refetch()}>Try again</PlainButton>
            </div>
          )}
          {here && <Whose known={here} />}
          <div className={styles.scroll}>
            <Others others={all.filter(({ open }) => !open)} move={move} />
          </div>
          <MoveNote move={move} />
          <ul className={styles.acts}>
            <li>
              <button type="button" className={styles.row} disabled={move.leaving} onClick={() => { move.begin(() => call("profiles|add_profile")); }}>
                <PersonAdd20Regular aria-hidden="true" className={styles.icon} />
                Add an account
              </button>
            </li>
            <li>
              <button type="button" className={styles.row} onClick={onManage}>
                <Settings20Regular aria-hidden="true" className={styles.icon} />
                Manage accounts
              </button>
            </li>
          </ul>
        </div>
      </PopoverSurface>
    </Popover>
  );
}
