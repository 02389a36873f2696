import { Select, ToggleButton } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { ListFacets, ListFilter, ListOrder, Question, RegistrantRow, Saying } from "../../bindings/core";
import { statusWord } from "../../components/StatusChip";
import { count } from "../../lib/time";
import { byName } from "./api";
import { possibleAnswers } from "./rules/questions";
import styles from "./registration.module.css";

type Status = RegistrantRow["status"];

interface Parts {
  status: Status | null;
  tag: string | null;
  group: string | null;
  answer: Saying | null;
}

/** What the core is asked for; null is everybody, which it answers fastest. */
export function filterOf({ status, tag, group, answer }: Parts): ListFilter | null {
  if (status === null && tag === null && group === null && answer === null) return null;
  return {
    ...(status !== null && { statuses: [status] }),
    ...(tag !== null && { tag }),
    ...(group !== null && { group }),
    ...(answer !== null && { answer }),
  };
}

/** Those who wait are shown as they stand in the queue, whatever the list was sorted by before. */
export function orderFor(filter: ListFilter | null, order: ListOrder): ListOrder {
  if (filter?.statuses?.[0] === "waitlisted") return { by: "queue", descending: false };
  return order.by === "queue" ? byName : order;
}

/** Cut down by what was said to a question that has answers to choose from. */
function AnswerFilter({ questions, answer, onAnswer }: { questions: Question[]; answer: Saying | null; onAnswer: (answer: Saying | null) => void }): ReactNode {
  const asked = questions.filter(({ kind }) => possibleAnswers(kind).length > 0);
  if (asked.length === 0) return null;
  const sayings = asked.flatMap(({ id, kind }) => possibleAnswers(kind).map((said) => ({ question: id, said })));
  const at = sayings.findIndex(({ question, said }) => question === answer?.question && said === answer.said);
  return (
    <Select size="small" aria-label="Answer" value={String(at)} onChange={(_, { value }) => { onAnswer(sayings[Number(value)] ?? null); }}>
      <option value="-1">Any answer</option>
      {asked.map(({ id, label }) => (
        <optgroup key={id} label={label}>
          {sayings.map(({ question, said }, index) =>
            question === id ? (
              <option key={said} value={index}>
                {said}
              </option>
            ) : null,
          )}
        </optgroup>
      ))}
    </Select>
  );
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
  questions: Question[];
  filter: ListFilter | null;
  onFilter: (filter: ListFilter | null) => void;
}

/** Chips that cut the list down. A status that nobody has is offered only while it is chosen. */
export function Filters({ facets, questions, filter, onFilter }: Props): ReactNode {
  const now: Parts = { status: filter?.statuses?.[0] ?? null, tag: filter?.tag ?? null, group: filter?.group ?? null, answer: filter?.answer ?? null };
  const { status, tag, group, answer } = now;
  const change = (next: Partial<Parts>) => (): void => { onFilter(filterOf({ ...now, ...next })); };
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
          <Chip key={one} pressed={status === one} onPress={change({ status: status === one ? null : one })}>
            {statusWord(one)}
            {people !== null && ` ${count(people)}`}
          </Chip>
        ))}
      {(facets?.tags ?? []).map(({ word, people }) => (
        <Chip key={`tag ${word}`} pressed={tag === word} onPress={change({ tag: tag === word ? null : word })}>
          <bdi>#{word}</bdi>&nbsp;{count(people)}
        </Chip>
      ))}
      {(facets?.groups ?? []).map(({ word, people }) => (
        <Chip key={`group ${word}`} pressed={group === word} onPress={change({ group: group === word ? null : word })}>
          Group&nbsp;<bdi>{word}</bdi>&nbsp;{count(people)}
        </Chip>
      ))}
      <AnswerFilter questions={questions} answer={answer} onAnswer={(said) => { change({ answer: said })(); }} />
    </div>
  );
}
