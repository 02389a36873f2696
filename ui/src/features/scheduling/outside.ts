import { errorText } from "../../components/Face";
import { openOutside } from "../../ipc/outside";
import { tell } from "../../lib/toasts";

/** Opens an address outside this window, and says so where nothing opens. */
export function openAddress(address: string): void {
  openOutside(address).catch((error: unknown) => {
    tell({ kind: "failed", text: `Nothing opened: ${errorText(error)}` });
  });
}
