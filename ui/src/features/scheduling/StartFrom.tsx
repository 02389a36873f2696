import { Button, Menu, MenuDivider, MenuGroup, MenuGroupHeader, MenuItem, MenuList, MenuPopover, MenuTrigger } from "@fluentui/react-components";
import { ChevronDown16Regular } from "@fluentui/react-icons/headless/svg/chevron-down";
import { useState, type ReactNode } from "react";
import { errorText } from "../../components/Face";
import { SidePanel } from "../../components/SidePanel";
import { EmptyFace } from "../../components/Face";
import { DocumentCopy24Regular } from "@fluentui/react-icons/headless/svg/document-copy";
import { momentIn, zoneCity } from "../../lib/time";
import { resolveLocal } from "../../lib/wall-clock";
import { tell } from "../../lib/toasts";
import type { EventDraft } from "../../bindings/core";
import { useBeginDraft, useBeginFromTemplate, useDrafts, useRemoveTemplate, useTemplates } from "./api";
import styles from "./StartFrom.module.css";

function when({ start, zone }: EventDraft): string {
  const resolved = resolveLocal(start, zone);
  return resolved?.kind === "once" ? momentIn(resolved.instant, zone) : `${start.replace("T", " ")} ${zoneCity(zone)}`;
}

function Templates({ onClose }: { onClose: () => void }): ReactNode {
  const templates = useTemplates().data ?? [];
  const remove = useRemoveTemplate();
  const [sure, setSure] = useState<string | null>(null);
  return (
    <SidePanel title="Templates" onClose={onClose}>
      {templates.length === 0 && <EmptyFace icon={<DocumentCopy24Regular />} title="No templates" text="“Save as template” in an event’s menu keeps one." />}
      <ul>
        {templates.map((template) => (
          <li key={template.id} className={styles.template}>
            <bdi>{template.name}</bdi>
            <Button
              size="small"
              onClick={() => {
                if (sure !== template.id) {
                  setSure(template.id);
                  return;
                }
                remove.mutate(template.id, { onError: (error) => { tell({ kind: "failed", text: errorText(error) }); } });
              }}
            >
              {sure === template.id ? "Really remove" : "Remove"}
            </Button>
          </li>
        ))}
      </ul>
    </SidePanel>
  );
}

/** What a new event can begin from: another draft, a template, or nothing. */
export function StartFrom({ current, onChosen }: { current: string; onChosen: (draftId: string) => void }): ReactNode {
  const drafts = (useDrafts().data ?? []).filter((draft) => draft.id !== current);
  const templates = useTemplates().data ?? [];
  const begin = useBeginDraft();
  const fromTemplate = useBeginFromTemplate();
  const [managing, setManaging] = useState(false);
  const failed = (error: Error): void => { tell({ kind: "failed", text: errorText(error) }); };
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="subtle" icon={<ChevronDown16Regular />} iconPosition="after">
            Start from
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem onClick={() => { begin.mutate(undefined, { onSuccess: ({ id }) => { onChosen(id); }, onError: failed }); }}>An empty form</MenuItem>
            {drafts.length > 0 && (
              <MenuGroup>
                <MenuGroupHeader>Drafts</MenuGroupHeader>
                {drafts.slice(0, 8).map(({ id, draft }) => (
                  <MenuItem key={id} secondaryContent={draft ? when(draft) : undefined} onClick={() => { onChosen(id); }}>
                    <bdi>{draft?.title.trim() ? draft.title : "Untitled"}</bdi>
                  </MenuItem>
                ))}
              </MenuGroup>
            )}
            {templates.length > 0 && (
              <MenuGroup>
                <MenuGroupHeader>Templates</MenuGroupHeader>
                {templates.slice(0, 12).map((template) => (
                  <MenuItem key={template.id} onClick={() => { fromTemplate.mutate(template.id, { onSuccess: ({ id }) => { onChosen(id); }, onError: failed }); }}>
                    <bdi>{template.name}</bdi>
                  </MenuItem>
                ))}
              </MenuGroup>
            )}
            <MenuDivider />
            <MenuItem onClick={() => { setManaging(true); }}>Manage templates…</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      {managing && <Templates onClose={() => { setManaging(false); }} />}
    </>
  );
}
