import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { PublishedView } from "../bindings/core";
import { hostOf, useSync } from "../lib/published";
import { counted, momentHere } from "../lib/time";
import { WaitingChanges } from "./WaitingChanges";
import styles from "./ServiceBanner.module.css";

interface Said {
  intent: "info" | "warning" | "error";
  title: string;
  text: string;
}

function onItsWay({ state, service }: PublishedView): Said | null {
  if (state === "open") return null;
  const way = state === "filling" ? `goes to ${hostOf(service)}` : `comes back from ${hostOf(service)}`;
  return { intent: "info", title: `The list ${way}.`, text: "It can be changed again once it is there." };
}

function troubled({ problem, service }: PublishedView): Said | null {
  if (!problem) return null;
  const since = problem.since === null ? "" : ` since ${momentHere(problem.since)}`;
  if (problem.kind === "offline") return { intent: "warning", title: `${hostOf(service)} can’t be reached${since}.`, text: "What you change waits here, in order, and goes to it by itself." };
  if (problem.kind === "unpaired") return { intent: "error", title: "The service doesn’t take this desk any more.", text: `${problem.message} What you change waits here until then.` };
  return { intent: "warning", title: `The service had a problem${since}.`, text: problem.message };
}

function ended({ over }: PublishedView): Said | null {
  return over === null ? null : { intent: "info", title: `Over since ${momentHere(over)}.`, text: "Nobody decides about this list any more. It is kept for reading and takes no changes." };
}

function lacking({ missingCount }: PublishedView): Said | null {
  return missingCount === 0 ? null : { intent: "warning", title: `The service lacks ${counted(missingCount, "person", "people")} of this list.`, text: "It was brought back from an older copy. Hand them over again, or let go of them, in the overview under “Registration page”." };
}

function queued({ waiting }: PublishedView): Said | null {
  const refused = waiting.filter((change) => change.refused !== null).length;
  if (refused > 0) return { intent: "error", title: `The service refused ${counted(refused, "change", "changes")}.`, text: "Nothing was changed by it. Read why, then dismiss it." };
  return waiting.length > 0 ? { intent: "info", title: `${counted(waiting.length, "change waits", "changes wait")} for the service.`, text: "" } : null;
}

/** Above a list that a service decides about: nothing while all is well; else what is wrong, and what waits. */
export function ServiceBanner({ published, onSettings }: { published: PublishedView; onSettings: () => void }): ReactNode {
  const [open, setOpen] = useState(false);
  const sync = useSync(published.eventId);
  const said = ended(published) ?? troubled(published) ?? onItsWay(published) ?? queued(published) ?? lacking(published);
  if (!said) return null;
  const count = published.waiting.length;
  const refused = published.waiting.some((change) => change.refused !== null);
  const shown = open || (refused && published.problem === null);
  const again = published.over === null ? (published.problem?.kind ?? null) : null;
  return (
    <div className={styles.banner}>
      <MessageBar intent={said.intent} layout="multiline" role="status">
        <MessageBarBody>
          <MessageBarTitle>{said.title}</MessageBarTitle> {said.text}
        </MessageBarBody>
        {((count > 0 && !shown) || open || again !== null) && (
          <MessageBarActions>
            {count > 0 && (!shown || open) && (
              <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
                {open ? "Hide them" : `Show ${counted(count, "change", "changes")}`}
              </Button>
            )}
            {again === "unpaired" && <Button size="small" onClick={onSettings}>Pair again</Button>}
            {again !== null && again !== "unpaired" && (
              <Button size="small" disabled={sync.isPending} onClick={() => sync.mutate()}>
                {sync.isPending ? "Trying…" : "Try now"}
              </Button>
            )}
          </MessageBarActions>
        )}
      </MessageBar>
      {shown && <WaitingChanges published={published} />}
    </div>
  );
}
