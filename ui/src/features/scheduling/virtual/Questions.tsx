import { Button, Checkbox, Dropdown, Field, Input, Option, Textarea } from "@fluentui/react-components";
import { Add20Regular } from "@fluentui/react-icons/headless/svg/add";
import { Delete20Regular } from "@fluentui/react-icons/headless/svg/delete";
import { useState, type ReactNode } from "react";
import type { EventAnswer, EventQuestion, NewEventQuestion, Predefined, VirtualEventDetail } from "../../../bindings/core";
import { errorText } from "../../../components/Face";
import { SidePanel } from "../../../components/SidePanel";
import { Skeleton } from "../../../components/Skeleton";
import { CoreError } from "../../../ipc/core";
import { tell } from "../../../lib/toasts";
import { useAddQuestion, useRemoveQuestion } from "./api";
import { Refused } from "./Refused";
import styles from "./virtual.module.css";

const predefined: Record<Predefined, string> = {
  organization: "Organization",
  jobTitle: "Job title",
  industry: "Industry",
  countryOrRegion: "Country or region",
  state: "State or province",
  city: "City",
  street: "Street",
  postalCode: "Postal code",
};

const answers: Record<EventAnswer, string> = {
  text: "A line of text",
  multilineText: "Several lines of text",
  singleChoice: "One of several answers",
  multiChoice: "Any of several answers",
  boolean: "Yes or no",
};

const OWN = "own";

function isAnswer(value: string | undefined): value is EventAnswer {
  return value !== undefined && value in answers;
}

function isPredefined(value: string): value is Predefined {
  return value in predefined;
}

interface Own {
  text: string;
  answer: EventAnswer;
  /** One a line. */
  choices: string;
  required: boolean;
}

function isChoice(answer: EventAnswer): boolean {
  return answer === "singleChoice" || answer === "multiChoice";
}

function OwnQuestion({ own, onChange, wrong }: { own: Own; onChange: (own: Own) => void; wrong: (field: string) => string | undefined }): ReactNode {
  return (
    <>
      <Field label="In your words" required validationMessage={wrong("text")}>
        <Input autoFocus value={own.text} onChange={(_, { value }) => { onChange({ ...own, text: value }); }} />
      </Field>
      <Field label="Answer">
        <Dropdown value={answers[own.answer]} selectedOptions={[own.answer]} onOptionSelect={(_, { optionValue }) => { if (isAnswer(optionValue)) onChange({ ...own, answer: optionValue }); }}>
          {Object.entries(answers).map(([value, name]) => (
            <Option key={value} value={value}>
              {name}
            </Option>
          ))}
        </Dropdown>
      </Field>
      {isChoice(own.answer) && (
        <Field label="Answers to choose from" hint="One a line." required validationMessage={wrong("choices")}>
          <Textarea rows={4} value={own.choices} onChange={(_, { value }) => { onChange({ ...own, choices: value }); }} />
        </Field>
      )}
      <Checkbox label="Has to be answered" checked={own.required} onChange={(_, { checked }) => { onChange({ ...own, required: checked === true }); }} />
    </>
  );
}

