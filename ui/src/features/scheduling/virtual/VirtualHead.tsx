import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Menu, MenuDivider, MenuItem, MenuList, MenuPopover, MenuTrigger, MessageBar, MessageBarBody, Tooltip } from "@fluentui/react-components";
import { CalendarCancel20Regular } from "@fluentui/react-icons/headless/svg/calendar-cancel";
import { DocumentAdd20Regular } from "@fluentui/react-icons/headless/svg/document-add";
import { DocumentCopy20Regular } from "@fluentui/react-icons/headless/svg/document-copy";
import { Edit20Regular } from "@fluentui/react-icons/headless/svg/edit";
import { MoreHorizontal20Regular } from "@fluentui/react-icons/headless/svg/more-horizontal";
import { useState, type ReactNode } from "react";
import type { VirtualEventDetail } from "../../../bindings/core";
import { CopyButton } from "../../../components/CopyButton";
import { errorText } from "../../../components/Face";
import { PageHead } from "../../../components/PageHead";
import { useNow } from "../../../lib/hooks";
import { fullMoment, soon, viewerZone, whenForViewer, whenInZone } from "../../../lib/time";
import { tell } from "../../../lib/toasts";
import { TemplateDialog } from "../TemplateDialog";
import { useCancelVirtualEvent, usePublish } from "./api";
import { useDuplicateVirtual, useSaveVirtualTemplate } from "./copies";
import { isOver, kindName } from "./words";
import styles from "./virtual.module.css";

/** Cancelling can't be undone: it says what happens before it does. */
function CancelDialog({ event, onClose }: { event: VirtualEventDetail; onClose: () => void }): ReactNode {
  const cancel = useCancelVirtualEvent(event.id);
  const kind = kindName[event.kind];
  return (
    <Dialog open onOpenChange={(_, { open }) => { if (!open) onClose(); }}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Cancel “{event.title}”?</DialogTitle>
          <DialogContent>
            <p>
              {event.state === "published" ? `Teams takes the ${kind} off, and its registration page with it.` : `Nobody has seen this ${kind} yet.`} This is permanent: neither you nor Microsoft can bring it back.
            </p>
            {cancel.error && (
              <MessageBar intent="error" layout="multiline">
                <MessageBarBody>{errorText(cancel.error)}</MessageBarBody>
              </MessageBar>
            )}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>Keep it</Button>
            <Button
              appearance="primary"
              disabled={cancel.isPending}
              onClick={() => {
                cancel.mutate(undefined, {
                  onSuccess: () => {
                    tell({ kind: "done", text: `“${event.title}” is cancelled.` });
                    onClose();
                  },
                });
              }}
            >
              {cancel.isPending ? "Cancelling…" : `Cancel the ${kind}`}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

interface MenuProps {
  event: VirtualEventDetail;
  onEdit: () => void;
  onDuplicate: () => void;
  onTemplate: () => void;
  onCancel: () => void;
}

function MoreMenu({ event, onEdit, onDuplicate, onTemplate, onCancel }: MenuProps): ReactNode {
  const made = event.state !== "creating";
  const standing = event.state !== "cancelled";
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Tooltip content="More" relationship="label">
          <Button appearance="subtle" icon={<MoreHorizontal20Regular />} />
        </Tooltip>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {made && standing && (
            <MenuItem icon={<Edit20Regular />} onClick={onEdit}>
              Edit
            </MenuItem>
          )}
          {made && (
            <>
              <MenuItem icon={<DocumentCopy20Regular />} onClick={onDuplicate}>
                Duplicate
              </MenuItem>
              <MenuItem icon={<DocumentAdd20Regular />} onClick={onTemplate}>
                Save as template…
              </MenuItem>
            </>
          )}
          {made && standing && !event.coOrganized && <MenuDivider />}
          {standing && !event.coOrganized && (
            <MenuItem icon={<CalendarCancel20Regular />} onClick={onCancel}>
              Cancel the {kindName[event.kind]}…
            </MenuItem>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function Publish({ event }: { event: VirtualEventDetail }): ReactNode {
  const publish = usePublish(event.id);
  return (
    <Button
      appearance="primary"
      disabled={publish.isPending}
      onClick={() => {
        publish.mutate(undefined, {
          onSuccess: () => { tell({ kind: "done", text: event.kind === "webinar" ? "Published. People can register now." : "Published. People can see it now." }); },
          onError: (error) => { tell({ kind: "failed", text: `It is not published. ${errorText(error)}` }); },
        });
      }}
    >
      {publish.isPending ? "Publishing…" : "Publish"}
    </Button>
  );
}

/** Name, time, and the one thing that brings it forward. */
export function VirtualHead({ event, onEdit, onDraft }: { event: VirtualEventDetail; onEdit: () => void; onDraft: () => void }): ReactNode {
  const now = useNow(30_000);
  const [open, setOpen] = useState<"cancel" | "template" | null>(null);
  const duplicate = useDuplicateVirtual();
  const saveTemplate = useSaveVirtualTemplate(event.id);
  const close = (): void => { setOpen(null); };
  const page = event.page?.url ?? null;
  const when = [whenInZone(event, now), whenForViewer(event), soon(event, now)].filter(Boolean);
  return (
    <>
      <PageHead
        title={event.title}
        subtitle={
          <p className={styles.when} title={fullMoment(event.start, viewerZone())}>
            {when.join(" · ")}
          </p>
        }
        actions={
          <>
            <MoreMenu
              event={event}
              onEdit={onEdit}
              onDuplicate={() => { duplicate.mutate(event.id, { onSuccess: onDraft, onError: (error) => { tell({ kind: "failed", text: errorText(error) }); } }); }}
              onTemplate={() => { setOpen("template"); }}
              onCancel={() => { setOpen("cancel"); }}
            />
            {event.state === "draft" && !event.coOrganized && !isOver(event, now) && <Publish event={event} />}
            {page !== null && event.state === "published" && !isOver(event, now) && (
              <CopyButton text={page} appearance="primary">
                Copy the registration link
              </CopyButton>
            )}
          </>
        }
      />
      {open === "cancel" && <CancelDialog event={event} onClose={close} />}
      {open === "template" && <TemplateDialog title={event.title} kept="Title, description, time of day, length, questions and people are kept. Whether the people are taken over is asked each time." save={saveTemplate} onClose={close} />}
    </>
  );
}
