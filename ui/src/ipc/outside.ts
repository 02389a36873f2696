import { openUrl } from "@tauri-apps/plugin-opener";

/** Opens an https (or, for local trials, http) address outside this window; anything else is refused. */
export async function openOutside(address: string): Promise<void> {
  const { protocol } = new URL(address);
  if (protocol !== "https:" && protocol !== "http:") throw new Error(`Lectern opens only web addresses, not “${protocol}”.`);
  await openUrl(address);
}
