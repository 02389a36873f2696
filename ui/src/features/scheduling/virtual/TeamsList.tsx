import { Button, MessageBar, MessageBarBody, MessageBarTitle, SearchBox, ToggleButton } from "@fluentui/react-components";
import { ArrowClockwise20Regular } from "@fluentui/react-icons/headless/svg/arrow-clockwise";
import { ArrowDownload20Regular } from "@fluentui/react-icons/headless/svg/arrow-download";
import { PeopleAdd24Regular } from "@fluentui/react-icons/headless/svg/people-add";
import { useState, type ReactNode } from "react";
import type { RegistrantStatus, TeamsListReading, TeamsRegistration, TeamsRegistrations, VirtualEventDetail } from "../../../bindings/core";
import { CopyButton } from "../../../components/CopyButton";
import { EmptyFace, ErrorFace, errorText } from "../../../components/Face";
import { SidePanel } from "../../../components/SidePanel";
import { Skeleton } from "../../../components/Skeleton";
import { StatusChip, statusWord } from "../../../components/StatusChip";
import { chooseWhereToSave } from "../../../ipc/files";
import { useDebouncedValue } from "../../../lib/hooks";
import { useEventProgress } from "../../../lib/progress";
import { clockHere, count, counted, fullMoment, shortMoment, viewerZone, zoneCity } from "../../../lib/time";
import { tell } from "../../../lib/toasts";
import { useExportTeamsList, useReadTeamsList, useTeamsList, type ListWindow } from "./listing";
import { ListRows, nameOf, ways } from "./ListRows";
import { Refused } from "./Refused";
import styles from "./listing.module.css";
import page from "./virtual.module.css";

function Person({ row, onClose }: { row: TeamsRegistration; onClose: () => void }): ReactNode {
  const zone = viewerZone();
  return (
    <SidePanel title={nameOf(row)} onClose={onClose}>
      <dl className={styles.facts}>
        <div>
          <dt>Status</dt>
          <dd>
            <StatusChip status={row.status} />
          </dd>
        </div>
        {row.email !== "" && (
          <div>
            <dt>Email</dt>
            <dd>
              {row.email}{" "}
              <CopyButton text={row.email} size="small" label={`Copy the address of ${nameOf(row)}`}>
                Copy
              </CopyButton>
            </dd>
          </div>
        )}
        <div>
          <dt>Registered</dt>
          <dd>
            {ways[row.source]}
            {row.registeredAt !== null && `, ${fullMoment(row.registeredAt, zone)}`}
          </dd>
        </div>
        {row.cancelledAt !== null && (
          <div>
            <dt>Cancelled</dt>
            <dd>{fullMoment(row.cancelledAt, zone)}</dd>
          </div>
        )}
        {row.userId !== null && (
          <div>
            <dt>Organization</dt>
            <dd>Somebody of your organization</dd>
          </div>
        )}
        {row.answers.map(({ question, said }) => (
          <div key={question}>
            <dt dir="auto">{question}</dt>
            <dd dir="auto">{said}</dd>
          </div>
        ))}
      </dl>
    </SidePanel>
  );
}

const statuses = ["registered", "waitlisted", "pendingApproval", "rejected", "cancelled"] as const;

function Filters({ counts, status, onStatus }: { counts: TeamsRegistrations["counts"]; status: RegistrantStatus | null; onStatus: (status: RegistrantStatus | null) => void }): ReactNode {
  return (
    <div className={page.buttons} role="group" aria-label="Show only">
      {statuses
        .filter((one) => counts[one] > 0 || one === status)
        .map((one) => (
          <ToggleButton key={one} size="small" shape="circular" appearance={status === one ? "primary" : "outline"} checked={status === one} onClick={() => { onStatus(status === one ? null : one); }}>
            {statusWord(one)} {count(counts[one])}
          </ToggleButton>
        ))}
    </div>
  );
}

function reading({ people, waitingUntil }: TeamsListReading): string {
  const until = waitingUntil === null ? "" : ` Teams wants no more until ${clockHere(waitingUntil)}.`;
  return `${counted(people, "person", "people")} so far.${until}`;
}

function when(list: TeamsRegistrations): string {
  if (list.readAt === null) return "";
  return `${counted(list.counts.all, "person", "people")} on Teams’ list, read ${shortMoment(list.readAt, viewerZone())}. `;
}

/** What Teams has is not here before it is asked; a reading that was cut off goes on. */
function Standing({ list, progress }: { list: TeamsRegistrations; progress: TeamsListReading | null }): ReactNode {
  const zone = viewerZone();
  return (
    <p className={page.quiet} role="status">
      {when(list)}
      {progress ? `Reading: ${reading(progress)}` : list.running ? "It is being read in another window or terminal." : list.cutOff ? "The last reading was cut off. The next one goes on where it was." : list.readAt === null ? "" : `Times are in ${zoneCity(zone)}.`}
    </p>
  );
}

