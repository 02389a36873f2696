import { Button, Menu, MenuDivider, MenuItem, MenuList, MenuPopover, MenuTrigger, MessageBar, MessageBarBody, MessageBarTitle, Tooltip } from "@fluentui/react-components";
import { CalendarCancel20Regular } from "@fluentui/react-icons/headless/svg/calendar-cancel";
import { Copy20Regular } from "@fluentui/react-icons/headless/svg/copy";
import { DocumentAdd20Regular } from "@fluentui/react-icons/headless/svg/document-add";
import { DocumentCopy20Regular } from "@fluentui/react-icons/headless/svg/document-copy";
import { Edit20Regular } from "@fluentui/react-icons/headless/svg/edit";
import { MeetNow20Regular } from "@fluentui/react-icons/headless/svg/meet-now";
import { MoreHorizontal20Regular } from "@fluentui/react-icons/headless/svg/more-horizontal";
import { Open20Regular } from "@fluentui/react-icons/headless/svg/open";
import { Options20Regular } from "@fluentui/react-icons/headless/svg/options";
import { useState, type ReactNode } from "react";
import type { EventDetail } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { PageHead } from "../../components/PageHead";
import { openOutside } from "../../ipc/outside";
import { useNow } from "../../lib/hooks";
import { fullMoment, soon, viewerZone, whenForViewer, whenInZone } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { useDuplicate, useOpenEventInTeams, useOpenJoinWindow, useSaveTemplate } from "./api";
import { CancelDialog } from "./CancelDialog";
import { ElsewhereNote } from "./ElsewhereNote";
import { OptionsPanel } from "./OptionsPanel";
import { TemplateDialog } from "./TemplateDialog";
import styles from "./EventHead.module.css";
import { OpenedInTeams, OpenInTeams } from "./OpenInTeams";

function outside(address: string): void {
  openOutside(address).catch((error: unknown) => {
    tell({ kind: "failed", text: `Nothing opened: ${errorText(error)}` });
  });
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    tell({ kind: "done", text: "Copied the Teams link." });
  } catch {
    tell({ kind: "failed", text: "The clipboard can’t be reached." });
  }
}

interface MenuProps {
  event: EventDetail;
  onEdit: () => void;
  onOptions: () => void;
  onTemplate: () => void;
  onDuplicate: () => void;
  onCancel: () => void;
}

type SetUpProps = Pick<MenuProps, "event" | "onOptions" | "onTemplate" | "onDuplicate">;

function SetUpItems({ event, onOptions, onTemplate, onDuplicate }: SetUpProps): ReactNode {
  const hasMeeting = event.state === "scheduled" && event.meetingId !== null;
  return (
    <>
      {hasMeeting && (
        <MenuItem icon={<Options20Regular />} onClick={onOptions}>
          Meeting options
        </MenuItem>
      )}
      <MenuItem icon={<DocumentCopy20Regular />} onClick={onDuplicate}>
        Duplicate
      </MenuItem>
      {hasMeeting && (
        <MenuItem icon={<DocumentAdd20Regular />} onClick={onTemplate}>
          Save as template…
        </MenuItem>
      )}
    </>
  );
}

function MoreMenu({ event, onEdit, onOptions, onTemplate, onDuplicate, onCancel }: MenuProps): ReactNode {
  const join = useOpenJoinWindow();
  const { joinUrl, webLink } = event;
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Tooltip content="More" relationship="label">
          <Button appearance="subtle" icon={<MoreHorizontal20Regular />} />
        </Tooltip>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {event.state === "scheduled" && (
            <MenuItem icon={<Edit20Regular />} onClick={onEdit}>
              Edit the event
            </MenuItem>
          )}
          <SetUpItems event={event} onOptions={onOptions} onTemplate={onTemplate} onDuplicate={onDuplicate} />
          {joinUrl && (
            <>
              <MenuItem
                icon={<MeetNow20Regular />}
                onClick={() => {
                  join.mutate(joinUrl, { onError: (error) => { tell({ kind: "failed", text: errorText(error) }); } });
                }}
              >
                Join here
              </MenuItem>
              <MenuItem icon={<Copy20Regular />} onClick={() => void copy(joinUrl)}>
                Copy the Teams link
              </MenuItem>
            </>
          )}
          {webLink && (
            <MenuItem icon={<Open20Regular />} onClick={() => { outside(webLink); }}>
              Open in Outlook
            </MenuItem>
          )}
          {event.state === "scheduled" && (
            <>
              <MenuDivider />
              <MenuItem icon={<CalendarCancel20Regular />} onClick={onCancel}>
                Cancel the event…
              </MenuItem>
            </>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function When({ event }: { event: EventDetail }): ReactNode {
  const now = useNow(30_000);
  const parts = [whenInZone(event, now), whenForViewer(event), soon(event, now), event.repeats].filter(Boolean);
  return (
    <p className={styles.when} title={fullMoment(event.start, viewerZone())}>
      {parts.join(" · ")}
    </p>
  );
}

function Notes({ event }: { event: EventDetail }): ReactNode {
  if (event.state === "scheduled" && event.problem === null) return null;
  const words = {
    creating: { title: "Still being created.", text: "Lectern goes on by itself as soon as Microsoft answers." },
    cancelled: { title: "This event is cancelled.", text: "It is off your calendar. The list of people stays here." },
    scheduled: { title: "Something needs a look.", text: "" },
  }[event.state];
  return (
    <MessageBar intent={event.problem === null ? "info" : "warning"} layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{words.title}</MessageBarTitle> {event.problem ?? words.text}
      </MessageBarBody>
    </MessageBar>
  );
}

/** The event's name and time, its one primary action (given by the page), and what else can be done with it. */
export function EventHead({ event, primary, onEdit, onDraft }: { event: EventDetail; primary: ReactNode; onEdit: () => void; onDraft: () => void }): ReactNode {
  const [open, setOpen] = useState<"cancel" | "options" | "template" | null>(null);
  const duplicate = useDuplicate();
  const saveTemplate = useSaveTemplate(event.id);
  const close = (): void => { setOpen(null); };
  const hosting = useOpenEventInTeams(event.id);
  const hosts = event.joinUrl !== null && event.state === "scheduled";
  return (
    <>
      <PageHead
        title={event.title}
        subtitle={<When event={event} />}
        actions={
          <>
            <MoreMenu
              event={event}
              onEdit={onEdit}
              onOptions={() => { setOpen("options"); }}
              onTemplate={() => { setOpen("template"); }}
              onDuplicate={() => { duplicate.mutate(event.id, { onSuccess: onDraft, onError: (error) => { tell({ kind: "failed", text: errorText(error) }); } }); }}
              onCancel={() => { setOpen("cancel"); }}
            />
            {hosts && <OpenInTeams event={event} hosting={hosting} />}
            {primary}
          </>
        }
      />
      <div className={styles.notes}>
        <ElsewhereNote event={event} />
        <Notes event={event} />
        {hosts && <OpenedInTeams hosting={hosting} />}
      </div>
      {open === "cancel" && <CancelDialog event={event} onClose={close} />}
      {open === "options" && <OptionsPanel event={event} onClose={close} />}
      {open === "template" && <TemplateDialog title={event.title} kept="Title, description, time of day, length, meeting options and registration are kept; people are not." save={saveTemplate} onClose={close} />}
    </>
  );
}
