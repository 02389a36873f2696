import { Button, SearchBox } from "@fluentui/react-components";
import { ArrowDownload20Regular } from "@fluentui/react-icons/headless/svg/arrow-download";
import { ArrowUpload20Regular } from "@fluentui/react-icons/headless/svg/arrow-upload";
import { PeopleAdd24Regular } from "@fluentui/react-icons/headless/svg/people-add";
import { PeopleSettings20Regular } from "@fluentui/react-icons/headless/svg/people-settings";
import { PersonAdd20Regular } from "@fluentui/react-icons/headless/svg/person-add";
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { EventDetail, ListFilter, PublishedView, QueuedView, RegistrantRow } from "../../bindings/core";
import { EmptyFace, ErrorFace, errorText } from "../../components/Face";
import { PrimaryAction } from "../../components/PrimaryAction";
import { ServiceBanner } from "../../components/ServiceBanner";
import { Skeleton } from "../../components/Skeleton";
import { chooseWhereToSave } from "../../ipc/files";
import { useDebouncedValue } from "../../lib/hooks";
import { useFollowed, waitingFor } from "../../lib/published";
import { useRemembered } from "../../lib/remembered";
import { count, counted } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { AddPanel } from "./AddPanel";
import { byName, useExportRegistrants, useRegistrants, type RegistrantWindow } from "./api";
import { Filters, orderFor } from "./Filters";
import { areStatuses, isOrder, joined } from "./shown";
import { Interrupted } from "./Interrupted";
import { PlacesDialog, placesText } from "./PlacesDialog";
import { RegistrantPanel } from "./RegistrantPanel";
import { RegistrantTable } from "./RegistrantTable";
import { useRemoval } from "./removal";
import { nobody } from "./selection";
import { SelectionBar } from "./SelectionBar";
import { useFacets, usePerson, useRules } from "./standing";
import styles from "./registration.module.css";

interface Props {
  event: EventDetail;
  /** Whose panel was asked for from elsewhere. */
  person?: string | null;
  /** Their panel was closed: nobody is asked for any more, also where the page is drawn anew. */
  onPersonClosed?: () => void;
  onImport: () => void;
  onOpenRegistration: () => void;
  /** To the page that says who gets in, and how. */
  onRules: () => void;
  /** To what is kept of this address. */
  onPrivacy: (email: string) => void;
  /** To where this desk is paired with a service. */
  onSettings: () => void;
}

type Panel = { kind: "none" } | { kind: "add" } | { kind: "person"; row: RegistrantRow };

const closed: Panel = { kind: "none" };

