import { Button } from "@fluentui/react-components";
import { Open20Regular } from "@fluentui/react-icons/headless/svg/open";
import { useState, type ReactNode } from "react";
import { CopyButton } from "../../components/CopyButton";
import { errorText } from "../../components/Face";
import { QrCode } from "../../components/QrCode";
import { openOutside } from "../../ipc/outside";
import { tell } from "../../lib/toasts";
import styles from "./publishing.module.css";

/** What the organizer's site has in its page, so that the event's stands there as high as it is. */
function siteCode(url: string): string | null {
  const found = /^(https?:\/\/[^/]+)\/e\/([a-z0-9-]+)$/.exec(url);
  return found && `<script src="${found[1]}/embed.js" data-event="${found[2]}"></script>`;
}

/** The page's address, and the ways to bring it to people. */
export function PageLink({ url, qrSvg, framedBy }: { url: string; qrSvg: string | null; framedBy: readonly string[] }): ReactNode {
  const [code, setCode] = useState(false);
  const site = framedBy.length > 0 ? siteCode(url) : null;
  const open = (): void => {
    openOutside(url).catch((error: unknown) => { tell({ kind: "failed", text: `The page was not opened. ${errorText(error)}` }); });
  };
  return (
    <>
      <p className={styles.address} dir="ltr">
        {url}
      </p>
      <div className={styles.buttons}>
        <CopyButton text={url}>Copy the link</CopyButton>
        {site !== null && <CopyButton text={site}>Copy the code for your site</CopyButton>}
        <Button icon={<Open20Regular />} onClick={open}>
          Open page
        </Button>
        {qrSvg && (
          <Button aria-expanded={code} onClick={() => setCode(!code)}>
            {code ? "Hide the QR code" : "QR code"}
          </Button>
        )}
      </div>
      {code && qrSvg && <QrCode svg={qrSvg} label={`QR code of ${url}`} size={200} />}
    </>
  );
}
