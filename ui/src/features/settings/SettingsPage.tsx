import { Button, MessageBar, MessageBarBody, Radio, RadioGroup } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { Account, Appearance } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { PageHead } from "../../components/PageHead";
import { useAppearance, useCloud, useDesk } from "../../lib/desk";
import { tell } from "../../lib/toasts";
import { useRegistration, useSetAppearance, useSignOut } from "./api";
import { About } from "./About";
import { Data } from "./data/Data";
import { Doctor } from "./Doctor";
import { Legacy } from "./Legacy";
import { Probe } from "./Probe";
import { RecoveryKey } from "./RecoveryKey";
import { Services } from "./Services";
import styles from "./settings.module.css";

const appearances: { value: Appearance; label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "contrast", label: "High contrast" },
];

function AccountSection({ account, onSignInAgain }: { account: Account; onSignInAgain: () => void }): ReactNode {
  const signOut = useSignOut();
  return (
    <section className={styles.section}>
      <h2>Account</h2>
      <div className={styles.row}>
        <div>
          <p>
            <bdi>{account.displayName}</bdi>
          </p>
          <p className={styles.quiet}>{account.username}</p>
        </div>
        <div className={styles.buttons}>
          {account.needsSignIn && (
            <Button appearance="primary" onClick={onSignInAgain}>
              Sign in again
            </Button>
          )}
          <Button
            disabled={signOut.isPending}
            onClick={() => {
              signOut.mutate(undefined, { onError: (error) => { tell({ kind: "failed", text: `You are still signed in. ${errorText(error)}` }); } });
            }}
          >
            Sign out
          </Button>
        </div>
      </div>
      <p className={styles.quiet}>Signing out stops sending. Events and lists stay in this profile; the sign-in page can change the app registration.</p>
      {account.looksPersonal && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>This looks like a person’s own account. Events belong to it and end with it; a shared account such as events@your-company.com outlives people.</MessageBarBody>
        </MessageBar>
      )}
    </section>
  );
}

function AppearanceSection(): ReactNode {
  const appearance = useAppearance().data ?? "system";
  const set = useSetAppearance();
  return (
    <section className={styles.section}>
      <h2 id="appearance">Appearance</h2>
      <RadioGroup
        layout="horizontal"
        aria-labelledby="appearance"
        value={appearance}
        onChange={(_, { value }) => {
          const chosen = appearances.find((choice) => choice.value === value);
          if (chosen) set.mutate(chosen.value, { onError: (error) => { tell({ kind: "failed", text: `The choice was not kept. ${errorText(error)}` }); } });
        }}
      >
        {appearances.map(({ value, label }) => (
          <Radio key={value} value={value} label={label} />
        ))}
      </RadioGroup>
    </section>
  );
}

function ProfileSection(): ReactNode {
  const desk = useDesk().data;
  const registration = useRegistration().data;
  const cloud = useCloud().data;
  const lacking = (cloud?.features ?? []).filter(({ availability }) => availability === "lacking");
  if (!desk) return null;
  const sandbox = desk.profile.kind === "sandbox";
  return (
    <section className={styles.section}>
      <h2>Profile</h2>
      <dl className={styles.facts}>
        <dt>Name</dt>
        <dd>{desk.profile.name}</dd>
        <dt>Kind</dt>
        <dd>{sandbox ? "Sandbox: nothing here reaches Microsoft" : "Real: it speaks with Microsoft’s cloud"}</dd>
        {desk.tenantName && (
          <>
            <dt>Organization</dt>
            <dd>{desk.tenantName}</dd>
          </>
        )}
        {registration && (
          <>
            <dt>Directory</dt>
            <dd>{registration.tenant}</dd>
            <dt>Application</dt>
            <dd>{registration.clientId}</dd>
          </>
        )}
        {cloud && (
          <>
            <dt>Cloud</dt>
            <dd>{cloud.title}</dd>
          </>
        )}
        <dt>Links</dt>
        <dd>
          <code>{desk.scheme}://</code>
        </dd>
      </dl>
      {lacking.length > 0 && (
        <>
          <p className={styles.quiet}>This cloud has none of the following, so Lectern does not offer it:</p>
          <ul className={styles.plain}>
            {lacking.map(({ feature, title, instead }) => (
              <li key={feature}>
                {title}. <span className={styles.quiet}>{instead}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function PrivacySection({ onPrivacy }: { onPrivacy: () => void }): ReactNode {
  return (
    <section className={styles.section}>
      <h2>Privacy</h2>
      <div className={styles.row}>
        <p className={styles.quiet}>What is kept of one person, over all events: save it as a file, or erase it. And which events’ people are kept for a time only.</p>
        <Button onClick={onPrivacy}>Look up a person</Button>
      </div>
    </section>
  );
}

function GuideSection({ onOpen }: { onOpen: () => void }): ReactNode {
  return (
    <section className={styles.section}>
      <div className={styles.row}>
        <div>
          <h2>Which integration?</h2>
          <p className={styles.quiet}>Nine questions about your events, and what each way costs, takes and cannot do.</p>
        </div>
        <Button onClick={onOpen}>Open the guide</Button>
      </div>
    </section>
  );
}

interface Props {
  account: Account;
  /** The accounts side by side. */
  accounts?: ReactNode;
  onSignInAgain: () => void;
  onShowRecoveryKey: () => void;
  /** To the page about what is kept of people. */
  onPrivacy: () => void;
  onGuide: () => void;
}

export function SettingsPage({ account, accounts, onSignInAgain, onShowRecoveryKey, onPrivacy, onGuide }: Props): ReactNode {
  return (
    <>
      <PageHead title="Settings" />
      <div className={styles.page}>
        <AccountSection account={account} onSignInAgain={onSignInAgain} />
        {accounts}
        <AppearanceSection />
        <ProfileSection />
        <RecoveryKey onShow={onShowRecoveryKey} />
        <Data />
        <PrivacySection onPrivacy={onPrivacy} />
        <GuideSection onOpen={onGuide} />
        <Services />
        <Doctor />
        <Legacy />
        <Probe />
        <About />
      </div>
    </>
  );
}
