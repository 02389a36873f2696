import { ChevronDown16Regular } from "@fluentui/react-icons";
import { useState, useSyncExternalStore, type ReactNode } from "react";
import type { Director } from "../simulated/director";
import type { SimulatedMeeting } from "../simulated/meeting";
import { PRESENTER, RTL_GUEST } from "../simulated/people";
import styles from "./Stage.module.css";

interface Action {
  words: string;
  /** Means nothing in a call without chat. */
  ofChat?: true;
  run: (director: Director) => void;
}

interface Group {
  title: string;
  actions: readonly Action[];
}

const LOBBY: readonly Group[] = [
  {
    title: "The host",
    actions: [
      { words: "lets you in", run: (director) => { director.admit(); } },
      { words: "doesn’t let you in", run: (director) => { director.end("denied"); } },
    ],
  },
  {
    title: "The service",
    actions: [
      { words: "loses the connection", run: (director) => { director.end("network"); } },
      { words: "says the pass ran out", run: (director) => { director.end("token"); } },
      { words: "says guests are forbidden", run: (director) => { director.end("guestsForbidden"); } },
      { words: "doesn’t accept the link", run: (director) => { director.end("badRequest"); } },
    ],
  },
];

const CALL: readonly Group[] = [
  {
    title: "The host",
    actions: [
      { words: "makes you a presenter", run: (director) => { director.setRole("Presenter"); } },
      { words: "mutes you", run: (director) => { director.muteGuest(); } },
      { words: "starts recording", run: (director) => { director.setRecording(true); } },
      { words: "stops recording", run: (director) => { director.setRecording(false); } },
      { words: "opens a breakout room", run: (director) => { director.openBreakoutRoom("Table 2"); } },
      { words: "transfers you", run: (director) => { director.transfer(); } },
      { words: "removes you", run: (director) => { director.end("removed"); } },
      { words: "ends the meeting", run: (director) => { director.end("endedByHost"); } },
    ],
  },
  {
    title: "The others",
    actions: [
      { words: "Diego shares a screen", run: (director) => { director.share(PRESENTER); } },
      { words: "Diego stops sharing", run: (director) => { director.stopSharing(); } },
      { words: "someone types live text", run: (director) => { director.typeLive(RTL_GUEST, "Could you repeat the date, please?"); } },
    ],
  },
  {
    title: "The service",
    actions: [
      { words: "closes chat to guests", ofChat: true, run: (director) => { director.refuseChat(); } },
      { words: "loses the media connection", run: (director) => { director.end("mediaLost"); } },
    ],
  },
];

/** Says that the call is simulated, and lets the other side act, so that every face can be seen. */
export function SimulationMenu({ meeting, withChat }: { meeting: SimulatedMeeting; withChat: boolean }): ReactNode {
  const [open, setOpen] = useState(false);
  const page = useSyncExternalStore(meeting.watch, meeting.page);
  const groups = page === "lobby" ? LOBBY : CALL;
  return (
    <aside
      className={styles.simulation}
      aria-label="Simulation"
      onKeyDown={(event) => {
        if (event.key === "Escape") setOpen(false);
      }}
    >
      <button
        type="button"
        className={styles.label}
        aria-expanded={open}
        onClick={() => {
          setOpen(!open);
        }}
      >
        Simulated call
        <ChevronDown16Regular aria-hidden="true" />
      </button>
      {open && (
        <div className={styles.menu}>
          {groups.map((group) => (
            <div key={group.title} role="group" aria-label={group.title} style={{ display: "grid" }}>
              <span className={styles.group} aria-hidden="true">
                {group.title}
              </span>
              {group.actions.filter(({ ofChat }) => withChat || ofChat !== true).map((action) => (
                <button
                  key={action.words}
                  type="button"
                  className={styles.action}
                  onClick={() => {
                    setOpen(false);
                    action.run(meeting.director);
                  }}
                >
                  {action.words}
                </button>
              ))}
            </div>
          ))}
        </div>
      )}
    </aside>
  );
}
