import { Button } from "@fluentui/react-components";
import { Add20Regular } from "@fluentui/react-icons/headless/svg/add";
import { useState, type ReactNode } from "react";
import type { Question } from "../../../bindings/core";
import { tell } from "../../../lib/toasts";
import { AnswerFields, type Given } from "../AnswerFields";
import { QuestionEditor } from "./QuestionEditor";
import { freshId, moved, newKind, withoutLateConditions } from "./questions";
import styles from "./rules.module.css";

function Preview({ questions }: { questions: Question[] }): ReactNode {
  const [given, setGiven] = useState<Given>({});
  return (
    <section className={styles.preview} aria-label="Preview">
      <h3>As people see it</h3>
      {questions.length === 0 ? (
        <p className={styles.quiet}>Name, email and company. Questions of yours come after them.</p>
      ) : (
        <div className={styles.previewFields}>
          <AnswerFields questions={questions} given={given} onGiven={setGiven} />
        </div>
      )}
    </section>
  );
}

/** The event's own questions, and beside them the form as it will look; it can be filled in to try the conditions. */
export function QuestionsEditor({ questions, onChange }: { questions: Question[]; onChange: (questions: Question[]) => void }): ReactNode {
  const remove = (index: number): void => {
    const before = questions;
    onChange(withoutLateConditions(questions.filter((_, at) => at !== index)));
    tell({ kind: "done", text: "The question is removed.", undo: () => { onChange(before); } });
  };
  return (
    <div className={styles.questions}>
      <div>
        {questions.length > 0 && (
          <ol className={styles.list}>
            {questions.map((question, index) => (
              <QuestionEditor
                key={question.id}
                question={question}
                earlier={questions.slice(0, index)}
                place={index + 1}
                last={index === questions.length - 1}
                onChange={(changed) => { onChange(withoutLateConditions(questions.map((one, at) => (at === index ? changed : one)))); }}
                onMove={(step) => { onChange(moved(questions, index, step)); }}
                onRemove={() => { remove(index); }}
              />
            ))}
          </ol>
        )}
        <Button icon={<Add20Regular />} onClick={() => { onChange([...questions, { id: freshId(questions), label: "", required: false, kind: newKind("text"), shownWhen: null }]); }}>
          Add a question
        </Button>
      </div>
      <Preview questions={questions} />
    </div>
  );
}
