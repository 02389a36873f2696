import { Button, Field, Input, Popover, PopoverSurface, PopoverTrigger } from "@fluentui/react-components";
import { CalendarLtr20Regular } from "@fluentui/react-icons/headless/svg/calendar-ltr";
import { useState, type ReactNode } from "react";
import { parseDate, showDate } from "../lib/dates";
import { Calendar } from "./Calendar";

interface Props {
  label: string;
  /** "2026-12-03" */
  value: string;
  onChange: (date: string) => void;
  error?: string | undefined;
}

/** A date to type ("3 Dec", "2026-12-03") or to pick: the system's own date field is missing in some webviews. */
export function DateField({ label, value, onChange, error }: Props): ReactNode {
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const wrong = typed !== null && parseDate(typed) === null;
  const settle = (): void => {
    if (typed === null) return;
    const date = parseDate(typed);
    if (date) {
      onChange(date);
      setTyped(null);
    }
  };
  return (
    <Field label={label} required validationMessage={wrong ? "Write a date such as 3 Dec 2026." : error}>
      <Input
        style={{ width: "100%", minWidth: 0 }}
        input={{ style: { minWidth: 0 } }}
        value={typed ?? showDate(value)}
        onFocus={(event) => {
          event.target.select();
        }}
        onChange={(_, { value: text }) => {
          setTyped(text);
        }}
        onBlur={settle}
        onKeyDown={(event) => {
          if (event.key === "Enter") settle();
        }}
        contentAfter={
          <Popover open={open} onOpenChange={(_, data) => { setOpen(data.open); }} trapFocus positioning="below-end">
            <PopoverTrigger disableButtonEnhancement>
              <Button appearance="transparent" size="small" icon={<CalendarLtr20Regular />} aria-label="Choose from a calendar" />
            </PopoverTrigger>
            <PopoverSurface aria-label="Calendar">
              <Calendar
                value={value}
                onChoose={(date) => {
                  setTyped(null);
                  onChange(date);
                  setOpen(false);
                }}
              />
            </PopoverSurface>
          </Popover>
        }
      />
    </Field>
  );
}
