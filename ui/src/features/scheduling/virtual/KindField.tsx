import { Field, Radio, RadioGroup } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { EventKind } from "../../../bindings/core";
import { useVirtualOffered } from "./api";
import styles from "./virtual.module.css";

const kinds: { kind: EventKind; name: string; can: string; cannot: string }[] = [
  {
    kind: "meeting",
    name: "Meeting",
    can: "Everyone can talk and join here, in Teams or in a browser. Lectern keeps the list, sends confirmations and gives each person a ticket.",
    cannot: "No registration page of Microsoft’s.",
  },
  {
    kind: "webinar",
    name: "Webinar",
    can: "Presenters talk, attendees watch and ask. Teams hosts the registration page, its questions and its mails.",
    cannot: "People join in Teams, not here. Teams keeps the list, and only tells afterwards who came. An administrator has to agree once.",
  },
  {
    kind: "townHall",
    name: "Town hall",
    can: "For very many who watch: a broadcast with presenters.",
    cannot: "Joined in Teams only; no registration questions, no enrolment. An administrator has to agree once.",
  },
];

/** What kind of event it becomes, with what each can and cannot do. Where the cloud has only meetings, nothing is asked. */
export function KindField({ value, onChange }: { value: EventKind; onChange: (kind: EventKind) => void }): ReactNode {
  const offered = useVirtualOffered();
  if (!offered && value === "meeting") return null;
  return (
    <Field label="Kind">
      <RadioGroup
        className={styles.kinds ?? ""}
        value={value}
        onChange={(_, { value: chosen }) => {
          const found = kinds.find(({ kind }) => kind === chosen);
          if (found) onChange(found.kind);
        }}
      >
        {kinds.map(({ kind, name, can, cannot }) => (
          <div key={kind} className={styles.kind} data-chosen={kind === value}>
            <Radio value={kind} label={{ children: name, className: styles.kindName ?? "" }} aria-describedby={`kind-${kind}`} />
            <div id={`kind-${kind}`}>
              <p>{can}</p>
              <p className={styles.quiet}>{cannot}</p>
            </div>
          </div>
        ))}
      </RadioGroup>
    </Field>
  );
}
