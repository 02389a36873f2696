import { Button, SearchBox } from "@fluentui/react-components";
import { ArrowDownload20Regular } from "@fluentui/react-icons/headless/svg/arrow-download";
import { ArrowUpload20Regular } from "@fluentui/react-icons/headless/svg/arrow-upload";
import { PeopleAdd24Regular } from "@fluentui/react-icons/headless/svg/people-add";
import { PersonAdd20Regular } from "@fluentui/react-icons/headless/svg/person-add";
import { useState, type ReactNode } from "react";
import type { EventDetail, RegistrantRow } from "../../bindings/core";
import { EmptyFace, ErrorFace, errorText } from "../../components/Face";
import { PrimaryAction } from "../../components/PrimaryAction";
import { Skeleton } from "../../components/Skeleton";
import { chooseWhereToSave } from "../../ipc/files";
import { useDebouncedValue } from "../../lib/hooks";
import { count, counted } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { AddPanel } from "./AddPanel";
import { byName, useExportRegistrants, useRegistrants, type RegistrantWindow } from "./api";
import { Interrupted } from "./Interrupted";
import { PlacesDialog, placesText } from "./PlacesDialog";
import { RegistrantPanel } from "./RegistrantPanel";
import { RegistrantTable } from "./RegistrantTable";
import { useRemoval } from "./removal";
import { nobody } from "./selection";
import { SelectionBar } from "./SelectionBar";
import styles from "./registration.module.css";

interface Props {
  event: EventDetail;
  onImport: () => void;
  onOpenRegistration: () => void;
}

type Panel = { kind: "none" } | { kind: "add" } | { kind: "person"; row: RegistrantRow };

const closed: Panel = { kind: "none" };

function fileName(title: string): string {
  return `${title.replace(/[\u0000-\u001f<>:"/\\|?*]+/g, " ").trim().slice(0, 80) || "people"}.csv`;
}

function useExport(event: EventDetail): () => Promise<void> {
  const save = useExportRegistrants(event.id);
  return async () => {
    try {
      const path = await chooseWhereToSave(fileName(event.title));
      if (path === null) return;
      const saved = await save.mutateAsync(path);
      tell({ kind: "done", text: `Saved ${counted(saved, "person", "people")} to ${path}.` });
    } catch (error) {
      tell({ kind: "failed", text: `The list was not saved. ${errorText(error)}` });
    }
  };
}

function countsText(total: number, matching: number, query: string): string {
  return query === "" ? counted(total, "person", "people") : `${count(matching)} of ${counted(total, "person", "people")}`;
}

interface BarProps {
  event: EventDetail;
  people: RegistrantWindow;
  typed: string;
  query: string;
  onType: (typed: string) => void;
  onAdd: () => void;
}

function Places({ event }: { event: EventDetail }): ReactNode {
  const [changing, setChanging] = useState(false);
  const text = placesText(event);
  return (
    <>
      <Button appearance="subtle" aria-label={`${text}. Change the number of places`} onClick={() => { setChanging(true); }}>
        {text}
      </Button>
      {changing && <PlacesDialog event={event} onClose={() => { setChanging(false); }} />}
    </>
  );
}

function Bar({ event, people, typed, query, onType, onAdd }: BarProps): ReactNode {
  const save = useExport(event);
  return (
    <div className={styles.bar}>
      <SearchBox
        className={styles.search ?? ""}
        input={{ "aria-label": "Search people", "data-page-search": true } as { "aria-label": string }}
        placeholder="Search names, addresses, companies"
        value={typed}
        onChange={(_, { value }) => { onType(value); }}
        onKeyDown={(pressed) => { if (pressed.key === "Escape") onType(""); }}
      />
      <span className={styles.counts} role="status">
        {people.isPending ? "" : countsText(people.total, people.matching, query)}
      </span>
      {event.state === "scheduled" && (
        <>
          <Places event={event} />
          <Button icon={<PersonAdd20Regular />} onClick={onAdd}>
            Add a person
          </Button>
        </>
      )}
      <Button appearance="subtle" icon={<ArrowDownload20Regular />} disabled={people.total === 0} onClick={() => void save()}>
        Export
      </Button>
    </div>
  );
}