function useSaving(event: VirtualEventDetail): () => Promise<void> {
  const save = useExportTeamsList(event.id);
  return async () => {
    try {
      const path = await chooseWhereToSave("registrations.csv");
      if (path === null) return;
      tell({ kind: "done", text: `${counted(await save.mutateAsync(path), "person is", "people are")} in the file.` });
    } catch (error) {
      tell({ kind: "failed", text: `The list was not saved. ${errorText(error)}` });
    }
  };
}

interface Looking {
  list: TeamsRegistrations;
  people: ListWindow;
  query: string;
  status: RegistrantStatus | null;
  read: ReactNode;
  onEverybody: () => void;
  onRange: (range: { from: number; to: number }) => void;
}

function Rows({ list, people, query, status, read, onEverybody, onRange }: Looking): ReactNode {
  const [open, setOpen] = useState<TeamsRegistration | null>(null);
  if (list.counts.all === 0) {
    const never = list.readAt === null;
    return <EmptyFace level="h3" icon={<PeopleAdd24Regular />} title={never ? "Not read yet" : "Nobody is registered yet"} text={never ? "Read Teams’ list to see everybody who registered, on its own page as well." : "Whoever registers on Teams’ page is here once the list is read again."} action={read} />;
  }
  if (list.matching === 0) return <EmptyFace level="h3" icon={<PeopleAdd24Regular />} title="Nobody matches" text={query === "" ? "Nobody on the list is like that at the moment." : `No name or address has words that begin with “${query}”.`} action={<Button onClick={onEverybody}>Show everyone</Button>} />;
  return (
    <>
      <ListRows window={people} matching={list.matching} shown={`${status ?? ""} ${query}`} openId={open?.id ?? null} onOpen={setOpen} onRange={onRange} />
      {open && <Person key={open.id} row={open} onClose={() => { setOpen(null); }} />}
    </>
  );
}

function List({ event }: { event: VirtualEventDetail }): ReactNode {
  const [typed, setTyped] = useState("");
  const query = useDebouncedValue(typed.trim(), 150);
  const [status, setStatus] = useState<RegistrantStatus | null>(null);
  const [range, setRange] = useState({ from: 0, to: 0 });
  const people = useTeamsList(event.id, query, status, range.from, range.to);
  const read = useReadTeamsList(event.id);
  const progress = useEventProgress("teamsList", event.id, read.isPending);
  const { list } = people;
  const asking = event.enrolment.possible && event.state !== "draft";
  const words = read.isPending ? "Reading…" : list?.cutOff ? "Go on reading" : list?.readAt ? "Read again" : "Read the list";
  const again = asking && (
    <Button icon={<ArrowClockwise20Regular />} disabled={read.isPending || (list?.running ?? false)} onClick={() => { read.mutate(); }}>
      {words}
    </Button>
  );
  const saving = useSaving(event);
  if (people.error && !list) return <ErrorFace error={people.error} retry={people.retry} />;
  if (!list) return <Skeleton rows={3} height={44} label="Loading Teams’ list" />;
  const some = list.counts.all > 0;
  return (
    <>
      <Refused error={read.error} fields={[]} />
      {people.error && <Refused error={people.error} fields={[]} />}
      {(some || list.running || list.cutOff || progress !== null) && <Standing list={list} progress={progress} />}
      {some && (
        <div className={styles.bar}>
          <SearchBox className={styles.search ?? ""} input={{ "aria-label": "Search Teams’ list" }} placeholder="Search names and addresses" value={typed} onChange={(_, { value }) => { setTyped(value); }} onKeyDown={(pressed) => { if (pressed.key === "Escape") setTyped(""); }} />
          <Filters counts={list.counts} status={status} onStatus={setStatus} />
          <Button appearance="subtle" icon={<ArrowDownload20Regular />} onClick={() => void saving()}>
            Export
          </Button>
          {again}
        </div>
      )}
      {(asking || some || list.readAt !== null) && (
        <Rows
          list={list}
          people={people}
          query={query}
          status={status}
          read={again}
          onRange={setRange}
          onEverybody={() => {
            setTyped("");
            setStatus(null);
          }}
        />
      )}
    </>
  );
}

/** Everybody on Teams' list, where an administrator let this machine read it; elsewhere why not, and what there is instead. */
export function TeamsList({ event }: { event: VirtualEventDetail }): ReactNode {
  const { possible, why } = event.enrolment;
  return (
    <section className={`${page.section ?? ""} ${page.wide ?? ""}`} aria-labelledby="registrations">
      <h2 id="registrations">Who is registered</h2>
      {!possible && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>Teams shows its list in Teams only.</MessageBarTitle> {why}
          </MessageBarBody>
        </MessageBar>
      )}
      {possible && event.state === "draft" && <p className={page.quiet}>Nobody can register before the webinar is published.</p>}
      <List event={event} />
    </section>
  );
}
