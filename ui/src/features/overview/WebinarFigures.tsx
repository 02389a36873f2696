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

function enrolmentSheet({ enrolments }: Kept): Sheet {
  return { columns: ["Where they stand", "People"], rows: enrolments.map(({ state, people }) => [statusWord(state), people]) };
}

/** What is kept here of a webinar's people; nothing at all while nothing is. */
export function WebinarFigures({ id }: { id: string }): ReactNode {
  const figures = useWebinarFigures(id).data;
  if (!figures || figures.stays.length + figures.enrolments.length === 0) return null;
  const there = figures.stays.reduce((sum, { people }) => sum + people, 0);
  const enrolled = figures.enrolments.reduce((sum, { people }) => sum + people, 0);
  return (
    <div className={styles.panels}>
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
