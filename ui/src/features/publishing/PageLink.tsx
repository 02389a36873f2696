import { Button } from "@fluentui/react-components";
import { Open20Regular } from "@fluentui/react-icons/headless/svg/open";
import { useState, type ReactNode } from "react";
import { CopyButton } from "../../components/CopyButton";
import { errorText } from "../../components/Face";
import { QrCode } from "../../components/QrCode";
import { openOutside } from "../../ipc/outside";
import { tell } from "../../lib/toasts";
import styles from "./publishing.module.css";

/** The page's address, and the ways to bring it to people. */
export function PageLink({ url, qrSvg }: { url: string; qrSvg: string | null }): ReactNode {
  const [code, setCode] = useState(false);
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
