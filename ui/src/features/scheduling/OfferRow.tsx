import { Add20Regular } from "@fluentui/react-icons/headless/svg/add";
import type { ReactNode } from "react";
import { DateTile } from "../../components/DateTile";
import { PlainButton } from "../../components/PlainButton";
import { useNow } from "../../lib/hooks";
import { whenForViewer, whenInZone } from "../../lib/time";
import list from "./EventList.module.css";
import styles from "./FromCalendar.module.css";

interface Offered {
  title: string;
  start: string;
  end: string;
  zone: string;
}

/** Something made elsewhere, and the one press that makes it an event here. */
export function OfferRow({ offer, detail, busy, onTake }: { offer: Offered; detail: string; busy: boolean; onTake: () => void }): ReactNode {
  const now = useNow(60_000);
  const yours = whenForViewer(offer);
  return (
    <div className={styles.offer} title={`${whenInZone(offer, now)}${yours ? ` · ${yours}` : ""}`}>
      <DateTile start={offer.start} zone={offer.zone} />
      <span className={list.words}>
        <bdi className={list.name}>{offer.title === "" ? "(No subject)" : offer.title}</bdi>
        <span className={list.when}>{detail}</span>
      </span>
      <PlainButton data-row look="outline" className={styles.take} disabled={busy} aria-label={`Take over ${offer.title}`} title="Take over as an event" icon={<Add20Regular />} onClick={onTake} />
    </div>
  );
}
