import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Link } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import { useDesk } from "../../lib/desk";
import styles from "./settings.module.css";

function Notices({ onClose }: { onClose: () => void }): ReactNode {
  return (
    <Dialog open onOpenChange={(_, { open }) => { if (!open) onClose(); }}>
      <DialogSurface style={{ maxWidth: 800 }}>
        <DialogBody>
          <DialogTitle>Third-party notices</DialogTitle>
          <DialogContent>
            <iframe className={styles.notices} title="Third-party notices" src="/notices.html" sandbox="" />
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>Close</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

export function About(): ReactNode {
  const desk = useDesk().data;
  const [reading, setReading] = useState(false);
  return (
    <section className={styles.section}>
      <h2>About</h2>
      <p>Lectern {desk?.version}, free software under the MIT or the Apache 2.0 licence.</p>
      <p className={styles.quiet}>
        The calling library comes from Microsoft under its own terms{desk?.termsAccepted ? ", which were accepted on this computer" : ", which Lectern asks about before the first call"}. The
        notices of everything it is made with are in the <Link as="button" inline onClick={() => setReading(true)}>third-party notices</Link>.
      </p>
      {reading && <Notices onClose={() => setReading(false)} />}
    </section>
  );
}
