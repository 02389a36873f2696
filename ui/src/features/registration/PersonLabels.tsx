import { Button, Field, Input, Textarea } from "@fluentui/react-components";
import { Dismiss16Regular } from "@fluentui/react-icons/headless/svg/dismiss";
import { useState, type ReactNode } from "react";
import type { PersonDetail } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { tellUndone } from "../../lib/published";
import { useTagging } from "./decisions";
import { useGroup, useNote } from "./standing";
import styles from "./registration.module.css";

function Tags({ eventId, person }: { eventId: string; person: PersonDetail["registrant"] }): ReactNode {
  const [typed, setTyped] = useState("");
  const tag = useTagging(eventId);
  return (
    <div>
      <ul className={styles.tags}>
        {person.tags.map((word) => (
          <li key={word} className={styles.tag}>
            <bdi>#{word}</bdi>
            <Button appearance="transparent" size="small" icon={<Dismiss16Regular />} aria-label={`Take off #${word}`} onClick={() => { tag([person.id], word, false); }} />
          </li>
        ))}
      </ul>
      <form
        className={styles.tagForm}
        onSubmit={(submitted) => {
          submitted.preventDefault();
          if (typed.trim() === "") return;
          tag([person.id], typed.trim(), true);
          setTyped("");
        }}
      >
        <Input size="small" aria-label="New tag" placeholder="New tag" value={typed} onChange={(_, { value }) => { setTyped(value); }} />
        <Button size="small" type="submit" disabled={typed.trim() === ""}>
          Add
        </Button>
      </form>
    </div>
  );
}

function Group({ eventId, person }: { eventId: string; person: PersonDetail["registrant"] }): ReactNode {
  const [typed, setTyped] = useState(person.group ?? "");
  const group = useGroup(eventId);
  const save = (): void => {
    const wanted = typed.trim() === "" ? null : typed.trim();
    if (wanted === person.group) return;
    group.mutate({ ids: [person.id], group: wanted }, { onError: (error) => { tellUndone(error, errorText(error)); } });
  };
  return (
    <Field label="Group" size="small">
      <Input size="small" placeholder="None" value={typed} onChange={(_, { value }) => { setTyped(value); }} onBlur={save} onKeyDown={(pressed) => { if (pressed.key === "Enter") save(); }} />
    </Field>
  );
}

function Note({ eventId, person, note }: { eventId: string; person: PersonDetail["registrant"]; note: string }): ReactNode {
  const [typed, setTyped] = useState(note);
  const keep = useNote(eventId);
  const save = (): void => {
    if (typed.trim() === note) return;
    keep.mutate({ registrantId: person.id, note: typed }, { onError: (error) => { tellUndone(error, `The note was not saved. ${errorText(error)}`); } });
  };
  return (
    <Field label="Note" hint="Kept here; never sent to anybody." size="small">
      <Textarea rows={3} resize="vertical" value={typed} onChange={(_, { value }) => { setTyped(value); }} onBlur={save} />
    </Field>
  );
}

/** What the organizer writes on a person: tags, a group, a note. Saved when the field is left. */
export function PersonLabels({ eventId, detail }: { eventId: string; detail: PersonDetail }): ReactNode {
  const { registrant, note } = detail;
  return (
    <div className={styles.fields}>
      <Tags eventId={eventId} person={registrant} />
      <Group eventId={eventId} person={registrant} />
      <Note eventId={eventId} person={registrant} note={note} />
    </div>
  );
}