function AddQuestion({ event, onClose }: { event: VirtualEventDetail; onClose: () => void }): ReactNode {
  const [kind, setKind] = useState<string>(OWN);
  const [own, setOwn] = useState<Own>({ text: "", answer: "text", choices: "", required: false });
  const add = useAddQuestion(event.id);
  const wrong = (field: string): string | undefined => (add.error instanceof CoreError && add.error.field === field ? add.error.message : undefined);
  const question = (): NewEventQuestion =>
    isPredefined(kind) ? { kind: "predefined", label: kind } : { kind: "custom", ...own, choices: isChoice(own.answer) ? own.choices.split("\n") : [] };
  return (
    <SidePanel title="Add a question" onClose={onClose}>
      <form
        className={styles.fields}
        noValidate
        onSubmit={(submitted) => {
          submitted.preventDefault();
          add.mutate(question(), { onSuccess: onClose });
        }}
      >
        <Field label="Question">
          <Dropdown value={isPredefined(kind) ? predefined[kind] : "One of your own"} selectedOptions={[kind]} onOptionSelect={(_, { optionValue }) => { setKind(optionValue ?? OWN); }}>
            <Option value={OWN}>One of your own</Option>
            {Object.entries(predefined).map(([value, name]) => (
              <Option key={value} value={value}>
                {name}
              </Option>
            ))}
          </Dropdown>
        </Field>
        {kind === OWN && <OwnQuestion own={own} onChange={setOwn} wrong={wrong} />}
        <Refused error={add.error} fields={["text", "choices"]} />
        <div className={styles.buttons}>
          <Button appearance="primary" type="submit" disabled={add.isPending}>
            {add.isPending ? "Adding…" : "Add"}
          </Button>
          <Button appearance="subtle" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </SidePanel>
  );
}

function aside(question: EventQuestion): string {
  const kind = question.predefined ? "From Teams" : question.answer === null ? "A kind of answer that Lectern does not know" : answers[question.answer];
  return [kind, question.required ? "has to be answered" : "", question.choices.join(", ")].filter(Boolean).join(" · ");
}

/** The question as it would be asked again; null where this version does not know how. */
function again(question: EventQuestion): NewEventQuestion | null {
  const label = Object.keys(predefined).filter(isPredefined).find((name) => predefined[name] === question.text);
  if (question.predefined) return label ? { kind: "predefined", label } : null;
  const { text, answer, choices, required } = question;
  return answer === null ? null : { kind: "custom", text, answer, choices, required };
}

function useRemove(event: VirtualEventDetail): { removing: boolean; remove: (question: EventQuestion) => void } {
  const remove = useRemoveQuestion(event.id);
  const add = useAddQuestion(event.id);
  return {
    removing: remove.isPending,
    remove: (question) => {
      const back = again(question);
      const undo = (): void => {
        if (back) add.mutate(back, { onError: (error) => { tell({ kind: "failed", text: `The question did not come back. ${errorText(error)}` }); } });
      };
      remove.mutate(question.id, {
        onSuccess: () => { tell({ kind: "done", text: `“${question.text}” is asked no more.`, ...(back && { undo }) }); },
        onError: (error) => { tell({ kind: "failed", text: `The question is still asked. ${errorText(error)}` }); },
      });
    },
  };
}

/** What people are asked when they register, beside their name and address. */
export function QuestionsSection({ event, loading }: { event: VirtualEventDetail; loading: boolean }): ReactNode {
  const [adding, setAdding] = useState(false);
  const { remove, removing } = useRemove(event);
  const standing = event.state !== "cancelled";
  return (
    <section className={styles.section} aria-labelledby="questions">
      <div className={styles.head}>
        <h2 id="questions">Questions at registration</h2>
        {standing && (
          <Button icon={<Add20Regular />} onClick={() => { setAdding(true); }}>
            Add a question
          </Button>
        )}
      </div>
      {loading && event.questions.length === 0 && <Skeleton rows={2} height={48} label="Loading the questions" />}
      {!loading && event.questions.length === 0 && <p className={styles.quiet}>Only first name, last name and email are asked.</p>}
      <ul className={styles.list}>
        {event.questions.map((question) => (
          <li key={question.id} className={styles.item}>
            <span className={styles.words}>
              <bdi>{question.text}</bdi>
              <span>{aside(question)}</span>
            </span>
            {standing && (
              <Button
                appearance="subtle"
                icon={<Delete20Regular />}
                aria-label={`Remove the question “${question.text}”`}
                disabled={removing}
                onClick={() => { remove(question); }}
              />
            )}
          </li>
        ))}
      </ul>
      {adding && <AddQuestion event={event} onClose={() => { setAdding(false); }} />}
    </section>
  );
}
