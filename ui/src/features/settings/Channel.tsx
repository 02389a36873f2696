import { Button, Field, Input, Radio, RadioGroup, Select } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { ChannelKind, ServicesView, SmtpSecurity } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { tell } from "../../lib/toasts";
import { useAcsEmail, useSmtp, useTestMail } from "./api";
import { Refusal, wrongIn } from "./Refusal";
import styles from "./settings.module.css";

const protections: Record<SmtpSecurity, { label: string; port: number }> = {
  startTls: { label: "STARTTLS", port: 587 },
  tls: { label: "TLS from the start", port: 465 },
  none: { label: "None (a relay on this computer only)", port: 25 },
};

const isProtection = (text: string): text is SmtpSecurity => text in protections;

function kept(): void {
  tell({ kind: "done", text: "Confirmations leave this way from now on." });
}

function AcsEmailForm({ services }: { services: ServicesView }): ReactNode {
  const [sender, setSender] = useState(services.channel?.kind === "acsEmail" ? services.channel.sender : "");
  const use = useAcsEmail();
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        use.mutate(sender, { onSuccess: kept });
      }}
    >
      <Field label="Sender" hint="An address of a domain that is verified and linked to the resource, as in DoNotReply@contoso.com." validationMessage={wrongIn(use.error, "sender")}>
        <Input type="email" value={sender} onChange={(_, { value }) => setSender(value)} />
      </Field>
      <Refusal error={use.error} fields={["sender"]} />
      <div className={styles.buttons}>
        <Button type="submit" appearance="primary" disabled={sender.trim() === "" || services.acsEndpoint === null || use.isPending}>
          Use ACS Email
        </Button>
      </div>
    </form>
  );
}

interface Server {
  host: string;
  port: string;
  security: SmtpSecurity;
  username: string;
  sender: string;
  password: string;
}

function serverOf({ smtp, channel }: ServicesView): Server {
  const sender = channel?.kind === "smtp" ? channel.sender : "";
  const security = smtp?.security ?? "startTls";
  return { host: smtp?.host ?? "", port: String(smtp?.port ?? protections[security].port), security, username: smtp?.username ?? "", sender, password: "" };
}

const serverFields = ["host", "port", "security", "username", "sender", "password"] as const;

function SmtpForm({ services }: { services: ServicesView }): ReactNode {
  const [server, setServer] = useState(() => serverOf(services));
  const use = useSmtp();
  const change = (next: Partial<Server>): void => {
    setServer({ ...server, ...next });
    if (use.error) use.reset();
  };
  const text = (field: Exclude<keyof Server, "security">, label: string, type: "text" | "email" | "password" = "text", hint?: string): ReactNode => (
    <Field label={label} hint={hint} validationMessage={wrongIn(use.error, field)}>
      <Input type={type} autoComplete="off" spellCheck={false} value={server[field]} onChange={(_, { value }) => change({ [field]: value })} />
    </Field>
  );
  const port = Number(server.port);
  const username = server.username.trim();
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const { host, security, sender, password } = server;
        const choice = { host, port, security, username: username === "" ? null : username, sender };
        use.mutate({ server: choice, password: password === "" ? null : password }, { onSuccess: () => { kept(); change({ password: "" }); } });
      }}
    >
      {text("host", "Mail server")}
      <div className={styles.pair}>
        <Field label="Protection" validationMessage={wrongIn(use.error, "security")}>
          <Select value={server.security} onChange={(_, { value }) => { if (isProtection(value)) change({ security: value, port: String(protections[value].port) }); }}>
            {Object.entries(protections).map(([name, { label }]) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
        {text("port", "Port")}
      </div>
      {text("username", "User", "text", "Empty for a relay that asks for none.")}
      {text("password", "Password", "password", services.smtp?.hasPassword ? "The one that is kept stays, unless you enter another." : "It goes into this computer’s keychain and is never shown again.")}
      {text("sender", "Sender", "email")}
      <Refusal error={use.error} fields={[...serverFields]} />
      <div className={styles.buttons}>
        <Button type="submit" appearance="primary" disabled={server.host.trim() === "" || server.sender.trim() === "" || !Number.isInteger(port) || port < 1 || port > 65_535 || use.isPending}>
          Use this server
        </Button>
      </div>
    </form>
  );
}

function TestMail(): ReactNode {
  const test = useTestMail();
  const send = (): void => {
    test.mutate(undefined, {
      onSuccess: ({ to, delivered }) => tell({ kind: "done", text: delivered ? `A test mail was sent to ${to}.` : `A test mail to ${to} is on its way.` }),
      onError: (error) => tell({ kind: "failed", text: errorText(error) }),
    });
  };
  return (
    <Button disabled={test.isPending} onClick={send}>
      {test.isPending ? "Sending…" : "Send me a test mail"}
    </Button>
  );
}

/** How confirmations leave: ACS Email and a mail server are equals. */
export function Channel({ services }: { services: ServicesView }): ReactNode {
  const { channel } = services;
  const [shown, setShown] = useState<ChannelKind>(channel?.kind ?? "smtp");
  const [changing, setChanging] = useState(channel === null);
  const now = channel?.kind === "smtp" ? `the mail server ${services.smtp?.host ?? ""}` : "ACS Email";
  return (
    <>
      <p>
        {channel ? (
          <>
            By {now}, as <bdi>{channel.sender}</bdi>
          </>
        ) : (
          "No sender is set up: confirmations stay planned, and leave once there is one."
        )}
      </p>
      {(channel !== null || !changing) && (
        <div className={styles.buttons}>
          {channel && <TestMail />}
          {!changing && (
            <Button appearance="subtle" onClick={() => setChanging(true)}>
              Change
            </Button>
          )}
        </div>
      )}
      {changing && (
        <>
          <RadioGroup layout="horizontal" aria-label="How mail leaves" value={shown} onChange={(_, { value }) => setShown(value === "smtp" ? "smtp" : "acsEmail")}>
            <Radio value="smtp" label="Mail server (SMTP)" />
            <Radio value="acsEmail" label="ACS Email" />
          </RadioGroup>
          {shown === "smtp" ? <SmtpForm services={services} /> : <AcsEmailForm services={services} />}
        </>
      )}
    </>
  );
}
