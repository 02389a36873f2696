import type { ReactNode } from "react";
import type { EventsFilter } from "../../bindings/core";
import { kinds, orders, states, times } from "./events-filter";
import styles from "./EventList.module.css";

interface Props {
  filter: EventsFilter;
  onFilter: (filter: EventsFilter) => void;
}

type Part = keyof EventsFilter;

interface Choice {
  part: Part;
  label: string;
  /** What stands there while nothing is chosen. */
  any: string;
  words: Record<string, string>;
}

const choices: Choice[] = [
  { part: "time", label: "When", any: "At any time", words: times },
  { part: "kind", label: "Kind", any: "Every kind", words: kinds },
  { part: "state", label: "State", any: "In any state", words: states },
  { part: "order", label: "Order", any: orders.next, words: { latest: orders.latest, title: orders.title, registered: orders.registered } },
];

/** Everything that the list is cut down and sorted by, one choice each. The system's own menus: they are there at once. */
export default function EventFilters({ filter, onFilter }: Props): ReactNode {
  const choose = (part: Part, word: string): void => {
    const others = Object.fromEntries(Object.entries(filter).filter(([name]) => name !== part));
    onFilter(word === "" ? others : { ...others, [part]: word });
  };
  return (
    <div className={styles.filters} role="group" aria-label="Show only">
      {choices.map(({ part, label, any, words }) => (
        <select key={part} className={styles.choice} aria-label={label} value={filter[part] ?? ""} data-chosen={filter[part] !== undefined || undefined} onChange={(event) => { choose(part, event.target.value); }}>
          <option value="">{any}</option>
          {Object.entries(words).map(([word, said]) => (
            <option key={word} value={word}>
              {said}
            </option>
          ))}
        </select>
      ))}
    </div>
  );
}
