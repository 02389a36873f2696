import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { Open20Regular } from "@fluentui/react-icons/headless/svg/open";
import type { ReactNode } from "react";
import type { VirtualEventDetail } from "../../../bindings/core";
import { Card } from "../../../components/Card";
import { CopyButton } from "../../../components/CopyButton";
import { ErrorFace, errorText } from "../../../components/Face";
import { Skeleton } from "../../../components/Skeleton";
import { StatusChip } from "../../../components/StatusChip";
import { asCoreError } from "../../../ipc/core";
import { openOutside } from "../../../ipc/outside";
import { useNow } from "../../../lib/hooks";
import { counted, momentHere } from "../../../lib/time";
import { tell } from "../../../lib/toasts";
import { useFreshParts, useFreshState, useGoOn, useVirtualEvent } from "./api";
import { AttendanceSection } from "./Attendance";
import { ConsentActions } from "./ConsentActions";
import { CoOrganizersSection } from "./CoOrganizers";
import { useSeeProblem } from "./copies";
import { Enrolment } from "./Enrolment";
import { InvitedSection } from "./Invited";
import { PresentersSection } from "./Presenters";
import { QuestionsSection } from "./Questions";
import { TeamsList } from "./TeamsList";
import { VirtualHead } from "./VirtualHead";
import { isOver, kindName, nextStep } from "./words";
import styles from "./virtual.module.css";

function outside(address: string): void {
  openOutside(address).catch((error: unknown) => {
    tell({ kind: "failed", text: `Nothing opened: ${errorText(error)}` });
  });
}

/** Not at Teams yet: why, and another try. */
function Unmade({ event }: { event: VirtualEventDetail }): ReactNode {
  const again = useGoOn(event.id);
  const goOn = (): void => { again.mutate(); };
  if (event.problem === null) {
    return (
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>Still being made.</MessageBarTitle> Lectern goes on by itself as soon as Teams answers.
        </MessageBarBody>
      </MessageBar>
    );
  }
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>Not made yet.</MessageBarTitle> {event.problem}
      </MessageBarBody>
      {asCoreError(again.error).code === "consentNeeded" ? (
        <ConsentActions error={again.error} again={goOn} />
      ) : (
        <MessageBarActions>
          <Button disabled={again.isPending} onClick={goOn}>
            {again.isPending ? "Trying…" : "Try again"}
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}

/** Of what it was begun from, something could not be given to it, or not yet. */
function Missing({ event }: { event: VirtualEventDetail }): ReactNode {
  const again = useGoOn(event.id);
  const seen = useSeeProblem(event.id);
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>Not everything was taken over.</MessageBarTitle> {event.problem}
      </MessageBarBody>
      <MessageBarActions>
        {event.settingUp ? (
          <Button disabled={again.isPending} onClick={() => { again.mutate(); }}>
            {again.isPending ? "Trying…" : "Try again"}
          </Button>
        ) : (
          <Button disabled={seen.isPending} onClick={() => { seen.mutate(); }}>
            Got it
          </Button>
        )}
      </MessageBarActions>
    </MessageBar>
  );
}

function Notes({ event, stale, again }: { event: VirtualEventDetail; stale: Error | null; again: () => void }): ReactNode {
  const kind = kindName[event.kind];
  return (
    <div className={styles.notes}>
      {event.state === "creating" && <Unmade event={event} />}
      {(event.state === "draft" || event.state === "published") && event.problem !== null && <Missing event={event} />}
      {event.state === "cancelled" && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>This {kind} is cancelled.</MessageBarTitle> That is permanent. What is known of it stays here.
          </MessageBarBody>
        </MessageBar>
      )}
      {stale && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>Teams could not be asked.</MessageBarTitle> {errorText(stale)}
            {event.readAt !== null && ` What you see is from ${momentHere(event.readAt)}.`}
          </MessageBarBody>
          <ConsentActions error={stale} again={again} />
        </MessageBar>
      )}
    </div>
  );
}

function StateCard({ event }: { event: VirtualEventDetail }): ReactNode {
  const now = useNow(30_000);
  return (
    <Card title="State" aside={<StatusChip status={event.state} />}>
      <p className={styles.step}>{nextStep(event, now)}</p>
      <p className={styles.quiet}>{event.audience === "everyone" ? "Open to everyone." : "Only for people of your organization."}</p>
      {event.coOrganized && (
        <p className={styles.quiet}>
          <bdi>{event.organizer === "" ? "Somebody else" : event.organizer}</bdi> organizes it, and alone can publish or cancel it.
        </p>
      )}
    </Card>
  );
}

