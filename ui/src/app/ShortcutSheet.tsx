import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { Fluent } from "../components/Fluent";
import { shortcutSheet } from "../lib/shortcuts";
import styles from "./ShortcutSheet.module.css";

/** “?”: every key, from the table that the handlers read. */
export default function ShortcutSheet({ onClose }: { onClose: () => void }): ReactNode {
  return (
    <Fluent>
      <Dialog open onOpenChange={(_, { open }) => { if (!open) onClose(); }}>
        <DialogSurface>
          <DialogBody>
            <DialogTitle>Keys</DialogTitle>
            <DialogContent className={styles.columns ?? ""}>
              {shortcutSheet.map(({ title, rows }) => (
                <section key={title} aria-label={title}>
                  <h3>{title}</h3>
                  <dl>
                    {rows.map(({ keys, words }) => (
                      <div key={words}>
                        <dt>
                          {keys.map((key) => (
                            <kbd key={key}>{key}</kbd>
                          ))}
                        </dt>
                        <dd>{words}</dd>
                      </div>
                    ))}
                  </dl>
                </section>
              ))}
            </DialogContent>
            <DialogActions>
              <Button appearance="primary" onClick={onClose}>
                Close
              </Button>
            </DialogActions>
          </DialogBody>
        </DialogSurface>
      </Dialog>
    </Fluent>
  );
}
