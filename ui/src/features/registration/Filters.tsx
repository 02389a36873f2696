import { ToggleButton } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { ListFacets, ListFilter, RegistrantRow } from "../../bindings/core";
import { statusWord } from "../../components/StatusChip";
import { count } from "../../lib/time";
import styles from "./registration.module.css";

type Status = RegistrantRow["status"];

/** What the core is asked for; null is everybody, which it answers fastest. */
export function filterOf(statuses: Status[], tag: string | null, group: string | null): ListFilter | null {
  if (statuses.length === 0 && tag === null && group === null) return null;
  return {
    ...(statuses.length > 0 && { statuses }),
    ...(tag !== null && { tag }),
    ...(group !== null && { group }),
    order: statuses.length === 1 && statuses[0] === "waitlisted" ? "queue" : "name",
  };
}

function Chip({ pressed, onPress, children }: { pressed: boolean; onPress: () => void; children: ReactNode }): ReactNode {
  return (
    <ToggleButton size="small" shape="circular" appearance={pressed ? "primary" : "outline"} checked={pressed} onClick={onPress}>
      {children}
    </ToggleButton>
  );
}

interface Props {
  facets: ListFacets | undefined;
  filter: ListFilter | null;
  onFilter: (filter: ListFilter | null) => void;
}

/** Chips that cut the list down. A status that nobody has is offered only while it is chosen. */
export function Filters({ facets, filter, onFilter }: Props): ReactNode {
  const status = filter?.statuses?.[0] ?? null;
  const tag = filter?.tag ?? null;
  const group = filter?.group ?? null;
  const numbers: [Status, number | null][] = [
    ["registered", null],
    ["pendingApproval", facets?.pending ?? 0],
    ["offered", facets?.offered ?? 0],
    ["waitlisted", facets?.waitlisted ?? 0],
    ["rejected", facets?.rejected ?? 0],
    ["cancelled", null],
  ];
  return (
    <div className={styles.filters} role="group" aria-label="Show only">
      {numbers
        .filter(([one, people]) => people === null || people > 0 || status === one)
        .map(([one, people]) => (
          <Chip key={one} pressed={status === one} onPress={() => { onFilter(filterOf(status === one ? [] : [one], tag, group)); }}>
            {statusWord(one)}
            {people !== null && ` ${count(people)}`}
          </Chip>
        ))}
      {(facets?.tags ?? []).map(({ word, people }) => (
        <Chip key={`tag ${word}`} pressed={tag === word} onPress={() => { onFilter(filterOf(status ? [status] : [], tag === word ? null : word, group)); }}>
          <bdi>#{word}</bdi>&nbsp;{count(people)}
        </Chip>
      ))}
      {(facets?.groups ?? []).map(({ word, people }) => (
        <Chip key={`group ${word}`} pressed={group === word} onPress={() => { onFilter(filterOf(status ? [status] : [], tag, group === word ? null : word)); }}>
          Group&nbsp;<bdi>{word}</bdi>&nbsp;{count(people)}
        </Chip>
      ))}
    </div>
  );
}
