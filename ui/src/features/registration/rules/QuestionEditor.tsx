import { Button, Checkbox, Field, Input, Select, Textarea } from "@fluentui/react-components";
import { ArrowDown20Regular } from "@fluentui/react-icons/headless/svg/arrow-down";
import { ArrowUp20Regular } from "@fluentui/react-icons/headless/svg/arrow-up";
import { Delete20Regular } from "@fluentui/react-icons/headless/svg/delete";
import type { ReactNode } from "react";
import type { Question } from "../../../bindings/core";
import { asKind, kindWords, possibleAnswers, type KindName } from "./questions";
import styles from "./rules.module.css";

interface Props {
  question: Question;
  /** Those before it: what its condition may look at. */
  earlier: Question[];
  place: number;
  last: boolean;
  onChange: (question: Question) => void;
  onMove: (step: -1 | 1) => void;
  onRemove: () => void;
}

function words(question: Question, place: number): string {
  return question.label.trim() === "" ? `Question ${place}` : question.label;
}

/** "Shown always", or after an answer to an earlier question that has answers to choose from. */
function ConditionFields({ question, earlier, onChange }: Pick<Props, "question" | "earlier" | "onChange">): ReactNode {
  const able = earlier.filter(({ kind }) => possibleAnswers(kind).length > 0);
  if (able.length === 0) return null;
  const asked = able.find(({ id }) => id === question.shownWhen?.question);
  const first = (id: string): string => {
    const chosen = able.find((one) => one.id === id);
    return (chosen && possibleAnswers(chosen.kind)[0]) ?? "";
  };
  return (
    <div className={styles.condition}>
      <Field label="Shown">
        <Select value={asked?.id ?? ""} onChange={(_, { value }) => { onChange({ ...question, shownWhen: value === "" ? null : { question: value, is: first(value) } }); }}>
          <option value="">Always</option>
          {able.map((one) => (
            <option key={one.id} value={one.id}>
              After “{words(one, earlier.indexOf(one) + 1)}”
            </option>
          ))}
        </Select>
      </Field>
      {asked && (
        <Field label="when the answer is">
          <Select value={question.shownWhen?.is ?? ""} onChange={(_, { value }) => { onChange({ ...question, shownWhen: { question: asked.id, is: value } }); }}>
            {possibleAnswers(asked.kind).map((answer) => (
              <option key={answer}>{answer}</option>
            ))}
          </Select>
        </Field>
      )}
    </div>
  );
}

function KindFields({ question, onChange }: Pick<Props, "question" | "onChange">): ReactNode {
  const { kind } = question;
  if (kind.type === "consent") {
    return (
      <Field label="The text that people agree to" hint="It is kept with each answer as it stood when it was given.">
        <Textarea rows={4} resize="vertical" value={kind.text} onChange={(_, { value }) => { onChange({ ...question, kind: { ...kind, text: value } }); }} />
      </Field>
    );
  }
  if (!("options" in kind)) return null;
  return (
    <Field label="Options" hint="One a line, two at least.">
      <Textarea rows={Math.max(3, kind.options.length)} resize="vertical" value={kind.options.join("\n")} onChange={(_, { value }) => { onChange({ ...question, kind: { ...kind, options: value.split("\n") } }); }} />
    </Field>
  );
}

/** One question: its words, kind, options and condition; moved by buttons, so by keyboard too. */
export function QuestionEditor({ question, earlier, place, last, onChange, onMove, onRemove }: Props): ReactNode {
  const name = words(question, place);
  return (
    <li className={styles.question} aria-label={name}>
      <div className={styles.questionHead}>
        <Field label={`Question ${place}`} className={styles.label ?? ""}>
          <Input value={question.label} onChange={(_, { value }) => { onChange({ ...question, label: value }); }} />
        </Field>
        <Field label="Answered by">
          <Select value={question.kind.type} onChange={(_, { value }) => { onChange({ ...question, kind: asKind(question.kind, value as KindName) }); }}>
            {Object.entries(kindWords).map(([type, word]) => (
              <option key={type} value={type}>
                {word}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <KindFields question={question} onChange={onChange} />
      <ConditionFields question={question} earlier={earlier} onChange={onChange} />
      <div className={styles.questionFoot}>
        <Checkbox label="An answer is needed" checked={question.required} onChange={(_, { checked }) => { onChange({ ...question, required: checked === true }); }} />
        <span className={styles.moves}>
          <Button appearance="subtle" size="small" icon={<ArrowUp20Regular />} aria-label={`Move “${name}” up`} disabled={place === 1} onClick={() => { onMove(-1); }} />
          <Button appearance="subtle" size="small" icon={<ArrowDown20Regular />} aria-label={`Move “${name}” down`} disabled={last} onClick={() => { onMove(1); }} />
          <Button appearance="subtle" size="small" icon={<Delete20Regular />} aria-label={`Remove “${name}”`} onClick={onRemove} />
        </span>
      </div>
    </li>
  );
}
