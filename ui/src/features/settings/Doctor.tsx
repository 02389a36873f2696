import { Button, Link, Spinner } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { Check, CheckAbout } from "../../bindings/core";
import { CopyButton } from "../../components/CopyButton";
import { ErrorFace, errorText } from "../../components/Face";
import { Skeleton } from "../../components/Skeleton";
import { StatusChip } from "../../components/StatusChip";
import { openOutside } from "../../ipc/outside";
import { tell } from "../../lib/toasts";
import { useDoctor, useLookAgain } from "./api";
import styles from "./settings.module.css";

const groups: { about: CheckAbout; title: string }[] = [
  { about: "computer", title: "This computer" },
  { about: "account", title: "Account and permissions" },
  { about: "teams", title: "Calendar and Teams" },
  { about: "guests", title: "Guests’ way in" },
  { about: "mail", title: "Mail" },
];

/** To run elsewhere, or to open: where it is mended. */
function Mend({ check }: { check: Check }): ReactNode {
  const { link, command } = check;
  return (
    <>
      {link && (
        <div className={styles.mend}>
          <Link
            as="button"
            onClick={() => {
              openOutside(link.address).catch(() => { tell({ kind: "failed", text: "No browser could be opened. Copy the address instead." }); });
            }}
          >
            {link.label}
          </Link>
          <CopyButton size="small" appearance="subtle" text={link.address} label={`Copy address: ${link.label}`}>
            Copy address
          </CopyButton>
        </div>
      )}
      {command && (
        <div className={styles.mend}>
          <code className={styles.command}>{command}</code>
          <CopyButton size="small" appearance="subtle" text={command} label={`Copy the command: ${check.title}`}>
            Copy
          </CopyButton>
        </div>
      )}
    </>
  );
}

function Row({ check }: { check: Check }): ReactNode {
  const again = useLookAgain();
  const quiet = check.status === "ok" || check.status === "skipped";
  return (
    <li className={styles.check}>
      <div className={styles.checkText}>
        <p>{check.title}</p>
        <p className={styles.quiet}>{check.detail}</p>
        {!quiet && <p className={styles.quiet}>Needed for: {check.meaning}</p>}
        {check.fix && !quiet && <p className={styles.fix}>{check.fix}</p>}
        {!quiet && <Mend check={check} />}
      </div>
      <div className={styles.checkSide}>
        <StatusChip status={check.status} />
        <Button
          size="small"
          appearance="subtle"
          aria-label={`Look again: ${check.title}`}
          disabled={again.isPending}
          onClick={() => {
            again.mutate(check.id, { onError: (error) => { tell({ kind: "failed", text: `It could not be looked at. ${errorText(error)}` }); } });
          }}
        >
          {again.isPending ? "Looking…" : "Look again"}
        </Button>
      </div>
    </li>
  );
}

/** What is wrong, in one line before the list. */
function summary(checks: Check[]): string {
  const failed = checks.filter(({ status }) => status === "failed").length;
  const toLook = checks.filter(({ status }) => status === "warning").length;
  if (failed > 0) return `${failed} ${failed === 1 ? "check" : "checks"} failed, ${toLook} to look at.`;
  return toLook > 0 ? `Nothing failed; ${toLook} to look at.` : "All is well.";
}

/** What Lectern needs from this computer and from Microsoft, and what to do where something is missing. */
export function Doctor(): ReactNode {
  const checks = useDoctor();
  const found = checks.data ?? [];
  return (
    <section className={styles.section}>
      <div className={styles.row}>
        <h2>Doctor</h2>
        <div className={styles.buttons}>
          {checks.isRefetching && <Spinner size="tiny" label="Checking" />}
          {found.length > 0 && (
            <CopyButton size="small" text={`Lectern: doctor\n${found.map(({ report }) => report).join("")}`}>
              Copy report
            </CopyButton>
          )}
          <Button size="small" disabled={checks.isFetching} onClick={() => void checks.refetch()}>
            Check again
          </Button>
        </div>
      </div>
      {checks.isPending && <Skeleton rows={4} height={56} label="Checking" />}
      {checks.isError && <ErrorFace error={checks.error} retry={() => void checks.refetch()} />}
      {checks.data && <p className={styles.quiet}>{summary(found)} The report has no names and no addresses in it.</p>}
      {groups
        .map(({ about, title }) => ({ title, of: found.filter((check) => check.about === about) }))
        .filter(({ of }) => of.length > 0)
        .map(({ title, of }) => (
          <section key={title}>
            <h3>{title}</h3>
            <ul>
              {of.map((check) => (
                <Row key={check.id} check={check} />
              ))}
            </ul>
          </section>
        ))}
    </section>
  );
}
