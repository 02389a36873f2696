import type { ReactNode } from "react";
import styles from "./OnlyInTeams.module.css";

/** What hosting takes and no guest of a meeting is given, wherever the guest joins from. */
const THINGS = [
  "Let people in from the lobby",
  "Record and transcribe",
  "Breakout rooms, polls, Q&A and whiteboard",
  "Give people roles, and decide what attendees see",
  "Send files and pictures in the chat",
];

/** For organizers and presenters: what they need Teams itself for. */
export function OnlyInTeams({ summary }: { summary: string }): ReactNode {
  return (
    <details className={styles.only}>
      <summary>{summary}</summary>
      <ul>
        {THINGS.map((thing) => (
          <li key={thing}>{thing}</li>
        ))}
      </ul>
    </details>
  );
}
