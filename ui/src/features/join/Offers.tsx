import { MessageBar, MessageBarBody } from "@fluentui/react-components";
import {
  Chat20Regular,
  ClosedCaption20Regular,
  Dismiss20Regular,
  Emoji20Regular,
  Poll20Regular,
  Video20Regular,
} from "@fluentui/react-icons";
import type { ReactNode } from "react";
import type { JoinIdentity, JoinOffer, JoinView } from "../../bindings/core";
import styles from "./JoinPage.module.css";

const WORDS: Readonly<Record<JoinOffer["what"], string>> = {
  av: "Video and audio",
  chat: "Chat while you are in",
  captions: "Live captions",
  reactions: "Reactions and raised hand",
  polls: "Polls and Q&A",
};

const ICONS: Readonly<Record<JoinOffer["what"], ReactNode>> = {
  av: <Video20Regular />,
  chat: <Chat20Regular />,
  captions: <ClosedCaption20Regular />,
  reactions: <Emoji20Regular />,
  polls: <Poll20Regular />,
};

interface OffersProps {
  view: JoinView;
  /** As whom one joins, where that is chosen already. */
  identity?: JoinIdentity | undefined;
}

/** What will work here and what will not, said before Join and never after. */
export function Offers({ view, identity }: OffersProps): ReactNode {
  if (view.surface === null) return <Blockers view={view} />;
  return (
    <section aria-labelledby="offers-title">
      <h2 id="offers-title" className={styles.offersTitle}>
        Here you’ll have
      </h2>
      <ul className={styles.offers}>
        {(identity?.offers ?? view.offers).map((offer) => (
          <li key={offer.what} className={offer.available ? styles.offer : styles.offerMissing}>
            <span aria-hidden="true" className={styles.offerIcon}>
              {offer.available ? ICONS[offer.what] : <Dismiss20Regular />}
            </span>
            <span>
              {WORDS[offer.what]}
              {!offer.available && <span className={styles.hidden}> (not here)</span>}
              {offer.reason !== null && <span className={styles.reason}>{offer.reason}</span>}
            </span>
          </li>
        ))}
      </ul>
      <Blockers view={view} />
    </section>
  );
}

function Blockers({ view }: { view: JoinView }): ReactNode {
  // What the list below says in its rows is not said twice.
  const listed = view.checks.map(({ message }) => message);
  const reasons = view.blockers.map((blocker) => blocker.message);
  // Without a surface there is always a reason; the decision itself says it where no blocker does.
  if (view.surface === null && reasons.length === 0) reasons.push(view.message);
  return reasons.filter((reason) => !listed.includes(reason)).map((reason) => (
    <MessageBar key={reason} intent="warning" layout="multiline" className={styles.problem ?? ""}>
      <MessageBarBody>{reason}</MessageBarBody>
    </MessageBar>
  ));
}
