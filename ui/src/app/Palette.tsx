import { Dialog, DialogBody, DialogSurface, Input } from "@fluentui/react-components";
import { Search20Regular } from "@fluentui/react-icons/headless/svg/search";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { errorText } from "../components/Face";
import { Fluent } from "../components/Fluent";
import { useFound } from "../features/overview/api";
import { everything, useEventsPage } from "../features/scheduling/listed";
import { useSetAppearance } from "../features/settings/api";
import { useDebouncedValue } from "../lib/hooks";
import { momentIn } from "../lib/time";
import { FEW, groups, MANY, matching, type Act, type ActGroup, type Ways } from "./palette-rows";
import styles from "./Palette.module.css";

interface Props {
  onClose: () => void;
  onJoin: () => void;
  onExplain: () => void;
  onKeys: () => void;
  onAccounts: () => void;
}

function useActs({ onJoin, onExplain, onKeys, onAccounts }: Props): Act[] {
  const navigate = useNavigate();
  const appearance = useSetAppearance();
  const settings = (): void => void navigate({ to: "/settings" });
  return [
    { id: "new", words: "New event", aside: "N", run: () => void navigate({ to: "/events/new" }) },
    { id: "join", words: "Join a meeting", aside: "M", run: onJoin },
    { id: "link", words: "What is this link?", aside: "Explain", run: onExplain },
    { id: "home", words: "What is next, and what needs you", aside: "Go to", run: () => void navigate({ to: "/events" }) },
    { id: "settings", words: "Settings and Doctor", aside: "Go to", run: settings },
    { id: "guide", words: "Which integration do I need?", aside: "Go to", run: () => void navigate({ to: "/guide" }) },
    { id: "privacy", words: "Privacy: export or erase a person", aside: "Go to", run: () => void navigate({ to: "/privacy", search: { email: "" } }) },
    { id: "services", words: "Settings: mail, guest access, services", aside: "Go to", run: settings },
    { id: "account", words: "Settings: account and sign-in", aside: "Go to", run: settings },
    { id: "accounts", words: "Switch to another account, or add one", aside: "Accounts", run: onAccounts },
    { id: "keys", words: "Keyboard shortcuts", aside: "?", run: onKeys },
    { id: "dark", words: "Dark colours", aside: "Appearance", run: () => { appearance.mutate("dark"); } },
    { id: "light", words: "Light colours", aside: "Appearance", run: () => { appearance.mutate("light"); } },
  ];
}

function useWays(all: (title: string) => void): Ways {
  const navigate = useNavigate();
  return {
    event: (id, isVirtual) => void (isVirtual ? navigate({ to: "/events/virtual/$virtualId", params: { virtualId: id } }) : navigate({ to: "/events/$eventId", params: { eventId: id } })),
    person: ({ eventId, registrantId, isVirtual }) => void (isVirtual ? navigate({ to: "/events/virtual/$virtualId", params: { virtualId: eventId } }) : navigate({ to: "/events/$eventId/registration", params: { eventId }, search: { person: registrantId } })),
    message: ({ eventId }) => void navigate({ to: "/events/$eventId/messages", params: { eventId } }),
    all,
  };
}

interface ChoicesProps {
  id: string;
  shown: ActGroup[];
  at: number;
  onPoint: (index: number) => void;
  onRun: (act: Act) => void;
}

function Choices({ id, shown, at, onPoint, onRun }: ChoicesProps): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const starts = shown.map((_, place) => shown.slice(0, place).reduce((sum, { acts }) => sum + acts.length, 0));
  return (
    <div ref={list} id={id} role="listbox" aria-label="Choices" className={styles.list}>
      {shown.map(({ title, acts }, place) => (
        <div key={title} role="group" aria-label={title}>
          <div className={styles.group} role="presentation">
            {title}
          </div>
          {acts.map((act, step) => {
            const index = (starts[place] ?? 0) + step;
            return (
              <div
                key={act.id}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === at}
                className={styles.act}
                onMouseMove={() => { onPoint(index); }}
                onClick={() => { onRun(act); }}
              >
                <bdi>{act.words}</bdi>
                <bdi className={styles.aside}>{act.aside}</bdi>
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}

/** Before anything is typed: what can be begun, and the events that come next. */
function useFirst(acts: Act[], ways: Ways): ActGroup[] {
  const { rows, coming } = useEventsPage(everything).data ?? { rows: [], coming: 0 };
  const next = rows.slice(0, Math.min(coming, FEW));
  return [
    { title: "Begin or go to", acts: acts.slice(0, 5) },
    { title: "Events", acts: next.map((event) => ({ id: event.id, words: event.title, aside: momentIn(event.start, event.zone), run: () => { ways.event(event.id, "kind" in event); } })) },
  ].filter((group) => group.acts.length > 0);
}

function usePalette(props: Props) {
  const [query, setQuery] = useState("");
  const [whole, setWhole] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const wanted = useDebouncedValue(query.trim(), 60);
  const found = useFound(wanted, whole === null ? FEW : MANY);
  const ways = useWays((title) => {
    setWhole(title);
    setAt(0);
  });
  const acts = useActs(props);
  const first = useFirst(acts, ways);
  const typed = query.trim() !== "";
  return {
    query,
    at,
    setAt,
    found,
    whole,
    shown: typed ? groups(matching(acts, query), wanted === "" ? undefined : found.data, whole, ways) : first,
    type: (value: string): void => {
      setQuery(value);
      setWhole(null);
      setAt(0);
    },
    nothing: typed && wanted === query.trim() && !found.isFetching,
  };
}

/** Ctrl+K: everything that can be found, gone to or begun, by typing some of its name. */
function PaletteContent(props: Props): ReactNode {
  const listId = useId();
  const { query, at, setAt, found, shown, type, nothing } = usePalette(props);
  const input = useRef<HTMLInputElement>(null);
  const all = shown.flatMap(({ acts }) => acts);
  useEffect(() => {
    input.current?.focus();
  }, []);
  const run = (act: Act | undefined): void => {
    if (!act) return;
    if (!act.stays) props.onClose();
    act.run();
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === "Enter") run(all[at]);
    else if (event.key === "ArrowDown") setAt((now) => Math.min(all.length - 1, now + 1));
    else if (event.key === "ArrowUp") setAt((now) => Math.max(0, now - 1));
    else return;
    event.preventDefault();
  };
  return (
    <Dialog open onOpenChange={(_, { open }) => { if (!open) props.onClose(); }}>
      <DialogSurface aria-label="Search everything" className={styles.surface ?? ""}>
        <DialogBody className={styles.body ?? ""}>
          <Input
            ref={input}
            size="large"
            className={styles.input ?? ""}
            contentBefore={<Search20Regular />}
            placeholder="Events, people, messages, or something to do"
            value={query}
            onChange={(_, { value }) => { type(value); }}
            onKeyDown={pressed}
            role="combobox"
            aria-expanded="true"
            aria-controls={listId}
            aria-activedescendant={all[at] ? `${listId}-${at}` : undefined}
            aria-label="Search everything"
          />
          <Choices id={listId} shown={shown} at={at} onPoint={setAt} onRun={run} />
          {found.isError && <p className={styles.none} role="alert">The search didn’t work. {errorText(found.error)}</p>}
          {all.length === 0 && nothing && !found.isError && <p className={styles.none}>Nothing is called that, and nobody.</p>}
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

export default function Palette(props: Props): ReactNode {
  return (
    <Fluent>
      <PaletteContent {...props} />
    </Fluent>
  );
}
