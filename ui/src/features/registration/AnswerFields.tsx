import { Checkbox, Field, Input, Radio, RadioGroup, Textarea } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { GivenAnswer, Question } from "../../bindings/core";
import styles from "./registration.module.css";

export type Given = Record<string, GivenAnswer>;

/** What an answer says, in the words that conditions compare with. */
function says(answer: GivenAnswer | undefined): string[] {
  if (answer === undefined) return [];
  if (typeof answer === "boolean") return [answer ? "yes" : "no"];
  return Array.isArray(answer) ? answer : [answer];
}

/** The questions that are shown after these answers, in order: one that is not shown shows none after it. */
export function shownQuestions(questions: Question[], given: Given): Question[] {
  const shown = new Set<string>();
  return questions.filter((question) => {
    const { shownWhen } = question;
    const is = shownWhen === null || (shown.has(shownWhen.question) && says(given[shownWhen.question]).includes(shownWhen.is));
    if (is) shown.add(question.id);
    return is;
  });
}

interface OneProps {
  question: Question;
  answer: GivenAnswer | undefined;
  onAnswer: (answer: GivenAnswer | undefined) => void;
}

function Choices({ options, chosen, onChoose }: { options: string[]; chosen: string[]; onChoose: (chosen: string[]) => void }): ReactNode {
  return (
    <div role="group" className={styles.choices}>
      {options.map((option) => (
        <Checkbox
          key={option}
          label={option}
          checked={chosen.includes(option)}
          onChange={(_, { checked }) => { onChoose(options.filter((one) => (one === option ? checked === true : chosen.includes(one)))); }}
        />
      ))}
    </div>
  );
}

function YesNo({ answer, onAnswer }: Pick<OneProps, "answer" | "onAnswer">): ReactNode {
  const value = typeof answer === "boolean" ? (answer ? "yes" : "no") : "";
  return (
    <RadioGroup layout="horizontal" value={value} onChange={(_, data) => { onAnswer(data.value === "yes"); }}>
      <Radio value="yes" label="Yes" />
      <Radio value="no" label="No" />
    </RadioGroup>
  );
}

function One({ question, answer, onAnswer }: OneProps): ReactNode {
  const { kind, label, required } = question;
  const text = typeof answer === "string" ? answer : "";
  const name = label.trim() === "" ? "A question without words" : label;
  if (kind.type === "consent") {
    return (
      <div className={styles.consent}>
        <p>{kind.text}</p>
        <Checkbox required={required} label={name} checked={answer === true} onChange={(_, { checked }) => { onAnswer(checked === true); }} />
      </div>
    );
  }
  return (
    <Field label={name} required={required}>
      {kind.type === "text" ? (
        <Input value={text} onChange={(_, { value }) => { onAnswer(value); }} />
      ) : kind.type === "lines" ? (
        <Textarea rows={3} resize="vertical" value={text} onChange={(_, { value }) => { onAnswer(value); }} />
      ) : kind.type === "choice" ? (
        <RadioGroup value={text} onChange={(_, { value }) => { onAnswer(value); }}>
          {kind.options.map((option) => (
            <Radio key={option} value={option} label={option} />
          ))}
        </RadioGroup>
      ) : kind.type === "choices" ? (
        <Choices options={kind.options} chosen={Array.isArray(answer) ? answer : []} onChoose={onAnswer} />
      ) : (
        <YesNo answer={answer} onAnswer={onAnswer} />
      )}
    </Field>
  );
}

/** An event's questions as a form shows them, each only once it is due. */
export function AnswerFields({ questions, given, onGiven }: { questions: Question[]; given: Given; onGiven: (given: Given) => void }): ReactNode {
  return shownQuestions(questions, given).map((question) => (
    <One
      key={question.id}
      question={question}
      answer={given[question.id]}
      onAnswer={(answer) => {
        const rest = Object.fromEntries(Object.entries(given).filter(([id]) => id !== question.id));
        onGiven(answer === undefined ? rest : { ...rest, [question.id]: answer });
      }}
    />
  ));
}
