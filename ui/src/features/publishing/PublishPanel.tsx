import { Button, Field, Input, MessageBar, MessageBarBody, Select, Switch } from "@fluentui/react-components";
import { useId, useRef, useState, type ReactNode } from "react";
import type { EventPageView, PageLook } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { SidePanel } from "../../components/SidePanel";
import { useDebouncedValue } from "../../lib/hooks";
import { hostOf } from "../../lib/published";
import { tell } from "../../lib/toasts";
import { useAddressCheck, usePublish } from "./api";
import { isColor, readable } from "./colour";
import { readLogo } from "./logo";
import { readSites } from "./sites";
import { SitesField } from "./SitesField";
import styles from "./publishing.module.css";

const plain: PageLook = { color: null, logo: null, framedBy: [], language: null, proof: false };

const inLinks = { everywhere: "Links have it too.", light: "Links have it on the light page; on the dark one it could not be read.", dark: "Links have it on the dark page; on the light one it could not be read.", nowhere: "Links keep Lectern’s own: in this one they could not be read." };

function contrastWords(color: string): string | undefined {
  const found = readable(color);
  return found ? `Buttons get ${found.words} words on it: contrast ${found.ratio} to 1. ${inLinks[found.links]}` : undefined;
}

function ColorField({ color, onChange }: { color: string; onChange: (color: string) => void }): ReactNode {
  const wrong = color !== "" && !isColor(color);
  return (
    <Field label="Colour" hint={contrastWords(color) ?? "As in #0f6cbd. Left empty, the page has Lectern’s own."} validationMessage={wrong ? "A colour reads #0f6cbd: six digits and letters from a to f." : undefined}>
      <Input
        dir="ltr"
        spellCheck={false}
        value={color}
        onChange={(_, { value }) => onChange(value.trim())}
        contentAfter={<input type="color" className={styles.swatch} aria-label="Choose the colour" value={isColor(color) ? color : "#0f6cbd"} onChange={(event) => onChange(event.target.value)} />}
      />
    </Field>
  );
}

function LogoField({ logo, onChange }: { logo: string | null; onChange: (logo: string | null) => void }): ReactNode {
  const id = useId();
  const chooser = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const take = (file: File | undefined): void => {
    if (!file) return;
    readLogo(file).then(
      (drawn) => { setWrong(null); onChange(drawn); },
      (error: unknown) => { setWrong(error instanceof Error ? error.message : String(error)); },
    );
  };
  return (
    <div className={styles.logo} role="group" aria-labelledby={id}>
      <span id={id}>Logo</span>
      {logo && <img src={logo} alt="The logo as the page shows it" />}
      <input ref={chooser} type="file" hidden accept="image/png,image/jpeg,image/webp" aria-label="Logo file" onChange={(event) => take(event.target.files?.[0])} />
      <div className={styles.buttons}>
        <Button size="small" onClick={() => chooser.current?.click()}>
          {logo ? "Choose another" : "Choose a picture"}
        </Button>
        {logo && (
          <Button size="small" appearance="subtle" onClick={() => onChange(null)}>
            Take it off
          </Button>
        )}
      </div>
      {wrong && <p role="alert" className={styles.wrong}>{wrong}</p>}
    </div>
  );
}

/** What comes of it, before it is done. */
function What({ address, service }: { address: string; service: string }): ReactNode {
  return (
    <div>
      <p>When you publish:</p>
      <ul className={styles.steps}>
        <li>
          The page is at <bdi dir="ltr">{address}</bdi>.
        </li>
        <li>Everybody on the list goes to {service} with their ticket.</li>
        <li>From then on it decides who gets in, and sends the mails.</li>
        <li>Changes made here go to it, and wait while it can’t be reached.</li>
        <li>Unpublish, and the list comes back.</li>
      </ul>
    </div>
  );
}

/** The end of the page's address, and how the page looks. */
export function PublishPanel({ eventId, view, onClose }: { eventId: string; view: EventPageView; onClose: () => void }): ReactNode {
  const before = view.published ?? (view.place === "here" ? view.publication : null);
  const [slug, setSlug] = useState(before?.slug ?? view.proposed);
  const [look, setLook] = useState<PageLook>(before?.look ?? plain);
  const [sites, setSites] = useState(look.framedBy.join("\n"));
  const framedBy = readSites(sites);
  const rested = useDebouncedValue(slug, 250);
  const address = useAddressCheck(eventId, rested);
  const publish = usePublish(eventId, view.place);
  const changed = before?.state === "open" && slug !== before.slug;
  const colorGood = look.color === null || isColor(look.color);
  const submit = (): void => {
    publish.mutate(
      { slug, look: { ...look, framedBy: framedBy.sites } },
      { onSuccess: () => { if (view.place === "here" || before) tell({ kind: "done", text: before ? "The page is changed." : "The page is published." }); onClose(); } },
    );
  };
  return (
    <SidePanel title={before ? "Change the page" : "Publish the page"} onClose={onClose}>
      <form className={styles.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <Field
          label="End of the address"
          hint={changed ? "Links that were shared with the old address lead nowhere any more." : "Small letters, digits, and dashes between them."}
          validationMessage={address.isError && rested === slug ? errorText(address.error) : undefined}
        >
          <Input autoFocus dir="ltr" spellCheck={false} contentBefore="/e/" value={slug} onChange={(_, { value }) => setSlug(value)} />
        </Field>
        <ColorField color={look.color ?? ""} onChange={(color) => setLook({ ...look, color: color === "" ? null : color })} />
        <LogoField logo={look.logo} onChange={(logo) => setLook({ ...look, logo })} />
        <Field label="Language" hint="Visitors whose browser asks for another get this one; each can change it on the page.">
          <Select value={look.language ?? "en"} onChange={(_, { value }) => setLook({ ...look, language: value })}>
            <option value="en">English</option>
            <option value="de">Deutsch</option>
          </Select>
        </Field>
        <Field hint="Whoever registers gets a mail with a link, good for a day, and is on the list once they confirmed there.">
          <Switch label="People prove their address by mail" checked={look.proof} onChange={(_, { checked }) => setLook({ ...look, proof: checked })} />
        </Field>
        <SitesField text={sites} onChange={setSites} />
        {view.place === "service" && view.service && !before && <What address={`${view.service.publicOrigin}/e/${slug}`} service={hostOf(view.service.publicOrigin)} />}
        {publish.isError && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{errorText(publish.error)}</MessageBarBody>
          </MessageBar>
        )}
        <div className={styles.buttons}>
          <Button type="submit" appearance="primary" disabled={slug === "" || !colorGood || framedBy.wrong !== null || (address.isError && rested === slug) || publish.isPending}>
            {publish.isPending ? "Publishing…" : before?.state === "open" ? "Change it" : "Publish"}
          </Button>
          <Button appearance="subtle" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </SidePanel>
  );
}
