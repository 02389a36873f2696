import { Button } from "@fluentui/react-components";
import { CheckmarkCircle20Regular, DismissCircle20Regular, EyeOff20Regular, Eye20Regular, Open20Regular } from "@fluentui/react-icons";
import { useState, type ReactNode } from "react";
import type { CleanLink, LinkView } from "../../bindings/core";
import { CopyButton } from "../../components/CopyButton";
import styles from "./LinkExplained.module.css";

const KINDS: Readonly<Record<LinkView["kind"], string>> = {
  meeting: "Teams meeting",
  "channel-meeting": "Teams meeting in a channel",
  "meeting-id": "Teams meeting number",
  consumer: "Meeting of a personal Microsoft account",
  "live-event": "Teams live event",
  "webinar-page": "Registration page of a webinar or town hall",
  ticket: "Personal ticket",
  unknown: "No link to a meeting",
};

const CLOUDS: Readonly<Record<NonNullable<LinkView["cloud"]>, string>> = {
  global: "Worldwide",
  gcch: "US government (GCC High)",
  dod: "US Department of Defense",
  china: "China (operated by 21Vianet)",
};

const WRAPPERS: Readonly<Record<LinkView["wrappers"][number], string>> = {
  lectern: "Lectern’s own link",
  safeLinks: "Microsoft Safe Links",
  launcher: "Teams’ launcher page",
  bookings: "Microsoft Bookings",
  webClient: "Teams’ web client",
  teamsApp: "A link for the Teams app",
};

const SECRETS: Readonly<Record<LinkView["secrets"][number], string>> = {
  passcode: "the meeting’s passcode",
  context: "the ids of its organizer and organization",
  ticket: "a personal ticket",
};

/** A link in words: what it is, where it leads, what is secret in it, and whether it can be joined here. */
export function LinkExplained({ link }: { link: LinkView }): ReactNode {
  return (
    <div className={styles.explained}>
      <p className={styles.message}>{link.message}</p>
      {link.further.map((reason) => (
        <p key={reason} className={styles.message}>
          {reason}
        </p>
      ))}
      <dl className={styles.facts}>
        <Fact name="What it is">{KINDS[link.kind]}</Fact>
        <Fact name="Here">
          <Here link={link} />
        </Fact>
        {link.host !== null && (
          <Fact name="Leads to">
            <bdi dir="ltr">{link.host}</bdi>
          </Fact>
        )}
        {link.cloud !== null && <Fact name="Cloud">{CLOUDS[link.cloud]}</Fact>}
        {link.wrappers.length > 0 && <Fact name="Wrapped by">{link.wrappers.map((one) => WRAPPERS[one]).join(", in it ")}</Fact>}
        {link.secrets.length > 0 && <Fact name="Secret in it">{link.secrets.map((one) => SECRETS[one]).join(", ")}</Fact>}
      </dl>
      {link.clean !== undefined && <Clean link={link.clean} />}
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Here({ link }: { link: LinkView }): ReactNode {
  const elsewhere = link.clean === undefined ? "Can’t be opened" : link.verdict === "browser" ? "Opens in the browser" : "Opens in Teams, not here";
  const icon = link.here ? <CheckmarkCircle20Regular /> : link.clean === undefined ? <DismissCircle20Regular /> : <Open20Regular />;
  return (
    <span className={styles.here}>
      <span aria-hidden="true">{icon}</span>
      {link.here ? "Can be joined on this computer" : elsewhere}
    </span>
  );
}

function Clean({ link }: { link: CleanLink }): ReactNode {
  const [whole, setWhole] = useState(false);
  const hides = link.hidden !== link.whole;
  return (
    <section aria-label="The link, cleaned" className={styles.clean}>
      <h3 className={styles.cleanTitle}>The link, cleaned</h3>
      <p className={styles.address} dir="ltr">
        {whole ? link.whole : link.hidden.replaceAll("<redacted>", "•••")}
      </p>
      <div className={styles.cleanActions}>
        <CopyButton text={link.whole}>Copy</CopyButton>
        {hides && (
          <Button
            appearance="subtle"
            icon={whole ? <EyeOff20Regular /> : <Eye20Regular />}
            aria-pressed={whole}
            onClick={() => { setWhole(!whole); }}
          >
            Show what is secret
          </Button>
        )}
      </div>
      {hides && <p className={styles.note}>Copied whole: whoever has it can come in.</p>}
    </section>
  );
}