/** The list's faces other than its rows; null where there are rows to show. */
function face(people: RegistrantWindow, query: string, onAdd: (() => void) | null, onEveryone: () => void): ReactNode {
  if (people.isPending) return <Skeleton rows={8} height={44} label="Loading people" />;
  if (people.error) return <ErrorFace error={people.error} retry={people.retry} />;
  if (people.total === 0) {
    return (
      <EmptyFace
        icon={<PeopleAdd24Regular />}
        title="Nobody yet"
        text="Import a list from a CSV or Excel file, or add people one by one. Each gets a ticket and a confirmation."
        action={onAdd && <Button onClick={onAdd}>Add a person</Button>}
      />
    );
  }
  if (people.matching > 0) return null;
  return <EmptyFace icon={<PeopleAdd24Regular />} title="Nobody matches" text={`No name, address or company contains “${query}”.`} action={<Button onClick={onEveryone}>Show everyone</Button>} />;
}

function OpenList({ event, onImport }: { event: EventDetail; onImport: () => void }): ReactNode {
  const [typed, setTyped] = useState("");
  const query = useDebouncedValue(typed.trim(), 150);
  const [range, setRange] = useState({ from: 0, to: 0 });
  const [order, setOrder] = useState(byName);
  const [selection, setSelection] = useState(nobody);
  const [panel, setPanel] = useState<Panel>(closed);
  const people = useRegistrants(event.id, query, order, range.from, range.to);
  const remove = useRemoval(event.id);
  const open = event.state === "scheduled";
  const close = (): void => setPanel(closed);
  const add = (): void => setPanel({ kind: "add" });
  const show = (row: RegistrantRow): void => setPanel({ kind: "person", row });
  const removeOne = (row: RegistrantRow): void => {
    remove([row.id], row.name);
    setSelection(nobody);
    close();
  };
  const search = (next: string): void => {
    setTyped(next);
    // Everybody whom another search finds is somebody else.
    if (selection.all) setSelection(nobody);
  };
  const list = { eventId: event.id, query, selection, onSelect: setSelection };
  const rows = { ...list, people, order, onOrder: setOrder, openId: panel.kind === "person" ? panel.row.id : null, onOpen: show, onRange: setRange };
  return (
    <div className={styles.page}>
      {open && (
        <PrimaryAction>
          <Button appearance="primary" icon={<ArrowUpload20Regular />} onClick={onImport}>
            Import people
          </Button>
        </PrimaryAction>
      )}
      <Bar event={event} people={people} typed={typed} query={query} onType={search} onAdd={add} />
      <Interrupted eventId={event.id} />
      <SelectionBar {...list} matching={people.matching} />
      {face(people, query, open ? add : null, () => search("")) ?? <RegistrantTable {...rows} />}
      {panel.kind === "add" && <AddPanel event={event} onClose={close} onShow={show} />}
      {panel.kind === "person" && (
        <RegistrantPanel key={panel.row.id} event={event} row={panel.row} onRemove={() => removeOne(panel.row)} onClose={close} />
      )}
    </div>
  );
}

/** Everyone on the event's list; search, selection, and one person's panel. */
export function RegistrantsPage({ event, onImport, onOpenRegistration }: Props): ReactNode {
  if (event.registrationMode !== null) return <OpenList event={event} onImport={onImport} />;
  const open = event.state === "scheduled";
  return (
    <>
      {open && (
        <PrimaryAction>
          <Button appearance="primary" onClick={onOpenRegistration}>
            Open registration
          </Button>
        </PrimaryAction>
      )}
      <EmptyFace
        icon={<PeopleAdd24Regular />}
        title="Registration is not open"
        text={open ? "Once it is open, you add or import people here. Each gets a ticket of their own and a confirmation by mail." : "This event has no list of people."}
      />
    </>
  );
}
