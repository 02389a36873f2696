import { Button } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { GuideLevel, GuideStep, GuideStepPlace, GuideStepState } from "../../bindings/core";
import { ErrorFace } from "../../components/Face";
import { Skeleton } from "../../components/Skeleton";
import { StatusChip } from "../../components/StatusChip";
import { useSteps } from "./api";
import { levelTitle } from "./words";
import styles from "./guide.module.css";

const looks: Record<GuideStepState, { status: "ok" | "warning" | "unknown"; word: string }> = {
  done: { status: "ok", word: "Done" },
  toDo: { status: "warning", word: "To do" },
  ask: { status: "unknown", word: "Ask a person" },
};

const ways: Record<GuideStepPlace, string> = { signIn: "Go to sign-in", services: "Go to Services", doctor: "Go to Doctor", newEvent: "New event" };

function Row({ step, next, onGo }: { step: GuideStep; next: boolean; onGo: (place: GuideStepPlace) => void }): ReactNode {
  const { status, word } = looks[step.state];
  return (
    <li className={styles.step} aria-current={next ? "step" : undefined}>
      <div className={styles.stepText}>
        <p>{step.title}</p>
        {step.state !== "done" && <p className={styles.hint}>{step.detail}</p>}
        {next && (
          <Button appearance="primary" onClick={() => { onGo(step.place); }}>
            {ways[step.place]}
          </Button>
        )}
      </div>
      <StatusChip status={status} word={word} />
    </li>
  );
}

/** What is still to be done for the chosen level, as the doctor found it; the next step can be taken from here. */
export function Steps({ chosen, onGo }: { chosen: GuideLevel; onGo: (place: GuideStepPlace) => void }): ReactNode {
  const steps = useSteps(chosen);
  return (
    <section className={styles.card} aria-label="Next steps">
      <div className={styles.row}>
        <h2>Next steps for “{levelTitle[chosen]}”</h2>
        <Button size="small" disabled={steps.isFetching} onClick={() => void steps.refetch()}>
          {steps.isFetching ? "Looking…" : "Look again"}
        </Button>
      </div>
      {steps.isPending && <Skeleton rows={5} height={48} label="Looking what is there" />}
      {steps.isError && <ErrorFace error={steps.error} retry={() => void steps.refetch()} />}
      {steps.data && (
        <>
          <ol className={styles.steps}>
            {steps.data.steps.map((step) => (
              <Row key={step.id} step={step} next={step.id === steps.data?.next} onGo={onGo} />
            ))}
          </ol>
          {steps.data.next === null && <p className={styles.hint}>Nothing is left to do here.</p>}
        </>
      )}
    </section>
  );
}
