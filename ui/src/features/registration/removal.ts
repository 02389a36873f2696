import { errorText } from "../../components/Face";
import { tellUndone } from "../../lib/published";
import { counted } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { useRemoveRegistrants, useRestoreRegistrants } from "./api";

/** Removes at once and offers to take it back, instead of asking beforehand. */
export function useRemoval(eventId: string): (ids: string[], what: string) => void {
  const remove = useRemoveRegistrants(eventId).mutateAsync;
  const restore = useRestoreRegistrants(eventId).mutateAsync;
  const takeBack = async (ids: string[]): Promise<void> => {
    try {
      const back = await restore(ids);
      tell({ kind: "done", text: `${counted(back, "person is", "people are")} back on the list.` });
    } catch (error) {
      tellUndone(error, `That could not be taken back. ${errorText(error)}`);
    }
  };
  const takeOff = async (ids: string[], what: string): Promise<void> => {
    try {
      await remove(ids);
      tell({ kind: "done", text: `Removed ${what}.`, undo: () => void takeBack(ids) });
    } catch (error) {
      tellUndone(error, `Nobody was removed. ${errorText(error)}`);
    }
  };
  return (ids, what) => void takeOff(ids, what);
}