function rules(page: NonNullable<VirtualEventDetail["page"]>): string {
  const places = page.capacity === null ? "" : `${counted(page.capacity, "place", "places")}. `;
  return `${places}${page.waitlist ? "With a waiting list. " : ""}${page.approval ? "You approve each person in Teams. " : ""}`.trim();
}

function open(event: VirtualEventDetail, now: number): string {
  if (event.state === "draft") return "It works once the webinar is published.";
  return event.state === "published" && !isOver(event, now) ? "Whoever opens it can register." : "Nobody can register any more.";
}

function RegistrationCard({ event }: { event: VirtualEventDetail }): ReactNode {
  const now = useNow(30_000);
  const url = event.page?.url ?? null;
  return (
    <Card title="Registration page" aside="Hosted by Teams">
      {url === null ? (
        <p className={styles.step}>Teams has not given it an address yet.</p>
      ) : (
        <>
          <p className={styles.link} title={url}>
            {url}
          </p>
          <p className={styles.step}>{open(event, now)}</p>
          {event.page && <p className={styles.quiet}>{rules(event.page)}</p>}
          <div className={styles.foot}>
            <CopyButton text={url} label="Copy the address of the registration page">
              Copy
            </CopyButton>
            <Button icon={<Open20Regular />} onClick={() => { outside(url); }}>
              Open
            </Button>
          </div>
        </>
      )}
    </Card>
  );
}

function SessionsCard({ event }: { event: VirtualEventDetail }): ReactNode {
  const link = event.sessions.find(({ joinUrl }) => joinUrl !== null)?.joinUrl ?? null;
  return (
    <Card title="Joining" aside="In Teams">
      <p className={styles.step}>
        {event.kind === "webinar" ? "This link is for you and the presenters. Each attendee gets a link of their own from Teams." : "People watch in Teams; Lectern can’t show town halls."}
      </p>
      {link === null ? (
        <p className={styles.quiet}>Teams has not told the link yet.</p>
      ) : (
        <div className={styles.foot}>
          <CopyButton text={link} label="Copy the link to join">
            Copy
          </CopyButton>
          <Button icon={<Open20Regular />} onClick={() => { outside(link); }}>
            Open in Teams
          </Button>
        </div>
      )}
    </Card>
  );
}

function Page({ event, onEdit, onDraft }: { event: VirtualEventDetail; onEdit: () => void; onDraft: () => void }): ReactNode {
  const now = useNow(30_000);
  const standing = event.state === "draft" || event.state === "published";
  const fresh = useFreshState(event.id, standing);
  const parts = useFreshParts(event, standing);
  const webinar = event.kind === "webinar";
  return (
    <>
      <VirtualHead event={event} onEdit={onEdit} onDraft={onDraft} />
      <div className={styles.page}>
        <Notes
          event={event}
          stale={fresh.error ?? parts.error}
          again={() => {
            void fresh.refetch();
            void parts.refetch();
          }}
        />
        {event.state !== "creating" && (
          <>
            <div className={styles.cards}>
              <StateCard event={event} />
              {webinar && <RegistrationCard event={event} />}
              <SessionsCard event={event} />
            </div>
            {event.description !== "" && (
              <section className={styles.about}>
                <p dir="auto">{event.description}</p>
              </section>
            )}
            {event.state === "published" && Date.parse(event.start) <= now && <AttendanceSection event={event} />}
            {webinar && <TeamsList event={event} />}
            {webinar && <QuestionsSection event={event} loading={parts.isPending && standing} />}
            <PresentersSection event={event} loading={parts.isPending && standing} />
            <CoOrganizersSection event={event} />
            {event.kind === "townHall" && <InvitedSection event={event} />}
            {standing && !isOver(event, now) && <Enrolment event={event} />}
          </>
        )}
      </div>
    </>
  );
}

/** A webinar or town hall: where it stands, where people register, what they are asked, who speaks, who was there. */
export function VirtualEventPage({ id, onEdit, onDraft }: { id: string; onEdit: () => void; onDraft: () => void }): ReactNode {
  const event = useVirtualEvent(id);
  if (event.data) return <Page key={id} event={event.data} onEdit={onEdit} onDraft={onDraft} />;
  if (event.isError) return <ErrorFace error={event.error} retry={() => void event.refetch()} />;
  return <Skeleton rows={4} height={96} label="Loading the event" />;
}
