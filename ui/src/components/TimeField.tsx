import { Combobox, Field, Option } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import { parseClock } from "../lib/wall-clock";
import { dropList } from "./drop-list";

const halfHours = Array.from({ length: 48 }, (_, half) => `${String(Math.floor(half / 2)).padStart(2, "0")}:${half % 2 ? "30" : "00"}`);

interface Props {
  label: string;
  /** "18:30" */
  value: string;
  onChange: (time: string) => void;
  error?: string | undefined;
  hint?: string | undefined;
}

/** A time to type ("18", "6:30 pm") or to pick by half hours. */
export function TimeField({ label, value, onChange, error, hint }: Props): ReactNode {
  const [typed, setTyped] = useState<string | null>(null);
  const wrong = typed !== null && parseClock(typed) === null;
  const settle = (): void => {
    const time = typed === null ? null : parseClock(typed);
    if (time === null) return;
    onChange(time);
    setTyped(null);
  };
  return (
    <Field label={label} required hint={hint} validationMessage={wrong ? "Write a time such as 18:30." : error}>
      <Combobox
        {...dropList}
        freeform
        value={typed ?? value}
        selectedOptions={[value]}
        style={{ width: "100%", minWidth: 0 }}
        input={{ style: { minWidth: 0 } }}
        listbox={{ style: { maxHeight: 280 } }}
        onFocus={(event) => {
          event.target.select();
        }}
        onChange={(event) => {
          setTyped(event.target.value);
        }}
        onBlur={settle}
        onOptionSelect={(_, data) => {
          // Typing something that is no option reports "nothing selected", which is not a choice.
          if (data.optionText === undefined) return;
          setTyped(null);
          onChange(data.optionText);
        }}
      >
        {halfHours.map((time) => (
          <Option key={time}>{time}</Option>
        ))}
      </Combobox>
    </Field>
  );
}
