import { call } from "../../ipc/core";

/** So many bytes at a time: each is on its way before the next frame is due. */
const PIECE = 192 * 1024;

function base64(piece: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const address = typeof reader.result === "string" ? reader.result : "";
      resolve(address.slice(address.indexOf(",") + 1));
    };
    reader.onerror = () => { reject(reader.error ?? new Error("The file can’t be read.")); };
    reader.readAsDataURL(piece);
  });
}

/** Gives a dropped file to the core, piece by piece: in one it would hold up the window. */
export async function handOver(file: File): Promise<void> {
  for (let at = 0; at === 0 || at < file.size; at += PIECE) {
    await call("registration|drop_piece", { piece: await base64(file.slice(at, at + PIECE)), first: at === 0 });
  }
}
