import { Checkbox, Field, Input, Select, Textarea } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { EventQuestion, OutsiderAnswer } from "../../../bindings/core";
import styles from "./virtual.module.css";

/** By the question's id. */
export type Said = Record<string, string[]>;

/** As the core takes it: by the question's words, without what nobody said. */
export function answersOf(questions: EventQuestion[], said: Said): OutsiderAnswer[] {
  return questions
    .map(({ id, text }) => ({ question: text, values: (said[id] ?? []).filter((value) => value.trim() !== "") }))
    .filter(({ values }) => values.length > 0);
}

function toggled(values: string[], choice: string, on: boolean): string[] {
  return on ? [...values.filter((value) => value !== choice), choice] : values.filter((value) => value !== choice);
}

function Answer({ question, values, onChange }: { question: EventQuestion; values: string[]; onChange: (values: string[]) => void }): ReactNode {
  const { text, answer, choices, required } = question;
  const one = values[0] ?? "";
  const label = <bdi>{text}</bdi>;
  if (answer === "multiChoice") {
    return (
      <Field label={label} required={required}>
        <div role="group" aria-label={text} className={styles.buttons}>
          {choices.map((choice) => (
            <Checkbox key={choice} label={<bdi>{choice}</bdi>} checked={values.includes(choice)} onChange={(_, { checked }) => { onChange(toggled(values, choice, checked === true)); }} />
          ))}
        </div>
      </Field>
    );
  }
  if (answer === "singleChoice" || answer === "boolean") {
    return (
      <Field label={label} required={required}>
        <Select value={one} onChange={(_, { value }) => { onChange([value]); }}>
          <option value="">No answer</option>
          {(answer === "boolean" ? ["Yes", "No"] : choices).map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </Select>
      </Field>
    );
  }
  const Box = answer === "multilineText" ? Textarea : Input;
  return (
    <Field label={label} required={required}>
      <Box value={one} onChange={(_, { value }) => { onChange([value]); }} />
    </Field>
  );
}

/** What the webinar asks everybody; whoever enrols somebody answers for them. */
export function AnswerFields({ questions, said, onChange }: { questions: EventQuestion[]; said: Said; onChange: (said: Said) => void }): ReactNode {
  return (
    <div className={styles.answers}>
      {questions.map((question) => (
        <Answer key={question.id} question={question} values={said[question.id] ?? []} onChange={(values) => { onChange({ ...said, [question.id]: values }); }} />
      ))}
    </div>
  );
}
