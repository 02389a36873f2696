import { Button, Field, Input, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, Select, Switch } from "@fluentui/react-components";
import { Dismiss16Regular } from "@fluentui/react-icons/headless/svg/dismiss";
import { Open16Regular } from "@fluentui/react-icons/headless/svg/open";
import { useState, type ReactNode } from "react";
import type { EventDetail, MeetingOptions, OptionValues, RolePerson } from "../../bindings/core";
import { ErrorFace, errorText, errorTitle } from "../../components/Face";
import { SidePanel } from "../../components/SidePanel";
import { Skeleton } from "../../components/Skeleton";
import { asCoreError } from "../../ipc/core";
import { openOutside } from "../../ipc/outside";
import { tell } from "../../lib/toasts";
import { useChangeOptions, useOptions } from "./api";
import { choices, roles, switches, type ChoiceName, type SwitchName } from "./options";
import styles from "./OptionsPanel.module.css";

type Change = (change: Partial<OptionValues>) => void;

function Choice({ name, options, busy, onChange }: { name: ChoiceName; options: MeetingOptions; busy: boolean; onChange: Change }): ReactNode {
  const { label, words } = choices[name];
  const now = options[name];
  if (now === null) return null;
  const known = Object.keys(words);
  return (
    <Field label={label}>
      <Select value={now} disabled={busy} onChange={(_, { value }) => { onChange({ [name]: value }); }}>
        {!known.includes(now) && <option value={now}>{`As set in Teams (${now})`}</option>}
        {known.map((value) => (
          <option key={value} value={value}>
            {words[value]}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function Toggle({ name, options, busy, onChange }: { name: SwitchName; options: MeetingOptions; busy: boolean; onChange: Change }): ReactNode {
  const now = options[name];
  if (now === null) return null;
  return <Switch label={switches[name]} checked={now} disabled={busy} onChange={(_, { checked }) => { onChange({ [name]: checked }); }} />;
}

function People({ people, busy, onChange }: { people: RolePerson[]; busy: boolean; onChange: Change }): ReactNode {
  const [upn, setUpn] = useState("");
  const [role, setRole] = useState("coorganizer");
  const add = (): void => {
    const wanted = upn.trim();
    if (wanted === "") return;
    onChange({ people: [...people.filter((one) => one.upn.toLowerCase() !== wanted.toLowerCase()), { upn: wanted, role }] });
    setUpn("");
  };
  return (
    <section className={styles.group}>
      <h3>Co-organizers and presenters</h3>
      <ul>
        {people.map((person) => (
          <li key={person.upn} className={styles.person}>
            <bdi className={styles.upn}>{person.upn}</bdi>
            <Select aria-label={`Role of ${person.upn}`} size="small" value={person.role} disabled={busy} onChange={(_, { value }) => { onChange({ people: people.map((one) => (one.upn === person.upn ? { ...one, role: value } : one)) }); }}>
              {!(person.role in roles) && <option value={person.role}>{person.role}</option>}
              {Object.entries(roles).map(([value, word]) => (
                <option key={value} value={value}>
                  {word}
                </option>
              ))}
            </Select>
            <Button appearance="subtle" size="small" icon={<Dismiss16Regular />} aria-label={`Take ${person.upn} off the list`} disabled={busy} onClick={() => { onChange({ people: people.filter((one) => one.upn !== person.upn) }); }} />
          </li>
        ))}
      </ul>
      <div className={styles.add}>
        <Field label="Sign-in name">
          <Input value={upn} placeholder="ana@contoso.com" onChange={(_, { value }) => { setUpn(value); }} onKeyDown={(event) => { if (event.key === "Enter") add(); }} />
        </Field>
        <Field label="Role">
          <Select value={role} onChange={(_, { value }) => { setRole(value); }}>
            {Object.entries(roles).map(([value, word]) => (
              <option key={value} value={value}>
                {word}
              </option>
            ))}
          </Select>
        </Field>
        <Button disabled={busy || upn.trim() === ""} onClick={add}>
          Add
        </Button>
      </div>
    </section>
  );
}

function InTeams({ options }: { options: MeetingOptions }): ReactNode {
  const { teamsUrl, passcodeRequired } = options;
  return (
    <section className={styles.group}>
      <h3>Only in Teams</h3>
      <p className={styles.note}>
        {passcodeRequired !== null && `A passcode is ${passcodeRequired ? "asked for" : "not asked for"}; that was settled when the meeting was made. `}
        Breakout rooms, watermark, end-to-end encryption and sensitivity are set there.
      </p>
      {teamsUrl && (
        <Button
          icon={<Open16Regular />}
          onClick={() => {
            openOutside(teamsUrl).catch((error: unknown) => { tell({ kind: "failed", text: `Nothing opened: ${errorText(error)}` }); });
          }}
        >
          Options in Teams
        </Button>
      )}
    </section>
  );
}

/** A change that Teams, or what somebody did there meanwhile, stands against. */
function NotChanged({ save, reload }: { save: ReturnType<typeof useChangeOptions>; reload: () => void }): ReactNode {
  const { error, variables } = save;
  if (!error) return null;
  if (asCoreError(error).code !== "conflict") {
    return (
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>{errorText(error)} Nothing was changed.</MessageBarBody>
      </MessageBar>
    );
  }
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{errorTitle(error)}</MessageBarTitle> {errorText(error)}
      </MessageBarBody>
      <MessageBarActions>
        <Button onClick={() => { save.mutate({ ...variables, overwrite: true }); }}>Set mine over it</Button>
        <Button onClick={() => { save.reset(); reload(); }}>Keep theirs</Button>
      </MessageBarActions>
    </MessageBar>
  );
}

function Options({ event, options, reload }: { event: EventDetail; options: MeetingOptions; reload: () => void }): ReactNode {
  const save = useChangeOptions(event.id);
  const change: Change = (wanted) => {
    save.mutate({ change: wanted, shown: options, overwrite: false });
  };
  const shared = { options, busy: save.isPending, onChange: change };
  return (
    <div className={styles.options}>
      <NotChanged save={save} reload={reload} />
      <section className={styles.group}>
        <h3>Coming in</h3>
        <Choice name="lobby" {...shared} />
        <Choice name="admitters" {...shared} />
        <Toggle name="lobbyDialIn" {...shared} />
        <Toggle name="announced" {...shared} />
      </section>
      <section className={styles.group}>
        <h3>Taking part</h3>
        <Choice name="presenters" {...shared} />
        <Choice name="chat" {...shared} />
        <Toggle name="mic" {...shared} />
        <Toggle name="camera" {...shared} />
        <Toggle name="reactions" {...shared} />
      </section>
      <section className={styles.group}>
        <h3>Recording</h3>
        <Toggle name="recording" {...shared} />
        <Toggle name="recordAutomatically" {...shared} />
        <Toggle name="transcription" {...shared} />
      </section>
      <People people={options.people ?? []} busy={save.isPending} onChange={change} />
      <InTeams options={options} />
    </div>
  );
}

/** The meeting's options as Teams has them; each change is told to Teams at once. */
export function OptionsPanel({ event, onClose }: { event: EventDetail; onClose: () => void }): ReactNode {
  const options = useOptions(event.id);
  return (
    <SidePanel title="Meeting options" onClose={onClose}>
      {options.data ? (
        <Options event={event} options={options.data} reload={() => void options.refetch()} />
      ) : options.isError ? (
        <ErrorFace error={options.error} retry={() => void options.refetch()} />
      ) : (
        <Skeleton rows={8} height={48} label="Asking Teams" />
      )}
    </SidePanel>
  );
}
