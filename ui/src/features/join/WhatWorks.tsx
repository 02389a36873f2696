import { Spinner } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { CheckStatus, JoinView } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { StatusChip } from "../../components/StatusChip";
import { useNow } from "../../lib/hooks";
import { useNetworkCheck } from "./api";
import { useEnvironment } from "./environment";
import styles from "./PreJoin.module.css";
import { asOfNow, devicesRow, inOrder, problems, type Row } from "./rows";
import type { Devices } from "./useDevices";

const TITLES: Readonly<Record<Row["about"], string>> = {
  link: "The link",
  cloud: "The cloud",
  machine: "This computer",
  token: "Your pass",
  event: "The event",
  allowed: "What attendees may do",
  network: "The network",
  devices: "Microphone and camera",
  browser: "This webview",
};

const WORDS: Readonly<Record<CheckStatus, string>> = { ok: "Works", warning: "Look here", failed: "Won’t work", skipped: "Not known", unknown: "Not known" };

/** What the core found, and what is found out behind the page: the network, the SDK's opinion, the devices. */
function useRows(view: JoinView, devices: Devices | null): { rows: Row[]; asking: boolean } {
  const now = useNow(10_000);
  const embed = view.verdict === "embed";
  const network = useNetworkCheck(embed);
  // To answer, the SDK asks Microsoft for its configuration: not before the person has accepted Microsoft’s terms.
  const environment = useEnvironment(view.surface === "window" && !view.simulated && !view.termsNeeded);
  const rows: Row[] = view.checks.map((check) => asOfNow(check, view, now));
  if (network.data) rows.push(network.data);
  if (network.isError) rows.push({ about: "network", status: "skipped", message: errorText(network.error) });
  if (environment.data?.supported === false) {
    rows.push({ about: "browser", status: "warning", message: `Microsoft doesn’t list it for calls (${environment.data.browser}). The call may work all the same.` });
  }
  const counted = devices === null ? null : devicesRow(view, devices);
  if (counted !== null) rows.push(counted);
  return { rows: inOrder(rows), asking: embed && network.isPending };
}

function summary(rows: readonly Row[]): { status: CheckStatus; word: string } {
  const failed = rows.filter(({ status }) => status === "failed").length;
  const found = problems(rows);
  if (failed > 0) return { status: "failed", word: `${String(failed)} won’t work` };
  return found > 0 ? { status: "warning", word: `${String(found)} to look at` } : { status: "ok", word: "All fine" };
}

interface WhatWorksProps {
  view: JoinView;
  /** null: the call is not in this window, and neither are its devices. */
  devices: Devices | null;
  /** The page has said the reason already. */
  folded?: boolean;
}

/** What was looked at, how it stands and why. Folded where all is well; open where something is not. */
export function WhatWorks({ view, devices, folded = false }: WhatWorksProps): ReactNode {
  const { rows, asking } = useRows(view, devices);
  const [chosen, setChosen] = useState<boolean | null>(null);
  const found = problems(rows);
  const open = chosen ?? (found > 0 && !folded);
  return (
    <details className={styles.works} open={open}>
      <summary
        onClick={(event) => {
          // Held by us alone: the browser's own switch would come after ours and undo it.
          event.preventDefault();
          setChosen(!open);
        }}
      >
        <h2>What works here</h2>
        <StatusChip {...summary(rows)} />
      </summary>
      <ul className={styles.rows}>
        {rows.map(({ about, status, message }) => (
          <li key={about} className={styles.row} data-status={status}>
            <StatusChip status={status} word={WORDS[status]} />
            <div>
              <p>{TITLES[about]}</p>
              <p className={styles.quiet} dir="auto">
                {message}
              </p>
            </div>
          </li>
        ))}
        {asking && (
          <li className={styles.row}>
            <Spinner size="tiny" aria-hidden="true" />
            <p className={styles.quiet}>Trying Microsoft’s calling service…</p>
          </li>
        )}
      </ul>
    </details>
  );
}
