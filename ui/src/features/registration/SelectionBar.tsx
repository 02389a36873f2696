import { Button } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { BulkDone, BulkEdit, Decision, ListFilter } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { tellUndone } from "../../lib/published";
import { count, counted } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { useEditMany, useRemoveMany, useUndoBulk } from "./bulk";
import { BulkRunning } from "./BulkRunning";
import { useDecisions, useTagging } from "./decisions";
import { EditManyDialog } from "./EditManyDialog";
import styles from "./registration.module.css";
import { chosen, everybody, nobody, sizeOf, type Selection } from "./selection";
import { useEveryId } from "./standing";
import { TagButton } from "./TagButton";

interface Props {
  eventId: string;
  query: string;
  filter: ListFilter | null;
  /** How many the list shows, fetched or not. */
  matching: number;
  selection: Selection;
  onSelect: (selection: Selection) => void;
}

/** What is done with each of those selected: they are named to the core, also those that were never fetched. */
function useNamed({ eventId, query, filter, matching, selection, onSelect }: Props) {
  const everyone = useEveryId(eventId);
  const decide = useDecisions(eventId);
  const tag = useTagging(eventId);
  const named = async (then: (ids: string[]) => void): Promise<void> => {
    try {
      const { all, marked } = selection;
      then(all ? (await everyone.mutateAsync({ query, filter: filter ?? {}, limit: matching })).filter((id) => !marked.has(id)) : [...marked]);
    } catch (error) {
      tell({ kind: "failed", text: `Nobody was changed. ${errorText(error)}` });
    }
  };
  return {
    decide: (decision: Decision): void => {
      void named((ids) => {
        decide(ids, decision);
        onSelect(nobody);
      });
    },
    tag: (word: string): void => {
      void named((ids) => { tag(ids, word, true); });
    },
  };
}

/** What is done with all of them at once, in one transaction that is undone as a whole. */
function useMany({ eventId, query, filter, selection, onSelect }: Props) {
  const remove = useRemoveMany(eventId);
  const edit = useEditMany(eventId);
  const undo = useUndoBulk(eventId);
  const who = chosen(selection, query, filter);
  const finish = async (work: Promise<BulkDone>, done: string): Promise<void> => {
    try {
      const { id, people, left } = await work;
      onSelect(nobody);
      const stayed = left[0] === undefined ? "" : ` ${counted(left.length, "person", "people")} stayed as they were: ${left[0].message}`;
      tell({ kind: "done", text: `${done} ${counted(people, "person", "people")}.${stayed}`, ...(id === null ? {} : { undo: () => { undo.mutate(id); } }) });
    } catch (error) {
      tellUndone(error, `Nobody was changed. ${errorText(error)}`);
    }
  };
  return {
    running: remove.isPending || edit.isPending || undo.isPending,
    change: (wanted: BulkEdit): void => void finish(edit.mutateAsync({ chosen: who, edit: wanted }), "Changed"),
    remove: (): void => void finish(remove.mutateAsync(who), "Removed"),
  };
}

/** What can be done with those who are selected, ten or a hundred thousand. Everything can be taken back. */
export function SelectionBar(props: Props): ReactNode {
  const { eventId, filter, matching, selection, onSelect } = props;
  const [editing, setEditing] = useState(false);
  const named = useNamed(props);
  const many = useMany(props);
  const size = sizeOf(selection, matching);
  if (many.running) return <BulkRunning eventId={eventId} what="" />;
  if (size === 0) return null;
  const change = (wanted: BulkEdit): void => {
    setEditing(false);
    many.change(wanted);
  };
  return (
    <div className={styles.selection} role="region" aria-label="Selection">
      <span>{counted(size, "person", "people")} selected</span>
      {size < matching && (
        <Button size="small" appearance="subtle" onClick={() => { onSelect(everybody); }}>
          Select all {count(matching)}
        </Button>
      )}
      {filter?.statuses?.[0] === "pendingApproval" && (
        <>
          <Button size="small" onClick={() => { named.decide("approve"); }}>
            Approve
          </Button>
          <Button size="small" onClick={() => { named.decide("reject"); }}>
            Reject
          </Button>
        </>
      )}
      <TagButton onTag={named.tag} />
      <Button size="small" onClick={() => { setEditing(true); }}>
        Change
      </Button>
      <Button size="small" onClick={many.remove}>
        Remove
      </Button>
      <Button size="small" appearance="subtle" onClick={() => { onSelect(nobody); }}>
        Clear
      </Button>
      {editing && <EditManyDialog people={size} onEdit={change} onClose={() => { setEditing(false); }} />}
    </div>
  );
}
