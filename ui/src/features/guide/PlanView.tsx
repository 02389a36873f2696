import type { ReactNode } from "react";
import type { GuidePlan, GuidePoint } from "../../bindings/core";
import { StatusChip } from "../../components/StatusChip";
import styles from "./guide.module.css";

function Points({ title, points }: { title: string; points: GuidePoint[] }): ReactNode {
  return (
    <section className={styles.points}>
      <h3>{title}</h3>
      <ul>
        {points.map(({ text, source }) => (
          <li key={text}>
            {text} <span className={styles.source}>{source}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What a level leaves unmet, costs, takes and cannot do, each with where it is from. */
export function PlanView({ plan }: { plan: GuidePlan }): ReactNode {
  return (
    <>
      {plan.unmet.length > 0 && (
        <ul className={styles.unmet}>
          {plan.unmet.map(({ need, why }) => (
            <li key={need}>
              <StatusChip status="warning" word="Not met" /> <span>{why}</span>
            </li>
          ))}
        </ul>
      )}
      <Points title="What it costs" points={plan.costs} />
      <Points title="What it takes" points={plan.needs} />
      <Points title="What it cannot do" points={plan.cannot} />
    </>
  );
}
