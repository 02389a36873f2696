import { Checkbox, Field, Radio, RadioGroup, Select } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { GuideNeeds } from "../../bindings/core";
import { clouds, questions, sizes } from "./words";
import styles from "./guide.module.css";

interface Props {
  needs: GuideNeeds;
  onChange: (needs: GuideNeeds) => void;
}

/** Nine questions, each answered already as most would; what changes is seen beside them at once. */
export function Questions({ needs, onChange }: Props): ReactNode {
  return (
    <form className={styles.questions} aria-label="What you need" onSubmit={(event) => { event.preventDefault(); }}>
      <fieldset className={styles.group}>
        <legend>What is it like?</legend>
        {questions.map(({ need, label, hint }) => (
          <div key={need} className={styles.question}>
            <Checkbox label={label} aria-describedby={`guide-${need}`} checked={needs[need]} onChange={(_, { checked }) => { onChange({ ...needs, [need]: checked === true }); }} />
            <p id={`guide-${need}`} className={styles.hint}>
              {hint}
            </p>
          </div>
        ))}
      </fieldset>
      <Field label="How many come at most?">
        <RadioGroup
          value={needs.size}
          onChange={(_, { value }) => {
            const size = sizes.find((one) => one.value === value);
            if (size) onChange({ ...needs, size: size.value });
          }}
        >
          {sizes.map(({ value, label }) => (
            <Radio key={value} value={value} label={label} />
          ))}
        </RadioGroup>
      </Field>
      <Field label="Which of Microsoft’s clouds?" hint="GCC signs in like worldwide; your administrator knows.">
        <Select
          value={needs.cloud}
          onChange={(_, { value }) => {
            const cloud = clouds.find((one) => one.value === value);
            if (cloud) onChange({ ...needs, cloud: cloud.value });
          }}
        >
          {clouds.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
    </form>
  );
}
