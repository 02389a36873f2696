import type { ReactNode } from "react";
import type { WebinarFigures as Kept } from "../../bindings/core";
import { statusWord } from "../../components/StatusChip";
import { counted } from "../../lib/time";
import { useWebinarFigures } from "./api";
import { Bars } from "./Bars";
import { Panel } from "./Panel";
import type { Bar, Sheet } from "./sheets";
import styles from "./overview.module.css";

const stayWords: Record<number, string> = { 0: "Under 15 min", 15: "15 to 30 min", 30: "30 to 60 min", 60: "An hour or more" };

function stayWord(minutes: number): string {
  return stayWords[minutes] ?? `${minutes} min or more`;
}

function stayBars({ stays }: Kept): Bar[] {
  return stays.map(({ minutes, people, registered }) => ({
    label: stayWord(minutes),
    parts: [
      { word: "Registered", tone: "main", value: registered },
      { word: "Came without", tone: "quiet", value: people - registered },
    ],
  }));
}

function staySheet({ stays }: Kept): Sheet {
  return { columns: ["Stayed", "People", "Registered"], rows: stays.map(({ minutes, people, registered }) => [stayWord(minutes), people, registered]) };
}

type Registration = Kept["registrations"][number];

const listed = ["registered", "waitlisted", "pendingApproval", "rejected", "cancelled"] as const;
const byWay = { lectern: "By Lectern", page: "On Teams’ page", program: "By another program" } as const;
const tones = { lectern: "main", page: "second", program: "quiet" } as const;

function peopleOf(registrations: Registration[], status: string, source: string): number {
  return registrations.filter((one) => one.status === status && one.source === source).reduce((sum, { people }) => sum + people, 0);
}

function registrationBars({ registrations }: Kept): Bar[] {
  return listed
    .filter((status) => registrations.some((one) => one.status === status))
    .map((status) => ({
      label: statusWord(status),
      parts: (["lectern", "page", "program"] as const)
        .filter((source) => registrations.some((one) => one.source === source))
        .map((source) => ({ word: byWay[source], tone: tones[source], value: peopleOf(registrations, status, source) })),
    }));
}

function registrationSheet({ registrations }: Kept): Sheet {
  return { columns: ["Status", "Registered", "People"], rows: registrations.map(({ status, source, people }) => [statusWord(status), byWay[source], people]) };
}

function enrolmentSheet({ enrolments }: Kept): Sheet {
  return { columns: ["Where they stand", "People"], rows: enrolments.map(({ state, people }) => [statusWord(state), people]) };
}

/** What is kept here of a webinar's people; nothing at all while nothing is. */
export function WebinarFigures({ id }: { id: string }): ReactNode {
  const figures = useWebinarFigures(id).data;
  if (!figures || figures.registrations.length + figures.stays.length + figures.enrolments.length === 0) return null;
  const there = figures.stays.reduce((sum, { people }) => sum + people, 0);
  const enrolled = figures.enrolments.reduce((sum, { people }) => sum + people, 0);
  const registered = figures.registrations.reduce((sum, { people }) => sum + people, 0);
  return (
    <div className={styles.panels}>
      {registered > 0 && <Panel title="On Teams’ list" aside={counted(registered, "person", "people")} sheet={registrationSheet(figures)} chart={<Bars bars={registrationBars(figures)} label={figures.registrations.map(({ status, source, people }) => `${statusWord(status)}, ${byWay[source]}: ${people}`).join(", ")} />} />}
      {figures.stays.length > 0 && <Panel title="How long people stayed" aside={counted(there, "person", "people")} sheet={staySheet(figures)} chart={<Bars bars={stayBars(figures)} label={figures.stays.map(({ minutes, people }) => `${stayWord(minutes)}: ${people}`).join(", ")} />} />}
      {figures.enrolments.length > 0 && (
        <Panel
          title="Enrolled by Lectern"
          aside={counted(enrolled, "person", "people")}
          sheet={enrolmentSheet(figures)}
          chart={<Bars bars={figures.enrolments.map(({ state, people }) => ({ label: statusWord(state), parts: [{ word: "People", tone: "main", value: people }] }))} label={figures.enrolments.map(({ state, people }) => `${statusWord(state)}: ${people}`).join(", ")} />}
        />
      )}
    </div>
  );
}
