import { Button } from "@fluentui/react-components";
import { Delete20Regular } from "@fluentui/react-icons/headless/svg/delete";
import type { ReactNode } from "react";
import type { Colleague } from "../../../bindings/core";
import { aside, called } from "./PickColleague";
import styles from "./virtual.module.css";

/** People of the organization in a list; `onRemove` is null where nothing can be changed any more. */
export function Colleagues({ people, from, busy, onRemove }: { people: Colleague[]; from: string; busy: boolean; onRemove: ((one: Colleague) => void) | null }): ReactNode {
  return (
    <ul className={styles.list}>
      {people.map((one) => (
        <li key={one.id} className={styles.item}>
          <span className={styles.words}>
            <bdi>{called(one)}</bdi>
            {aside(one) !== "" && <span>{aside(one)}</span>}
          </span>
          {onRemove && <Button appearance="subtle" icon={<Delete20Regular />} aria-label={`Remove ${called(one)} from ${from}`} disabled={busy} onClick={() => { onRemove(one); }} />}
        </li>
      ))}
    </ul>
  );
}
