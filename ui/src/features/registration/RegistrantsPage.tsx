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
import { useExportRegistrants, useRegistrants } from "./api";
import { RegistrantPanel } from "./RegistrantPanel";
import { RegistrantTable } from "./RegistrantTable";
import { useRemoval } from "./removal";
import styles from "./registration.module.css";

interface Props {
  event: EventDetail;
  onImport: () => void;
  onOpenRegistration: () => void;
}

type Panel = { kind: "none" } | { kind: "add" } | { kind: "person"; row: RegistrantRow };

function fileName(title: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what must not reach a file's name
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

function OpenList({ event, onImport }: { event: EventDetail; onImport: () => void }): ReactNode {
  const [typed, setTyped] = useState("");
  const query = useDebouncedValue(typed.trim(), 150);
  const [range, setRange] = useState({ from: 0, to: 0 });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [panel, setPanel] = useState<Panel>({ kind: "none" });
  const people = useRegistrants(event.id, query, range.from, range.to);
  const remove = useRemoval(event.id);
  const save = useExport(event);
  const open = event.state === "scheduled";

  const removed = (ids: string[], what: string): void => {
    remove(ids, what);
    setSelected(new Set());
    setPanel({ kind: "none" });
  };
  const add = (): void => {
    setPanel({ kind: "add" });
  };

  const body = (): ReactNode => {
    if (people.isPending) return <Skeleton rows={8} height={44} label="Loading people" />;
    if (people.error) return <ErrorFace error={people.error} retry={people.retry} />;
    if (people.total === 0) {
      return (
        <EmptyFace
          icon={<PeopleAdd24Regular />}
          title="Nobody yet"
          text="Import a list from a CSV file, or add people one by one. Each gets a ticket and a confirmation."
          action={open && <Button onClick={add}>Add a person</Button>}
        />
      );
    }
    if (people.matching === 0) {
      return <EmptyFace icon={<PeopleAdd24Regular />} title="Nobody matches" text={`No name, address or company contains “${query}”.`} action={<Button onClick={() => { setTyped(""); }}>Show everyone</Button>} />;
    }
    return (
      <RegistrantTable
        people={people}
        query={query}
        selected={selected}
        onSelect={setSelected}
        openId={panel.kind === "person" ? panel.row.id : null}
        onOpen={(row) => { setPanel({ kind: "person", row }); }}
        onRange={setRange}
      />
    );
  };

  return (
    <div className={styles.page}>
      {open && (
        <PrimaryAction>
          <Button appearance="primary" icon={<ArrowUpload20Regular />} onClick={onImport}>
            Import people
          </Button>
        </PrimaryAction>
      )}
      <div className={styles.bar}>
        <SearchBox
          className={styles.search ?? ""}
          input={{ "aria-label": "Search people", "data-page-search": true } as { "aria-label": string }}
          placeholder="Search names, addresses, companies"
          value={typed}
          onChange={(_, { value }) => { setTyped(value); }}
          onKeyDown={(event) => { if (event.key === "Escape") setTyped(""); }}
        />
        <span className={styles.counts} role="status">
          {people.isPending ? "" : countsText(people.total, people.matching, query)}
        </span>
        {open && (
          <Button icon={<PersonAdd20Regular />} onClick={add}>
            Add a person
          </Button>
        )}
        <Button appearance="subtle" icon={<ArrowDownload20Regular />} disabled={people.total === 0} onClick={() => void save()}>
          Export
        </Button>
      </div>
      {selected.size > 0 && (
        <div className={styles.selection} role="region" aria-label="Selection">
          <span>{counted(selected.size, "person", "people")} selected</span>
          <Button size="small" onClick={() => { removed([...selected], counted(selected.size, "person", "people")); }}>
            Remove
          </Button>
          <Button size="small" appearance="subtle" onClick={() => { setSelected(new Set()); }}>
            Clear
          </Button>
        </div>
      )}
      {body()}
      {panel.kind === "add" && <AddPanel event={event} onClose={() => { setPanel({ kind: "none" }); }} onShow={(row) => { setPanel({ kind: "person", row }); }} />}
      {panel.kind === "person" && (
        <RegistrantPanel key={panel.row.id} event={event} row={panel.row} onRemove={() => { removed([panel.row.id], panel.row.name); }} onClose={() => { setPanel({ kind: "none" }); }} />
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
