import { Button, Field, Input, MessageBar, MessageBarBody, Select, Switch, Textarea } from "@fluentui/react-components";
import { ArrowLeft20Regular } from "@fluentui/react-icons/headless/svg/arrow-left";
import { useState, type ReactNode } from "react";
import type { EventDetail, RegistrationRules, RegistrationSettings } from "../../../bindings/core";
import { ErrorFace, errorText } from "../../../components/Face";
import { PrimaryAction } from "../../../components/PrimaryAction";
import { Skeleton } from "../../../components/Skeleton";
import { CoreError } from "../../../ipc/core";
import { whenWaits } from "../../../lib/published";
import { tell } from "../../../lib/toasts";
import { PlacesField, readCapacity } from "../PlacesField";
import { useRules, useSetRules } from "../standing";
import { QuestionsEditor } from "./QuestionsEditor";
import { WindowFields } from "./WindowFields";
import styles from "./rules.module.css";

/** What was typed and not saved, by event: leaving the page for a look elsewhere loses nothing. */
const drafts = new Map<string, RegistrationSettings>();

const times: [number, string][] = [
  [60, "1 hour"],
  [240, "4 hours"],
  [1_440, "1 day"],
  [2_880, "2 days"],
  [10_080, "1 week"],
];

function timeWord(minutes: number): string {
  return times.find(([one]) => one === minutes)?.[1] ?? `${minutes} minutes`;
}

interface PartProps {
  rules: RegistrationRules;
  onChange: (rules: Partial<RegistrationRules>) => void;
}

function Part({ title, text, children }: { title: string; text: string; children: ReactNode }): ReactNode {
  return (
    <section className={styles.part} aria-label={title}>
      <header>
        <h2>{title}</h2>
        <p className={styles.quiet}>{text}</p>
      </header>
      <div className={styles.fields}>{children}</div>
    </section>
  );
}

function WaitlistFields({ rules, onChange }: PartProps): ReactNode {
  const kept = rules.offerMinutes;
  const known = kept === null || times.some(([minutes]) => minutes === kept);
  return (
    <>
      <Switch label="People can wait when all places are taken" checked={rules.waitlist} onChange={(_, { checked }) => { onChange({ waitlist: checked }); }} />
      {rules.waitlist && (
        <Field label="When a place is free, the next in the queue" hint="The time begins when the place is offered. If nobody takes it, it goes to the one after.">
          <Select value={kept === null ? "" : String(kept)} onChange={(_, { value }) => { onChange({ offerMinutes: value === "" ? null : Number(value) }); }}>
            <option value="">gets it at once</option>
            {times.map(([minutes, word]) => (
              <option key={minutes} value={minutes}>
                is offered it for {word}
              </option>
            ))}
            {!known && <option value={String(kept)}>is offered it for {timeWord(kept)}</option>}
          </Select>
        </Field>
      )}
      <Switch label="Somebody approves each person" checked={rules.approval} onChange={(_, { checked }) => { onChange({ approval: checked }); }} />
      <Field label="Guests that one person may bring" hint="Each takes a place and gets a ticket. 0: one person for one address.">
        <Input
          type="number"
          min={0}
          max={20}
          value={String(rules.guests)}
          onChange={(_, { value }) => { onChange({ guests: Math.min(20, Math.max(0, Math.floor(Number(value) || 0))) }); }}
        />
      </Field>
    </>
  );
}

function DomainFields({ rules, refusal, onChange }: PartProps & { refusal: string | undefined }): ReactNode {
  const { domains } = rules;
  const field = (label: string, list: "allowed" | "blocked", hint: string): ReactNode => (
    <Field label={label} hint={hint} validationMessage={list === "allowed" ? refusal : undefined}>
      <Textarea rows={3} resize="vertical" value={domains[list].join("\n")} onChange={(_, { value }) => { onChange({ domains: { ...domains, [list]: value === "" ? [] : value.split("\n") } }); }} />
    </Field>
  );
  return (
    <>
      {field("Only these", "allowed", "One a line, as in contoso.com. Empty: everybody.")}
      {field("Never these", "blocked", "Where both fit, the longer one decides.")}
    </>
  );
}

