import { Button, Checkbox, Field, Input, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useId, useState, type ReactNode } from "react";
import type { ErasureReport, PrivacyPreview } from "../../bindings/core";
import { ErrorFace, errorText } from "../../components/Face";
import { Skeleton } from "../../components/Skeleton";
import { StatusChip } from "../../components/StatusChip";
import { chooseWhereToSaveReport } from "../../ipc/files";
import { counted, momentIn } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { useErasePerson, useExportPerson, usePrivacyPreview } from "./api";
import styles from "./privacy.module.css";

function Part({ title, words }: { title: string; words: string[] }): ReactNode {
  if (words.length === 0) return null;
  return (
    <div className={styles.part}>
      <h3>{title}</h3>
      <ul className={styles.plain}>
        {words.map((word) => (
          <li key={word}>
            <bdi>{word}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}

function besides(found: PrivacyPreview): string[] {
  return [
    ...found.webinars.map((title) => `Webinar: ${title}`),
    ...(found.planned > 0 ? [`${counted(found.planned, "message", "messages")} that would not be sent`] : []),
    ...found.files.map((file) => `In the file ${file}`),
  ];
}

function Lists({ found }: { found: PrivacyPreview }): ReactNode {
  const also = besides(found);
  return (
    <div className={styles.part}>
      <h3>Kept here, and erased with the person</h3>
      <ul className={styles.list}>
        {found.events.map((at) => (
          <li key={`${at.eventId} ${at.guest ?? ""}`} className={styles.entry}>
            <span>
              <bdi>{at.title}</bdi>
              {at.guest !== null && (
                <>
                  , guest <bdi>{at.guest}</bdi>
                </>
              )}{" "}
              <StatusChip status={at.status} />
            </span>
            <span className={styles.quiet}>
              {momentIn(at.start, at.zone)}
              {at.answers > 0 && `, ${counted(at.answers, "answer", "answers")}`}
              {at.tags > 0 && `, ${counted(at.tags, "tag", "tags")}`}
              {at.note && ", a note"}
              {at.upcoming && ". Still to come: the place goes to the next in the queue."}
            </span>
          </li>
        ))}
        {also.map((word) => (
          <li key={word} className={styles.entry}>
            <bdi>{word}</bdi>
          </li>
        ))}
      </ul>
      {found.events.length + also.length === 0 && <p>Nothing but the name below.</p>}
    </div>
  );
}

function Namesakes({ found, chosen, onChoose }: { found: PrivacyPreview; chosen: string[]; onChoose: (ids: string[]) => void }): ReactNode {
  if (found.namesakes.length === 0) return null;
  return (
    <div className={styles.part}>
      <h3>The same name, without an address</h3>
      <p className={styles.quiet}>Microsoft’s external registration keeps no address. Tick who is the same person; a link is told only once and would be lost.</p>
      {found.namesakes.map((other) => (
        <Checkbox
          key={other.id}
          label={`${other.name}, ${other.eventTitle}${other.hasLink ? " (with a link)" : ""}`}
          checked={chosen.includes(other.id)}
          onChange={(_, { checked }) => { onChoose(checked === true ? [...chosen, other.id] : chosen.filter((id) => id !== other.id)); }}
        />
      ))}
    </div>
  );
}

function Export({ email }: { email: string }): ReactNode {
  const save = useExportPerson();
  const choose = async (): Promise<void> => {
    const path = await chooseWhereToSaveReport(`lectern-${email.replace(/[^a-z0-9]+/giu, "-")}.json`);
    if (path === null) return;
    save.mutate(
      { email, path },
      {
        onSuccess: (saved) => { tell({ kind: "done", text: `Saved to ${saved.file}. Ticket codes are not in it.` }); },
        onError: (error) => { tell({ kind: "failed", text: `Nothing was saved. ${errorText(error)}` }); },
      },
    );
  };
  return (
    <Button disabled={save.isPending} onClick={() => void choose()}>
      Save everything as a file
    </Button>
  );
}

/** There is no way back, so the address is typed once more. */
function Confirm({ email, also, onDone, onClose }: { email: string; also: string[]; onDone: (report: ErasureReport) => void; onClose: () => void }): ReactNode {
  const [typed, setTyped] = useState("");
  const erase = useErasePerson();
  const same = typed.trim().toLowerCase() === email.toLowerCase();
  const submit = (): void => {
    if (same && !erase.isPending) erase.mutate({ email, confirm: typed, also }, { onSuccess: onDone });
  };
  return (
    <form
      className={styles.confirm}
      noValidate
      aria-label="Erase this person"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        submit();
      }}
    >
      <Field label="Type the address once more" hint="There is no way back, also not from Lectern’s own copies.">
        <Input autoFocus type="email" dir="ltr" autoComplete="off" spellCheck={false} value={typed} onChange={(_, { value }) => { setTyped(value); }} />
      </Field>
      <div aria-live="polite">
        {erase.error && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{errorText(erase.error)}</MessageBarBody>
          </MessageBar>
        )}
      </div>
      <div className={styles.buttons}>
        <Button type="submit" appearance="primary" disabled={!same || erase.isPending}>
          {erase.isPending ? "Erasing…" : "Erase for good"}
        </Button>
        <Button appearance="subtle" disabled={erase.isPending} onClick={onClose}>
          Not now
        </Button>
      </div>
    </form>
  );
}

const fates = { rewritten: "is rewritten without the person", removed: "is removed", left: "can’t be looked into: delete it yourself" } as const;

function Done({ report }: { report: ErasureReport }): ReactNode {
  return (
    <div className={styles.found} role="status">
      <MessageBar intent={report.finished ? "success" : "warning"} layout="multiline">
        <MessageBarBody>
          {report.finished ? "Erased." : "Erased from all lists. The data file waits for another window or terminal that reads it, and goes on by itself."} The history calls them {report.pseudonym}.
        </MessageBarBody>
      </MessageBar>
      <Part
        title="Done"
        words={[
          `${counted(report.people, "row of a list", "rows of lists")}, ${counted(report.enrolments, "webinar enrolment", "webinar enrolments")}`,
          ...(report.listed > 0 ? [`${counted(report.listed, "row", "rows")} of Teams’ lists of webinars, as they were read here`] : []),
          ...(report.cancelledMessages > 0 ? [`${counted(report.cancelledMessages, "planned message", "planned messages")} will not be sent`] : []),
          ...report.files.map(({ file, fate }) => `${file} ${fates[fate]}`),
          ...(report.waiting > 0 ? [`The service of ${counted(report.waiting, "published event", "published events")} has not answered yet, and is asked as soon as it can be reached`] : []),
        ]}
      />
      <Part title="Still written elsewhere, and yours to change" words={report.remains} />
      <Part title="What Lectern can’t reach" words={report.unreachable} />
    </div>
  );
}

function Found({ found }: { found: PrivacyPreview }): ReactNode {
  const [also, setAlso] = useState<string[]>([]);
  const [confirming, setConfirming] = useState(false);
  const [done, setDone] = useState<ErasureReport | null>(null);
  const title = useId();
  if (done) return <Done report={done} />;
  if (!found.found) return <p role="status">Nothing is kept of {found.email} in this profile.</p>;
  return (
    <div className={styles.found} role="region" aria-labelledby={title}>
      <h3 id={title} className={styles.who}>
        <bdi>{found.names.join(", ") || found.email}</bdi>
      </h3>
      <Lists found={found} />
      <Namesakes found={found} chosen={also} onChoose={setAlso} />
      <Part title="Stays" words={found.stays} />
      <Part title="Written elsewhere, and yours to change" words={found.mentions} />
      <Part title="What Lectern can’t reach" words={found.unreachable} />
      {found.blocked !== null && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{found.blocked}</MessageBarBody>
        </MessageBar>
      )}
      {confirming ? (
        <Confirm email={found.email} also={also} onDone={setDone} onClose={() => { setConfirming(false); }} />
      ) : (
        <div className={styles.buttons}>
          <Export email={found.email} />
          <Button disabled={found.blocked !== null} onClick={() => { setConfirming(true); }}>
            Erase…
          </Button>
        </div>
      )}
    </div>
  );
}

/** What is here of one address, and what can be done about it. */
export function PersonFound({ email }: { email: string }): ReactNode {
  const found = usePrivacyPreview(email);
  if (found.isPending) return <Skeleton rows={4} height={32} label="Looking through all events" />;
  if (found.isError) return <ErrorFace error={found.error} title="This could not be looked up" retry={() => void found.refetch()} />;
  return <Found found={found.data} />;
}
