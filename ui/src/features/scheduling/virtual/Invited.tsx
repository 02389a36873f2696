import { Button, MessageBar, MessageBarBody, Switch } from "@fluentui/react-components";
import { PersonAdd20Regular } from "@fluentui/react-icons/headless/svg/person-add";
import { useState, type ReactNode } from "react";
import type { Colleague, VirtualEventDetail } from "../../../bindings/core";
import { errorText } from "../../../components/Face";
import { tell } from "../../../lib/toasts";
import { Colleagues } from "./Colleagues";
import { useChangeInvited, useInvite } from "./people";
import { called, PickColleague } from "./PickColleague";
import styles from "./virtual.module.css";

/** Who may watch a town hall: everybody whom it is open to, or only the invited. */
export function InvitedSection({ event }: { event: VirtualEventDetail }): ReactNode {
  const [adding, setAdding] = useState(false);
  const invite = useInvite(event.id);
  const change = useChangeInvited(event.id);
  const { only, people } = event.invited ?? { only: false, people: [] };
  const standing = event.state !== "cancelled";
  const own = event.audience === "organization";
  const takeOff = (one: Colleague): void => {
    change.mutate(
      { remove: [one.id] },
      {
        onSuccess: () => { tell({ kind: "done", text: `${called(one)} is invited no more.`, undo: () => { invite.mutate(one.id); } }); },
        onError: (error) => { tell({ kind: "failed", text: `${called(one)} is still invited. ${errorText(error)}` }); },
      },
    );
  };
  return (
    <section className={styles.section} aria-labelledby="invited">
      <div className={styles.head}>
        <h2 id="invited">Who may watch</h2>
        {standing && own && (
          <Button icon={<PersonAdd20Regular />} onClick={() => { invite.reset(); setAdding(true); }}>
            Invite somebody
          </Button>
        )}
      </div>
      {own ? (
        <Switch label="Only whom I invite" checked={only} disabled={!standing || change.isPending} onChange={(_, { checked }) => { change.mutate({ only: checked }); }} />
      ) : (
        <p className={styles.quiet}>Everyone. To invite people one by one, let it be only for your organization (Edit).</p>
      )}
      {change.error && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>Nothing was changed. {errorText(change.error)}</MessageBarBody>
        </MessageBar>
      )}
      {own && people.length === 0 && <p className={styles.quiet}>{only ? "Nobody is invited yet, so nobody can watch." : "Everybody in your organization. Nobody is invited by name."}</p>}
      <Colleagues people={people} from="the invited" busy={change.isPending} onRemove={standing ? takeOff : null} />
      {adding && <PickColleague title="Invite somebody" there={people} adding={invite} onClose={() => { setAdding(false); }} />}
    </section>
  );
}
