import { Button, Field, Input, MessageBar, MessageBarBody, Select, Spinner } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { CloudName, Registration } from "../../bindings/core";
import { CopyButton } from "../../components/CopyButton";
import { errorText } from "../../components/Face";
import { CoreError } from "../../ipc/core";
import { useConfigure, useRegistration } from "./api";
import { ExploreSandbox } from "./ExploreSandbox";
import styles from "./Configure.module.css";
import page from "./SignInPage.module.css";

const clouds: Record<CloudName, string> = {
  global: "Microsoft 365 (worldwide)",
  usGovL4: "US Government L4 (GCC High)",
  usGovL5: "US Government L5 (DoD)",
  china: "China (21Vianet)",
};

const isCloud = (text: string): text is CloudName => text in clouds;
const REDIRECT = "http://localhost";
const PERMISSIONS = ["User.Read", "Calendars.ReadWrite", "OnlineMeetings.ReadWrite"];

function Copied({ what, text }: { what: string; text: string }): ReactNode {
  return (
    <div className={styles.copied}>
      <code>{text}</code>
      <CopyButton text={text} size="small" appearance="subtle" label={`Copy ${what}`}>
        Copy
      </CopyButton>
    </div>
  );
}

/** What an administrator registers once, in the portal's own words. */
function WhatToRegister(): ReactNode {
  return (
    <section className={styles.help} aria-labelledby="what-to-register">
      <h2 id="what-to-register">What to register</h2>
      <p>In the Microsoft Entra admin center, under App registrations, an administrator of your organization adds an application once:</p>
      <dl>
        <dt>Platform “Mobile and desktop applications”, redirect URI</dt>
        <dd>
          <Copied what="redirect URI" text={REDIRECT} />
        </dd>
        <dt>Allow public client flows</dt>
        <dd>Yes. There is no client secret.</dd>
        <dt>Delegated permissions of Microsoft Graph</dt>
        <dd>
          {PERMISSIONS.map((permission) => (
            <Copied key={permission} what={permission} text={permission} />
          ))}
        </dd>
      </dl>
      <p>Its overview page then shows the two ids that Lectern asks for.</p>
    </section>
  );
}

function Form({ before, first, onDone }: { before: Registration | null; first: boolean; onDone: () => void }): ReactNode {
  const [wish, setWish] = useState<Registration>(before ?? { cloud: "global", tenant: "", clientId: "" });
  const configure = useConfigure();
  const refused = configure.error instanceof CoreError ? configure.error : null;
  const wrong = (field: keyof Registration): string | undefined => (refused?.field === field ? refused.message : undefined);
  const change = (next: Partial<Registration>): void => {
    setWish({ ...wish, ...next });
    if (configure.error) configure.reset();
  };
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        configure.mutate(wish, { onSuccess: onDone });
      }}
    >
      <Field label="Cloud">
        <Select value={wish.cloud} onChange={(_, { value }) => { if (isCloud(value)) change({ cloud: value }); }}>
          {Object.entries(clouds).map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Directory (tenant) id or domain" required validationMessage={wrong("tenant")}>
        <Input value={wish.tenant} placeholder="contoso.com" spellCheck={false} onChange={(_, { value }) => change({ tenant: value })} />
      </Field>
      <Field label="Application (client) id" required validationMessage={wrong("clientId")}>
        <Input value={wish.clientId} placeholder="00000000-0000-0000-0000-000000000000" spellCheck={false} onChange={(_, { value }) => change({ clientId: value })} />
      </Field>
      {refused && refused.field === null && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{errorText(refused)}</MessageBarBody>
        </MessageBar>
      )}
      <div className={page.row}>
        <Button type="submit" appearance="primary" disabled={configure.isPending || wish.tenant.trim() === "" || wish.clientId.trim() === ""}>
          {first ? "Continue" : "Save"}
        </Button>
        {!first && (
          <Button appearance="subtle" onClick={onDone}>
            Back
          </Button>
        )}
      </div>
    </form>
  );
}

/** Which app registration of the organization's own Lectern signs in with. */
export function Configure({ first, onDone }: { first: boolean; onDone: () => void }): ReactNode {
  const before = useRegistration();
  return (
    <div className={page.step}>
      <h1 className={page.title}>{first ? "Connect your organization" : "App registration"}</h1>
      <p className={page.text}>
        {first
          ? "Lectern signs in with an app registration of your organization’s own, so that you decide what it may do. You enter it once."
          : "Another registration or directory means signing in again. Events and lists stay."}
      </p>
      {before.isPending ? <Spinner size="small" /> : <Form before={before.data ?? null} first={first} onDone={onDone} />}
      <WhatToRegister />
      {first && <ExploreSandbox here={null} />}
    </div>
  );
}
