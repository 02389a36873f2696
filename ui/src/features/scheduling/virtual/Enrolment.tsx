import { Button, Field, Input } from "@fluentui/react-components";
import { DocumentTable20Regular } from "@fluentui/react-icons/headless/svg/document-table";
import { useState, type ReactNode } from "react";
import type { Enrolments, VirtualEventDetail } from "../../../bindings/core";
import { errorText } from "../../../components/Face";
import { CopyButton } from "../../../components/CopyButton";
import { StatusChip } from "../../../components/StatusChip";
import { CoreError } from "../../../ipc/core";
import { chooseCsv } from "../../../ipc/files";
import { counted } from "../../../lib/time";
import { tell } from "../../../lib/toasts";
import { AnswerFields, answersOf, type Said } from "./AnswerFields";
import { useEnrol, useEnrolments, type Enrolling, type ToEnrol } from "./enrolling";
import { Refused } from "./Refused";
import { UnderWay } from "./UnderWay";
import styles from "./virtual.module.css";

const BLANK = { firstName: "", lastName: "", email: "" };
const FIELDS = ["firstName", "lastName", "email"] as const;
const labels: Record<keyof typeof BLANK, string> = { firstName: "First name", lastName: "Last name", email: "Email" };

function People({ enrolments }: { enrolments: Enrolments }): ReactNode {
  const { counts, people } = enrolments;
  const all = counts.planned + counts.unsure + counts.enrolled + counts.waiting + counts.refused + counts.cancelling + counts.cancelled;
  return (
    <>
      <ul className={styles.list}>
        {people.map((person) => (
          <li key={person.id} className={styles.item}>
            <span className={styles.words}>
              <bdi>{person.name}</bdi>
              <span>
                {person.email}
                {person.problem !== null && ` · ${person.problem}`}
              </span>
            </span>
            <StatusChip status={person.state} />
            {person.joinUrl !== null && person.state === "enrolled" && (
              <CopyButton text={person.joinUrl} size="small" label={`Copy their link: ${person.name}`}>
                Copy their link
              </CopyButton>
            )}
          </li>
        ))}
      </ul>
      {all > people.length && <p className={styles.quiet}>{counted(all - people.length, "person more is", "people more are")} not shown here. Whom Teams refused comes first.</p>}
    </>
  );
}

function Form({ event, enrol, busy }: { event: VirtualEventDetail; enrol: Enrolling; busy: boolean }): ReactNode {
  const [typed, setTyped] = useState(BLANK);
  const [said, setSaid] = useState<Said>({});
  const { questions } = event;
  const run = (whom: ToEnrol): void => {
    enrol.mutate(whom, {
      onSuccess: () => {
        setTyped(BLANK);
        setSaid({});
      },
    });
  };
  const fromFile = async (): Promise<void> => {
    try {
      const path = await chooseCsv();
      if (path !== null) run({ path });
    } catch (error) {
      tell({ kind: "failed", text: `The file could not be chosen. ${errorText(error)}` });
    }
  };
  const wrong = (field: string): string | undefined => (enrol.error instanceof CoreError && enrol.error.field === field ? enrol.error.message : undefined);
  return (
    <form
      className={styles.fields}
      noValidate
      onSubmit={(submitted) => {
        submitted.preventDefault();
        run({ people: [{ ...typed, answers: answersOf(questions, said) }] });
      }}
    >
      <div className={styles.pair}>
        {FIELDS.map((field) => (
          <Field key={field} label={labels[field]} validationMessage={wrong(field)}>
            <Input value={typed[field]} onChange={(_, { value }) => { setTyped({ ...typed, [field]: value }); }} />
          </Field>
        ))}
        <Button type="submit" disabled={busy || FIELDS.some((field) => typed[field].trim() === "")}>
          {enrol.isPending ? "Enrolling…" : "Enrol"}
        </Button>
      </div>
      {questions.length > 0 && <AnswerFields questions={questions} said={said} onChange={setSaid} />}
      {questions.length > 0 && <p className={styles.quiet}>In a list, a column whose head is a question’s words answers it. Nobody is enrolled before all of it fits.</p>}
      <div className={styles.buttons}>
        <Button appearance="subtle" icon={<DocumentTable20Regular />} disabled={busy} onClick={() => void fromFile()}>
          Enrol a list
        </Button>
        <Button appearance="subtle" disabled={busy} onClick={() => { run({ people: [] }); }}>
          Ask Teams again
        </Button>
      </div>
      <Refused error={enrol.error} fields={[...FIELDS]} />
    </form>
  );
}

/** People from outside, put on Teams' list from here; where that is not possible, why not and what else there is. */
export function Enrolment({ event }: { event: VirtualEventDetail }): ReactNode {
  const { possible, why } = event.enrolment;
  const enrolments = useEnrolments(event.id, possible).data;
  const enrol = useEnrol(event.id);
  const busy = enrol.isPending || (enrolments?.running ?? false);
  // Why not, the list of who is registered has said already: it is the same credential.
  if (!possible && event.kind === "webinar") return null;
  return (
    <section className={styles.section} aria-labelledby="enrolment">
      <h2 id="enrolment">Enrol people from outside</h2>
      {!possible && <p className={styles.quiet}>{why}</p>}
      {possible && event.state !== "published" && <p className={styles.quiet}>Publish the webinar first: Teams enrols nobody in a draft.</p>}
      {possible && event.state === "published" && (
        <>
          <p className={styles.quiet}>Each one gets a link of their own from Teams, which is shown here. Teams mails them by itself{event.attendeeMail ? "" : " only if you switch that on there"}.</p>
          <Form event={event} enrol={enrol} busy={busy} />
          {enrolments && <UnderWay event={event} enrolments={enrolments} enrol={enrol} />}
        </>
      )}
      {enrolments && enrolments.people.length > 0 && <People enrolments={enrolments} />}
    </section>
  );
}
