import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { TeamsOffer } from "../../../bindings/core";
import { errorText, errorTitle } from "../../../components/Face";
import { asCoreError } from "../../../ipc/core";
import { clockRange, weekday } from "../../../lib/time";
import { tell } from "../../../lib/toasts";
import { matches } from "../matches";
import { OfferRow } from "../OfferRow";
import { useAdoptVirtualEvent, useLookInTeams, useTeamsOffers } from "./copies";
import list from "../EventList.module.css";

function detail(offer: TeamsOffer): string {
  const kind = offer.kind === "townHall" ? "Town hall" : "Webinar";
  const by = offer.coOrganized ? ` with ${offer.organizer ?? "its organizer"}` : "";
  return `${weekday(offer.start, offer.zone)} ${clockRange(offer)} · ${kind}${offer.state === "draft" ? " draft" : ""}${by}`;
}

function Offer({ offer }: { offer: TeamsOffer }): ReactNode {
  const navigate = useNavigate();
  const adopt = useAdoptVirtualEvent();
  // The row is gone before its answer is told: what is done then must not belong to it.
  const take = (): void => {
    adopt.mutateAsync(offer).then(
      ({ id }) => navigate({ to: "/events/virtual/$virtualId", params: { virtualId: id } }),
      (error: unknown) => { tell({ kind: "failed", text: errorText(error) }); },
    );
  };
  return <OfferRow offer={offer} detail={detail(offer)} busy={adopt.isPending} onTake={take} />;
}

/** Asks Teams now and then; `asked` counts how often somebody wanted it at once. Says only to them what stands in the way. */
export function LookInTeams({ asked, every }: { asked: number; every: number }): ReactNode {
  const look = useLookInTeams(asked, every);
  // Where the account or its cloud has no webinars at all, there is nothing to tell.
  if (!look.isError || !look.variables || asCoreError(look.error).code === "refused") return null;
  return <span title={errorText(look.error)}> · Webinars: {errorTitle(look.error).toLowerCase()}</span>;
}

/** Webinars and town halls that the account runs in Teams: each can be taken over as an event. */
export function MadeInTeams({ query }: { query: string }): ReactNode {
  const offers = (useTeamsOffers().data?.offers ?? []).filter((offer) => matches(offer.title, query));
  if (offers.length === 0) return null;
  return (
    <section aria-label="Made in Teams">
      <h2 className={list.group}>Made in Teams</h2>
      <ul>
        {offers.map((offer) => (
          <li key={offer.id} className={list.item}>
            <Offer offer={offer} />
          </li>
        ))}
      </ul>
    </section>
  );
}