interface Props {
  event: EventDetail;
  /** How long the people are kept: saved by itself. */
  retention?: ReactNode;
  onDone: () => void;
}

function useDraft(event: EventDetail, saved: RegistrationSettings): [RegistrationSettings, (next: RegistrationSettings) => void, () => void] {
  const [draft, setDraft] = useState(() => drafts.get(event.id) ?? saved);
  const change = (next: RegistrationSettings): void => {
    drafts.set(event.id, next);
    setDraft(next);
  };
  return [draft, change, () => { drafts.delete(event.id); }];
}

function Refusal({ error }: { error: Error | null }): ReactNode {
  return (
    <div aria-live="polite">
      {error && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>Nothing was changed. {errorText(error)}</MessageBarBody>
        </MessageBar>
      )}
    </div>
  );
}

function RulesForm({ event, before, retention, onDone }: Props & { before: RegistrationSettings }): ReactNode {
  const [draft, change, forget] = useDraft(event, before);
  const [places, setPlaces] = useState(draft.capacity === null ? "" : String(draft.capacity));
  const set = useSetRules(event.id);
  const read = readCapacity(places);
  const refused = set.error instanceof CoreError ? set.error : null;
  const refusal = (field: string): string | undefined => (refused?.field === field ? refused.message : undefined);
  const rules = (next: Partial<RegistrationRules>): void => {
    change({ ...draft, rules: { ...draft.rules, ...next } });
    if (set.error) set.reset();
  };
  const done = (): void => {
    forget();
    onDone();
  };
  const saved = (): void => {
    tell({ kind: "done", text: "Saved. It holds from now on." });
    done();
  };
  const save = (): void => {
    if (read && !set.isPending) set.mutate({ ...draft, capacity: read.capacity }, { onSuccess: saved, onError: whenWaits(done) });
  };
  return (
    <div className={styles.page}>
      <PrimaryAction>
        <Button appearance="primary" disabled={!read || set.isPending} onClick={save}>
          Save
        </Button>
      </PrimaryAction>
      <Button appearance="subtle" size="small" className={styles.back ?? ""} icon={<ArrowLeft20Regular />} onClick={onDone}>
        Back to the people
      </Button>
      <Refusal error={set.error} />
      <Part title="Places" text="How many people, and what happens when there are more.">
        <PlacesField typed={places} refusal={refusal("capacity")} onType={setPlaces} />
        <WaitlistFields rules={draft.rules} onChange={rules} />
      </Part>
      <Part title="When" text="Outside these times nobody is added, by hand or from a list.">
        <WindowFields window={draft.rules.window} eventZone={event.zone} start={event.start} onChange={(window) => { rules({ window }); }} />
      </Part>
      <Part title="Mail domains" text="A domain stands for everything below it too.">
        <DomainFields rules={draft.rules} refusal={refusal("domains")} onChange={rules} />
      </Part>
      {retention}
      <section className={styles.wide} aria-label="Questions">
        <header>
          <h2>Questions</h2>
          <p className={styles.quiet}>Asked when a person is added. A list that you import is not asked.</p>
        </header>
        <QuestionsEditor questions={draft.rules.questions} onChange={(questions) => { rules({ questions }); }} />
      </section>
    </div>
  );
}

/** Who gets in, and how: all rules of one event's registration on one page. */
export function RulesPage({ event, retention, onDone }: Props): ReactNode {
  const saved = useRules(event.id);
  if (saved.isPending) return <div className={styles.page}><Skeleton rows={6} height={56} label="Loading the rules" /></div>;
  if (saved.isError) return <ErrorFace error={saved.error} retry={() => void saved.refetch()} />;
  return <RulesForm event={event} before={saved.data} retention={retention} onDone={onDone} />;
}
