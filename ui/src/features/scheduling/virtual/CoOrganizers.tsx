import { Button } from "@fluentui/react-components";
import { PersonAdd20Regular } from "@fluentui/react-icons/headless/svg/person-add";
import { useState, type ReactNode } from "react";
import type { Colleague, VirtualEventDetail } from "../../../bindings/core";
import { errorText } from "../../../components/Face";
import { tell } from "../../../lib/toasts";
import { Colleagues } from "./Colleagues";
import { useAddCoOrganizer, useRemoveCoOrganizer } from "./people";
import { called, PickColleague } from "./PickColleague";
import styles from "./virtual.module.css";

/** Who runs it beside its organizer. */
export function CoOrganizersSection({ event }: { event: VirtualEventDetail }): ReactNode {
  const [adding, setAdding] = useState(false);
  const add = useAddCoOrganizer(event.id);
  const remove = useRemoveCoOrganizer(event.id);
  const standing = event.state !== "cancelled";
  const takeOff = (one: Colleague): void => {
    const undo = (): void => { add.mutate(one.id, { onError: (error) => { tell({ kind: "failed", text: `${called(one)} did not come back. ${errorText(error)}` }); } }); };
    remove.mutate(one.id, {
      onSuccess: () => { tell({ kind: "done", text: `${called(one)} runs it with you no more.`, undo }); },
      onError: (error) => { tell({ kind: "failed", text: `${called(one)} is still a co-organizer. ${errorText(error)}` }); },
    });
  };
  return (
    <section className={styles.section} aria-labelledby="co-organizers">
      <div className={styles.head}>
        <h2 id="co-organizers">Co-organizers</h2>
        {standing && (
          <Button icon={<PersonAdd20Regular />} onClick={() => { add.reset(); setAdding(true); }}>
            Add a co-organizer
          </Button>
        )}
      </div>
      {event.coOrganizers.length === 0 && <p className={styles.quiet}>Nobody runs it beside {event.coOrganized ? "its organizer" : "you"}. Co-organizers can change everything, but not publish or cancel it.</p>}
      <Colleagues people={event.coOrganizers} from="the co-organizers" busy={remove.isPending} onRemove={standing ? takeOff : null} />
      {adding && <PickColleague title="Add a co-organizer" there={event.coOrganizers} adding={add} onClose={() => { setAdding(false); }} />}
    </section>
  );
}