/** No sign that turns the order of writing round, and no half of an emoji. */
function fileName(title: string): string {
  const plain = title.replace(/[\u0000-\u001f\u202a-\u202e\u2066-\u2069<>:"/\\|?*]+/g, " ").trim();
  return `${Array.from(plain).slice(0, 80).join("") || "people"}.csv`;
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

function countsText(total: number, matching: number, whole: boolean): string {
  return whole ? counted(total, "person", "people") : `${count(matching)} of ${counted(total, "person", "people")}`;
}

interface BarProps {
  event: EventDetail;
  people: RegistrantWindow;
  typed: string;
  /** Nothing is searched for and nothing left out. */
  whole: boolean;
  onType: (typed: string) => void;
  onAdd: () => void;
  onRules: () => void;
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

function Bar({ event, people, typed, whole, onType, onAdd, onRules }: BarProps): ReactNode {
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
        {people.isPending ? "" : countsText(people.total, people.matching, whole)}
      </span>
      {event.state === "scheduled" && (
        <>
          <Places event={event} />
          <Button appearance="subtle" icon={<PeopleSettings20Regular />} onClick={onRules}>
            Rules
          </Button>
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
function face(people: RegistrantWindow, query: string, filtered: boolean, onAdd: (() => void) | null, onEveryone: () => void): ReactNode {
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
  const text = query === "" ? "Nobody on the list is like that at the moment." : `Nobody whose name, address or company contains “${query}” is like that.`;
  return <EmptyFace icon={<PeopleAdd24Regular />} title="Nobody matches" text={filtered || query === "" ? text : `No name, address or company contains “${query}”.`} action={<Button onClick={onEveryone}>Show everyone</Button>} />;
}

/** Opens the panel of whom a search led to, once they are known. */
function Asked({ person, onShow }: { person: string; onShow: (row: RegistrantRow) => void }): ReactNode {
  const row = usePerson(person).data?.registrant;
  useEffect(() => {
    if (row) onShow(row);
  }, [row, onShow]);
  return null;
}

/**
 * Shows whom a search led to once only: the panel is then closed like any other. While the address is given up, what reads
 * it may be drawn once more with them in it.
 */
function useOnce(person: string | null, show: (row: RegistrantRow) => void): (row: RegistrantRow) => void {
  const shown = useRef<string | null>(null);
  useEffect(() => {
    if (!person) shown.current = null;
  }, [person]);
  return useCallback((row) => {
    if (shown.current === row.id) return;
    shown.current = row.id;
    show(row);
  }, [show]);
}

function useService(eventId: string): { published: PublishedView | null; waiting: ReadonlyMap<string, QueuedView> } {
  const published = useFollowed(eventId);
  const waiting = useMemo(() => waitingFor(published), [published]);
  return { published, waiting };
}

function OpenList({ event, person, onPersonClosed, onImport, onRules, onPrivacy, onSettings }: Omit<Props, "onOpenRegistration">): ReactNode {
  const [typed, setTyped] = useState("");
  const query = useDebouncedValue(typed.trim(), 150);
  const [statuses, setStatuses] = useRemembered(`people-shown/${event.id}`, null, areStatuses);
  const [rest, setRest] = useState<ListFilter | null>(null);
  const filter = useMemo(() => joined(statuses, rest), [statuses, rest]);
  const [range, setRange] = useState({ from: 0, to: 0 });
  const [order, setOrder] = useRemembered(`people-order/${event.id}`, orderFor(filter, byName), isOrder);
  const [selection, setSelection] = useState(nobody);
  const [panel, setPanel] = useState<Panel>(closed);
  const asked = useMemo(() => ({ ...filter, order }), [filter, order]);
  const people = useRegistrants(event.id, query, asked, range.from, range.to);
  const facets = useFacets(event.id).data;
  const questions = useRules(event.id).data?.rules.questions ?? [];
  const remove = useRemoval(event.id);
  const { published, waiting } = useService(event.id);
  const open = event.state === "scheduled";
  const close = (): void => { setPanel(closed); if (person) onPersonClosed?.(); };
  const add = (): void => setPanel({ kind: "add" });
  const show = useCallback((row: RegistrantRow) => { setPanel({ kind: "person", row }); }, []);
  const showAsked = useOnce(person ?? null, show);
  const cutDown = (next: ListFilter | null): void => {
    setStatuses(next?.statuses ?? null);
    setRest(next);
    setOrder(orderFor(next, order));
    setSelection(nobody);
  };
  const search = (next: string): void => {
    setTyped(next);
    // Everybody whom another search finds is somebody else.
    if (selection.all) setSelection(nobody);
  };
  const removeOne = (row: RegistrantRow): void => {
    remove([row.id], row.name);
    setSelection(nobody);
    close();
  };
  const list = { eventId: event.id, query, selection, onSelect: setSelection };
  const everyone = (): void => { search(""); cutDown(null); };
  const rows = { ...list, people, waiting, filter: asked, order, onOrder: setOrder, openId: panel.kind === "person" ? panel.row.id : null, onOpen: show, onRange: setRange };
  return (
    <div className={styles.page}>
      {open && (
        <PrimaryAction>
          <Button appearance="primary" icon={<ArrowUpload20Regular />} onClick={onImport}>
            Import people
          </Button>
        </PrimaryAction>
      )}
      {published && <ServiceBanner published={published} onSettings={onSettings} />}
      <Bar event={event} people={people} typed={typed} whole={query === "" && filter === null} onType={search} onAdd={add} onRules={onRules} />
      {people.total > 0 && <Filters facets={facets} questions={questions} filter={filter} onFilter={cutDown} />}
      <Interrupted eventId={event.id} />
      <SelectionBar {...list} filter={filter} matching={people.matching} />
      {face(people, query, filter !== null, open ? add : null, everyone) ?? <RegistrantTable {...rows} />}
      {person && <Asked key={person} person={person} onShow={showAsked} />}
      {panel.kind === "add" && <AddPanel event={event} onClose={close} onShow={show} />}
      {panel.kind === "person" && <RegistrantPanel key={panel.row.id} event={event} row={panel.row} onRemove={() => { removeOne(panel.row); }} onShow={show} onPrivacy={onPrivacy} onClose={close} />}
    </div>
  );
}

/** Everyone on the event's list; search, selection, and one person's panel. */
export function RegistrantsPage({ event, person = null, onPersonClosed, onImport, onOpenRegistration, onRules, onPrivacy, onSettings }: Props): ReactNode {
  if (event.registrationMode !== null) return <OpenList event={event} person={person} {...(onPersonClosed && { onPersonClosed })} onImport={onImport} onRules={onRules} onPrivacy={onPrivacy} onSettings={onSettings} />;
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
