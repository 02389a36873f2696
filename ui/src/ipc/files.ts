import { getCurrentWebview } from "@tauri-apps/api/webview";
import { open, save } from "@tauri-apps/plugin-dialog";

const LISTS = [{ name: "Lists of people", extensions: ["csv", "tsv", "txt", "xlsx", "xlsm", "xls"] }];

/** Asks for a list of people; null when the person thinks better of it. */
export async function chooseCsv(): Promise<string | null> {
  return open({ multiple: false, directory: false, filters: LISTS });
}

/** As {@link chooseWhereToSave}, where no workbook is written. */
export async function chooseWhereToSaveCsv(suggestedName: string): Promise<string | null> {
  return save({ defaultPath: suggestedName, filters: [{ name: "CSV", extensions: ["csv"] }] });
}

/** Asks where to save a list; null when the person thinks better of it. */
export async function chooseWhereToSave(suggestedName: string): Promise<string | null> {
  return save({ defaultPath: suggestedName, filters: [{ name: "CSV", extensions: ["csv"] }, { name: "Excel workbook", extensions: ["xlsx"] }] });
}

/** Asks where to save a probe's report; null when the person thinks better of it. */
export async function chooseWhereToSaveReport(suggestedName: string): Promise<string | null> {
  return save({ defaultPath: suggestedName, filters: [{ name: "JSON", extensions: ["json"] }] });
}

const COPIES = [{ name: "Lectern backup", extensions: ["lectern-backup"] }];

/** Asks for a copy of a profile's data; null when the person thinks better of it. */
export async function chooseBackup(): Promise<string | null> {
  return open({ multiple: false, directory: false, filters: [...COPIES, { name: "All files", extensions: ["*"] }] });
}

/** Asks where to save a copy; null when the person thinks better of it. */
export async function chooseWhereToSaveBackup(suggestedName: string): Promise<string | null> {
  return save({ defaultPath: suggestedName, filters: COPIES });
}

export type FileDrag = { kind: "over" } | { kind: "left" } | { kind: "dropped"; paths: string[] };

/** Hears files dragged over this window until the returned function is called. */
export function onFileDrag(heard: (drag: FileDrag) => void): () => void {
  const registered = getCurrentWebview().onDragDropEvent(({ payload }) => {
    if (payload.type === "drop") heard({ kind: "dropped", paths: payload.paths });
    else heard({ kind: payload.type === "leave" ? "left" : "over" });
  });
  registered.catch((thrown: unknown) => {
    console.error("The window cannot hear dropped files:", thrown);
  });
  return () => {
    void registered.then((stop) => {
      stop();
    });
  };
}
