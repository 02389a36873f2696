import { Button } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { BulkDone, BulkEdit } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { count, counted } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { useEditMany, useRemoveMany, useUndoBulk } from "./bulk";
import { BulkRunning } from "./BulkRunning";
import { EditManyDialog } from "./EditManyDialog";
import styles from "./registration.module.css";
import { chosen, everybody, nobody, sizeOf, type Selection } from "./selection";

interface Props {
  eventId: string;
  query: string;
  matching: number;
  selection: Selection;
  onSelect: (selection: Selection) => void;
}

/** What can be done with those who are selected, ten or a hundred thousand. Each can be undone as a whole. */
export function SelectionBar({ eventId, query, matching, selection, onSelect }: Props): ReactNode {
  const [editing, setEditing] = useState(false);
  const remove = useRemoveMany(eventId);
  const edit = useEditMany(eventId);
  const undo = useUndoBulk(eventId);
  const size = sizeOf(selection, matching);
  const who = chosen(selection, query);
  const finish = async (work: Promise<BulkDone>, done: string): Promise<void> => {
    try {
      const { id, people } = await work;
      onSelect(nobody);
      tell({ kind: "done", text: `${done} ${counted(people, "person", "people")}.`, ...(id === null ? {} : { undo: () => { undo.mutate(id); } }) });
    } catch (error) {
      tell({ kind: "failed", text: `Nobody was changed. ${errorText(error)}` });
    }
  };
  const change = (wanted: BulkEdit): void => {
    setEditing(false);
    void finish(edit.mutateAsync({ chosen: who, edit: wanted }), "Changed");
  };
  if (remove.isPending || edit.isPending || undo.isPending) return <BulkRunning eventId={eventId} what="" />;
  if (size === 0) return null;
  return (
    <div className={styles.selection} role="region" aria-label="Selection">
      <span>{counted(size, "person", "people")} selected</span>
      {size < matching && (
        <Button size="small" appearance="subtle" onClick={() => { onSelect(everybody); }}>
          Select all {count(matching)}
        </Button>
      )}
      <Button size="small" onClick={() => { setEditing(true); }}>
        Change
      </Button>
      <Button size="small" onClick={() => void finish(remove.mutateAsync(who), "Removed")}>
        Remove
      </Button>
      <Button size="small" appearance="subtle" onClick={() => { onSelect(nobody); }}>
        Clear
      </Button>
      {editing && <EditManyDialog people={size} onEdit={change} onClose={() => { setEditing(false); }} />}
    </div>
  );
}
