import { Dialog, DialogBody, DialogSurface, Input } from "@fluentui/react-components";
import { Search20Regular } from "@fluentui/react-icons/headless/svg/search";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { Fluent } from "../components/Fluent";
import { useEvents } from "../features/scheduling/api";
import { useVirtualEvents } from "../features/scheduling/virtual/api";
import { useSetAppearance } from "../features/settings/api";
import { shortMoment } from "../lib/time";
import styles from "./Palette.module.css";

interface Act {
  id: string;
  words: string;
  aside: string;
  run: () => void;
}

const MOST = 8;

function useActs(onJoin: () => void, onExplain: () => void): Act[] {
  const navigate = useNavigate();
  const events = useEvents().data ?? [];
  const others = useVirtualEvents().data ?? [];
  const appearance = useSetAppearance();
  return [
    { id: "new", words: "New event", aside: "Create", run: () => void navigate({ to: "/events/new" }) },
    { id: "join", words: "Join a meeting", aside: "Join", run: onJoin },
    { id: "link", words: "What is this link?", aside: "Explain", run: onExplain },
    { id: "settings", words: "Settings and Doctor", aside: "Go to", run: () => void navigate({ to: "/settings" }) },
    { id: "privacy", words: "Privacy: export or erase a person", aside: "Go to", run: () => void navigate({ to: "/privacy", search: { email: "" } }) },
    { id: "dark", words: "Dark colours", aside: "Appearance", run: () => { appearance.mutate("dark"); } },
    { id: "light", words: "Light colours", aside: "Appearance", run: () => { appearance.mutate("light"); } },
    ...others.map((event) => ({
      id: event.id,
      words: event.title,
      aside: shortMoment(event.start, event.zone),
      run: () => void navigate({ to: "/events/virtual/$virtualId", params: { virtualId: event.id } }),
    })),
    ...events.flatMap((event) => [
      { id: event.id, words: event.title, aside: shortMoment(event.start, event.zone), run: () => void navigate({ to: "/events/$eventId", params: { eventId: event.id } }) },
      { id: `${event.id}/people`, words: `${event.title}: people`, aside: "Registration", run: () => void navigate({ to: "/events/$eventId/registration", params: { eventId: event.id } }) },
    ]),
  ];
}

function matching(acts: Act[], query: string): Act[] {
  const words = query.toLowerCase().split(/\s+/u).filter(Boolean);
  return acts.filter((act) => words.every((word) => act.words.toLowerCase().includes(word))).slice(0, MOST);
}

interface ChoicesProps {
  id: string;
  acts: Act[];
  at: number;
  onPoint: (index: number) => void;
  onRun: (act: Act) => void;
}

function Choices({ id, acts, at, onPoint, onRun }: ChoicesProps): ReactNode {
  return (
    <ul id={id} role="listbox" aria-label="Choices" className={styles.list}>
      {acts.map((act, index) => (
        <li
          key={act.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          className={styles.act}
          onMouseMove={() => { onPoint(index); }}
          onClick={() => { onRun(act); }}
        >
          <bdi>{act.words}</bdi>
          <span>{act.aside}</span>
        </li>
      ))}
    </ul>
  );
}

/** Ctrl+K: everything that can be gone to or begun, by typing some of its name. */
function PaletteContent({ onClose, onJoin, onExplain }: { onClose: () => void; onJoin: () => void; onExplain: () => void }): ReactNode {
  const listId = useId();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const shown = matching(useActs(onJoin, onExplain), query);
  useEffect(() => {
    input.current?.focus();
  }, []);
  const run = (act: Act | undefined): void => {
    if (!act) return;
    onClose();
    act.run();
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === "Enter") run(shown[at]);
    else if (event.key === "ArrowDown") setAt((now) => Math.min(shown.length - 1, now + 1));
    else if (event.key === "ArrowUp") setAt((now) => Math.max(0, now - 1));
    else return;
    event.preventDefault();
  };
  return (
    <Dialog open onOpenChange={(_, { open }) => { if (!open) onClose(); }}>
      <DialogSurface aria-label="Go to or begin" className={styles.surface ?? ""}>
        <DialogBody className={styles.body ?? ""}>
          <Input
            ref={input}
            size="large"
            className={styles.input ?? ""}
            contentBefore={<Search20Regular />}
            placeholder="Go to an event, or begin something"
            value={query}
            onChange={(_, { value }) => {
              setQuery(value);
              setAt(0);
            }}
            onKeyDown={pressed}
            role="combobox"
            aria-expanded="true"
            aria-controls={listId}
            aria-activedescendant={shown[at] ? `${listId}-${at}` : undefined}
            aria-label="Go to or begin"
          />
          <Choices id={listId} acts={shown} at={at} onPoint={setAt} onRun={run} />
          {shown.length === 0 && <p className={styles.none}>Nothing is called that.</p>}
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

export default function Palette(props: Parameters<typeof PaletteContent>[0]): ReactNode {
  return (
    <Fluent>
      <PaletteContent {...props} />
    </Fluent>
  );
}
