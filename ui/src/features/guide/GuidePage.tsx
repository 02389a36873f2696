import { Button } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { GuideAdvice, GuideLevel, GuideNeeds, GuidePlan, GuideStepPlace, GuideView } from "../../bindings/core";
import { ErrorFace, errorText } from "../../components/Face";
import { PageHead } from "../../components/PageHead";
import { Skeleton } from "../../components/Skeleton";
import { StatusChip } from "../../components/StatusChip";
import { tell } from "../../lib/toasts";
import { useAdvice, useChoose, useGuide } from "./api";
import { PlanView } from "./PlanView";
import { Questions } from "./Questions";
import { Steps } from "./Steps";
import { planTitle } from "./words";
import styles from "./guide.module.css";

interface AdviceProps {
  advice: GuideAdvice;
  chosen: GuideLevel | null;
  choosing: boolean;
  onChoose: (level: GuideLevel) => void;
}

function Other({ plan, chosen, choosing, onChoose }: Omit<AdviceProps, "advice"> & { plan: GuidePlan }): ReactNode {
  return (
    <details className={styles.other}>
      <summary>
        <span>{planTitle(plan)}</span>
        {chosen === plan.level && <StatusChip status="ok" word="Your choice" />}
        {plan.impossible !== null && <StatusChip status="failed" word="Not in your cloud" />}
      </summary>
      {plan.impossible === null ? <PlanView plan={plan} /> : <p>{plan.impossible}</p>}
      {plan.impossible === null && chosen !== plan.level && (
        <Button disabled={choosing} onClick={() => { onChoose(plan.level); }}>
          Use this instead
        </Button>
      )}
    </details>
  );
}

function Advised({ advice, ...rest }: AdviceProps): ReactNode {
  const [first, ...others] = advice.plans;
  if (!first) return null;
  return (
    <>
      <section className={styles.card} aria-label="Recommended" aria-live="polite">
        <div className={styles.row}>
          <h2>{planTitle(first)}</h2>
          <StatusChip status="ok" word={rest.chosen === first.level ? "Your choice" : "Recommended"} />
        </div>
        {advice.why.map((why) => (
          <p key={why}>{why}</p>
        ))}
        <PlanView plan={first} />
      </section>
      <section className={styles.others} aria-label="Other ways">
        {others.map((plan) => (
          <Other key={plan.level} plan={plan} {...rest} />
        ))}
      </section>
    </>
  );
}

function Answered({ view, onGo }: { view: GuideView; onGo: (place: GuideStepPlace) => void }): ReactNode {
  const [needs, setNeeds] = useState<GuideNeeds>(view.needs);
  const found = useAdvice(needs, view.advice);
  const choose = useChoose();
  const advice = found.data ?? view.advice;
  // Answers that were changed since are no choice yet.
  const same = JSON.stringify(needs) === JSON.stringify(view.needs);
  const chosen = same ? view.chosen : null;
  const use = (level: GuideLevel): void => {
    choose.mutate({ needs, level }, { onError: (error) => { tell({ kind: "failed", text: `Nothing was changed. ${errorText(error)}` }); } });
  };
  return (
    <>
      <PageHead
        title="Which integration?"
        subtitle="What you need, and what fits. Nothing is decided for good: open this again whenever something changes."
        actions={
          chosen === advice.recommended ? undefined : (
            <Button appearance="primary" disabled={choose.isPending || found.isPlaceholderData} onClick={() => { use(advice.recommended); }}>
              Use what is recommended
            </Button>
          )
        }
      />
      <div className={styles.page}>
        <Questions needs={needs} onChange={setNeeds} />
        <div className={styles.answer}>
          {found.isError && <ErrorFace error={found.error} retry={() => void found.refetch()} />}
          {chosen !== null && <Steps chosen={chosen} onGo={onGo} />}
          <Advised advice={advice} chosen={chosen} choosing={choose.isPending} onChoose={use} />
        </div>
      </div>
    </>
  );
}

/** From what an organizer needs to a way of working, and on to the next step of it. */
export function GuidePage({ onGo }: { onGo: (place: GuideStepPlace) => void }): ReactNode {
  const guide = useGuide();
  if (!guide.data) {
    return (
      <>
        <PageHead title="Which integration?" />
        {guide.isError ? <ErrorFace error={guide.error} retry={() => void guide.refetch()} /> : <Skeleton rows={6} height={56} label="Loading the guide" />}
      </>
    );
  }
  return <Answered view={guide.data} onGo={onGo} />;
}
