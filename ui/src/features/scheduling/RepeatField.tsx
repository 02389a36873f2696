import { Field, Input, Select, ToggleButton } from "@fluentui/react-components";
import { useId, useMemo, type ReactNode } from "react";
import type { Ending, EventDraft, Recurrence } from "../../bindings/core";
import { DateField } from "../../components/DateField";
import { addMonths } from "../../lib/dates";
import { capital, clockTrouble, kinds, patternFor, patternWords, toggleDay, unitOf, weekdays, type Kind } from "./repeat";
import styles from "./RepeatField.module.css";

interface Props {
  draft: EventDraft;
  error: string | undefined;
  /** A single event that stands can't become a series. */
  fixed?: boolean;
  onChange: (rule: Recurrence | null) => void;
}

function endingFor(kind: string, start: string): Ending {
  if (kind === "on") return { kind: "on", date: addMonths(start.slice(0, 10), 3) };
  return kind === "after" ? { kind: "after", times: 10 } : { kind: "never" };
}

function Rule({ rule, start, error, onChange }: { rule: Recurrence; start: string; error: string | undefined; onChange: (rule: Recurrence) => void }): ReactNode {
  const days = useId();
  const { pattern, interval, ending } = rule;
  return (
    <div className={styles.rule}>
      {pattern.kind === "weekly" && (
        <div role="group" aria-labelledby={days} className={styles.days}>
          <span id={days} className={styles.label}>
            On
          </span>
          {weekdays.map((day) => (
            <ToggleButton key={day} size="small" checked={pattern.days.includes(day)} onClick={() => { onChange({ ...rule, pattern: toggleDay(pattern, day) }); }}>
              {capital(day.slice(0, 3))}
            </ToggleButton>
          ))}
        </div>
      )}
      <div className={styles.row}>
        <Field label={`Every so many ${unitOf(pattern.kind)}`} validationMessage={error}>
          <Input type="number" min={1} max={99} value={String(interval)} onChange={(_, { value }) => { onChange({ ...rule, interval: Number(value) }); }} />
        </Field>
        <Field label="Ends">
          <Select value={ending.kind} onChange={(_, { value }) => { onChange({ ...rule, ending: endingFor(value, start) }); }}>
            <option value="never">Never</option>
            <option value="on">On a day</option>
            <option value="after">After so many</option>
          </Select>
        </Field>
        {ending.kind === "on" && <DateField label="Last day" value={ending.date} onChange={(date) => { onChange({ ...rule, ending: { kind: "on", date } }); }} />}
        {ending.kind === "after" && (
          <Field label="Times">
            <Input type="number" min={1} max={999} value={String(ending.times)} onChange={(_, { value }) => { onChange({ ...rule, ending: { kind: "after", times: Number(value) } }); }} />
          </Field>
        )}
      </div>
    </div>
  );
}

/** Whether an event happens once or again and again, and how. */
export function RepeatField({ draft, error, fixed = false, onChange }: Props): ReactNode {
  const rule = draft.recurrence;
  const trouble = useMemo(() => clockTrouble(draft), [draft]);
  const words = (kind: Kind): string => patternWords(rule?.pattern.kind === kind ? rule.pattern : patternFor(kind, draft.start));
  if (fixed && !rule) return null;
  return (
    <div className={styles.repeat}>
      <Field label="Repeats" hint={rule ? "One Teams meeting and one list of people for all dates. It begins on the first such date from the date above." : undefined}>
        <Select
          value={rule?.pattern.kind ?? "once"}
          onChange={(_, { value }) => {
            const kind = kinds.find((one) => one === value);
            onChange(kind ? { pattern: patternFor(kind, draft.start), interval: rule?.interval ?? 1, ending: rule?.ending ?? { kind: "never" } } : null);
          }}
        >
          {!fixed && <option value="once">Does not repeat</option>}
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {words(kind)}
            </option>
          ))}
        </Select>
      </Field>
      {rule && <Rule rule={rule} start={draft.start} error={error} onChange={onChange} />}
      {trouble.map((text) => (
        <p key={text} className={styles.trouble}>
          {text}
        </p>
      ))}
    </div>
  );
}
