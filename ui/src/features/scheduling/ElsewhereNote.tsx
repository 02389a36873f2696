import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { ElsewhereField, EventDetail } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { momentHere } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { useSeeElsewhere } from "./api";
import styles from "./EventHead.module.css";

const names = { title: "Title", description: "Description", time: "Time", series: "Repeats", gone: "" } as const;

/** Somebody may have written ten thousand characters. */
function short(text: string): string {
  const characters = Array.from(text);
  return characters.length > 255 ? `${characters.slice(0, 254).join("")}…` : text;
}

function Field({ field, before, after }: ElsewhereField): ReactNode {
  if (field === "gone") return <li>It was cancelled or deleted there. Confirmations that had not left are skipped.</li>;
  if (field === "description") return <li>The description is another one now.</li>;
  return (
    <li>
      {names[field]}: <bdi>{short(after)}</bdi> (was <bdi>{short(before)}</bdi>)
    </li>
  );
}

/** What somebody changed in Outlook, in Teams or at another desk, until the organizer says that she has seen it. */
export function ElsewhereNote({ event }: { event: EventDetail }): ReactNode {
  const see = useSeeElsewhere(event.id);
  const last = event.elsewhere.at(-1);
  if (!last) return null;
  const at = momentHere(last.editedAt ?? last.noticedAt);
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>Changed in Outlook or Teams</MessageBarTitle> {last.editedAt === null ? `Noticed ${at}.` : `Edited ${at}.`}
        <ul className={styles.elsewhere}>
          {event.elsewhere.flatMap(({ noticedAt, fields }) => fields.map((field) => <Field key={`${noticedAt}${field.field}`} {...field} />))}
        </ul>
      </MessageBarBody>
      <MessageBarActions>
        <Button
          disabled={see.isPending}
          onClick={() => {
            see.mutate(undefined, { onError: (error) => { tell({ kind: "failed", text: errorText(error) }); } });
          }}
        >
          Got it
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}
