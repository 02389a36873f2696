import { Button, Field, Input, ProgressBar, Select } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { Finding, FindingStatus, ProbePlan, ProbeReport, ProbeWebinar } from "../../bindings/core";
import { ErrorFace, errorText } from "../../components/Face";
import { Skeleton } from "../../components/Skeleton";
import { StatusChip } from "../../components/StatusChip";
import { chooseWhereToSaveReport } from "../../ipc/files";
import { tell } from "../../lib/toasts";
import { useProbe, useProbeArrived, useProbePlan, useProbeProgress, useSaveProbeReport } from "./api";
import { Refusal, wrongIn } from "./Refusal";
import styles from "./settings.module.css";

const marks: Record<FindingStatus, { status: "ok" | "warning" | "ambiguous" | "skipped"; word: string }> = {
  same: { status: "ok", word: "As the sandbox" },
  differs: { status: "warning", word: "Differs" },
  open: { status: "ambiguous", word: "Open" },
  count: { status: "ambiguous", word: "Your turn" },
  notAsked: { status: "skipped", word: "Not asked" },
};

/** A second mail that was taken need not be one that came: who reads the inbox knows. */
function Count(): ReactNode {
  const arrived = useProbeArrived();
  return (
    <div className={styles.parts}>
      <div className={styles.buttons}>
        <Button size="small" disabled={arrived.isPending} onClick={() => arrived.mutate("one")}>
          One mail came
        </Button>
        <Button size="small" disabled={arrived.isPending} onClick={() => arrived.mutate("two")}>
          Two mails came
        </Button>
      </div>
      <Refusal error={arrived.error} />
    </div>
  );
}

function Found({ finding }: { finding: Finding }): ReactNode {
  const { status, word } = marks[finding.status];
  return (
    <li className={styles.check}>
      <div>
        <p>{finding.question}</p>
        <p className={styles.quiet}>{finding.answer}</p>
        {finding.status === "differs" && <p className={styles.fix}>The sandbox: {finding.sandbox}</p>}
        {finding.status === "count" && <Count />}
      </div>
      <StatusChip status={status} word={word} />
    </li>
  );
}

function Findings({ report }: { report: ProbeReport }): ReactNode {
  const save = useSaveProbeReport();
  const choose = async (): Promise<void> => {
    const path = await chooseWhereToSaveReport("lectern-probe.json");
    if (path === null) return;
    save.mutate(path, {
      onSuccess: () => { tell({ kind: "done", text: "The report is saved. It holds no people and no secrets." }); },
      onError: (error) => { tell({ kind: "failed", text: errorText(error) }); },
    });
  };
  const when = new Date(report.made).toLocaleString("en", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  return (
    <>
      <div className={styles.found}>
        <h3>{report.asked === "sandbox" ? "What the sandbox answered" : "What Microsoft answered"}</h3>
        <Button size="small" disabled={save.isPending} onClick={() => void choose()}>
          Save the report
        </Button>
      </div>
      <p className={styles.quiet}>
        {when} (UTC). {report.asked === "sandbox" ? "Nothing here says what Microsoft does." : "A sandbox takes the report: lectern sandbox --answers FILE."}
      </p>
      {report.left.map((left) => (
        <p key={left} className={styles.fix}>
          {left}
        </p>
      ))}
      <ul>
        {report.findings.map((finding) => (
          <Found key={finding.id} finding={finding} />
        ))}
      </ul>
    </>
  );
}

function Running(): ReactNode {
  const progress = useProbeProgress();
  return (
    <div role="status" className={styles.parts}>
      <ProgressBar value={progress === null ? 0 : progress.done / progress.of} aria-label="Questions asked" />
      <p className={styles.quiet}>{progress === null ? "It begins…" : `${progress.done + 1} of ${progress.of}: ${progress.question}`}</p>
    </div>
  );
}

interface WebinarFieldProps {
  webinars: readonly ProbeWebinar[];
  /** Empty for none. */
  chosen: string;
  wrong: string | undefined;
  onChoose: (id: string) => void;
}

function WebinarField({ webinars, chosen, wrong, onChoose }: WebinarFieldProps): ReactNode {
  return (
    <Field
      label="A published webinar of yours (optional)"
      hint="To ask what your own sign-in sees of its registrations. You are registered for it, and taken off again."
      validationMessage={wrong}
    >
      <Select value={chosen} onChange={(_, { value }) => onChoose(value)}>
        <option value="">None</option>
        {webinars.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </Select>
    </Field>
  );
}

/** What it will create stands above the button that creates it. */
function Ask({ plan }: { plan: ProbePlan }): ReactNode {
  const [link, setLink] = useState("");
  const [webinar, setWebinar] = useState("");
  const probe = useProbe();
  const report = plan.last;
  return (
    <>
      {plan.leftover && !probe.isPending && <p className={styles.fix}>An earlier probe was cut short. What it left is deleted before anything is asked.</p>}
      <h3>It will create</h3>
      <ul className={styles.plain}>
        {plan.creates.map((created) => (
          <li key={created}>{created}</li>
        ))}
      </ul>
      {plan.notAsked.length > 0 && (
        <details>
          <summary>Not asked here ({plan.notAsked.length})</summary>
          <ul className={styles.plain}>
            {plan.notAsked.map((why) => (
              <li key={why} className={styles.quiet}>
                {why}
              </li>
            ))}
          </ul>
        </details>
      )}
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          probe.mutate({ othersLink: link.trim() === "" ? null : link, webinar: webinar === "" ? null : webinar });
        }}
      >
        <Field label="Link of somebody else’s meeting (optional)" hint="To ask how Teams answers one who is not its organizer. The report does not hold it." validationMessage={wrongIn(probe.error, "othersLink")}>
          <Input dir="ltr" autoComplete="off" spellCheck={false} value={link} onChange={(_, { value }) => setLink(value)} />
        </Field>
        {plan.webinars.length > 0 && <WebinarField webinars={plan.webinars} chosen={webinar} wrong={wrongIn(probe.error, "webinar")} onChoose={setWebinar} />}
        <Refusal error={probe.error} fields={["othersLink", "webinar"]} />
        {probe.isPending ? (
          <Running />
        ) : (
          <div className={styles.buttons}>
            <Button type="submit">{report ? "Create this and ask again" : "Create this and ask"}</Button>
          </div>
        )}
      </form>
      {report && !probe.isPending && <Findings report={report} />}
    </>
  );
}

/** What Microsoft’s documentation leaves open, asked of the organization’s own services. */
export function Probe(): ReactNode {
  const plan = useProbePlan();
  return (
    <section className={styles.section}>
      <h2>Probe</h2>
      <p className={styles.quiet}>Asks {plan.data?.asked === "sandbox" ? "the sandbox" : "your organization’s services at Microsoft"} what the documentation leaves open{plan.data ? `: ${plan.data.questions.length} questions` : ""}.</p>
      {plan.isPending && <Skeleton rows={2} height={56} label="Loading what the probe does" />}
      {plan.isError && <ErrorFace error={plan.error} retry={() => void plan.refetch()} />}
      {plan.data && <Ask plan={plan.data} />}
    </section>
  );
}
