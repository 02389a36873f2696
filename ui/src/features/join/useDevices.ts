import { useCallback, useEffect, useState } from "react";
import { probeAbilities } from "./abilities";
import type { DeviceChoices, FoundDevice } from "./choices";
import { CAMERAS, MICROPHONES, SPEAKERS } from "./simulated/devices";

export interface Devices {
  /** Those with a name: before permission the system gives none, and unnamed ones cannot be chosen. */
  found: readonly FoundDevice[];
  /** How many there are, named or not; null while nobody has looked. */
  counts: { cameras: number; microphones: number } | null;
  /** The camera's picture, while it is on and can be shown. */
  stream: MediaStream | null;
  /** Why there is no picture, in words. */
  problem: string | null;
  simulated: boolean;
}

const NOTHING: Devices = { found: [], counts: null, stream: null, problem: null, simulated: false };

const SIMULATED: Devices = {
  found: [
    ...CAMERAS.map(({ id, name }) => ({ kind: "camera", id, name }) as const),
    ...MICROPHONES.map(({ id, name }) => ({ kind: "microphone", id, name }) as const),
    ...SPEAKERS.map(({ id, name }) => ({ kind: "speaker", id, name }) as const),
  ],
  counts: { cameras: CAMERAS.length, microphones: MICROPHONES.length },
  stream: null,
  problem: null,
  simulated: true,
};

const KINDS = { videoinput: "camera", audioinput: "microphone", audiooutput: "speaker" } as const;

/** Each name once: two devices of one name cannot be told apart by whoever reads the list. */
function named(devices: readonly MediaDeviceInfo[]): FoundDevice[] {
  const found: FoundDevice[] = [];
  for (const { kind: theirs, deviceId, label } of devices) {
    const kind = KINDS[theirs];
    if (label !== "" && !found.some((device) => device.kind === kind && device.name === label)) found.push({ kind, id: deviceId, name: label });
  }
  return found;
}

function counted(devices: readonly MediaDeviceInfo[], kind: MediaDeviceKind): number {
  return devices.filter((device) => device.kind === kind).length;
}

function whyNoPicture(error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError") return "The camera is blocked. Allow it in the system’s privacy settings.";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "No camera was found.";
  if (name === "NotReadableError") return "Another program is using the camera.";
  return "The camera couldn’t be started.";
}

/** Cameras, microphones and speakers of this computer, and the camera's picture while it is on. */
export function useDevices(wanted: boolean, simulated: boolean, { cameraOn, camera }: DeviceChoices): Devices & { lookAgain: () => void } {
  const [devices, setDevices] = useState(NOTHING);
  // Names come with permission, and no event tells of that.
  const [looks, setLooks] = useState(0);
  const real = wanted && !simulated && probeAbilities().getUserMedia;

  useEffect(() => {
    if (!real) return;
    const list = (): void => {
      navigator.mediaDevices.enumerateDevices().then(
        (found) => {
          setDevices((before) => ({
            ...before,
            found: named(found),
            counts: { cameras: counted(found, "videoinput"), microphones: counted(found, "audioinput") },
          }));
        },
        (error: unknown) => {
          console.warn("The system did not list its devices:", error);
        },
      );
    };
    list();
    navigator.mediaDevices.addEventListener("devicechange", list);
    return () => {
      navigator.mediaDevices.removeEventListener("devicechange", list);
    };
  }, [real, devices.stream, looks]);

  useEffect(() => {
    if (!real || !cameraOn) return;
    let over = false;
    let opened: MediaStream | null = null;
    const stop = (stream: MediaStream): void => {
      for (const track of stream.getTracks()) track.stop();
    };
    openCamera(camera).then(
      (stream) => {
        if (over) {
          stop(stream);
          return;
        }
        opened = stream;
        setDevices((before) => ({ ...before, stream, problem: null }));
      },
      (error: unknown) => {
        if (!over) setDevices((before) => ({ ...before, stream: null, problem: whyNoPicture(error) }));
      },
    );
    return () => {
      over = true;
      if (opened !== null) stop(opened);
      setDevices((before) => ({ ...before, stream: null, problem: null }));
    };
  }, [real, cameraOn, camera]);

  const lookAgain = useCallback(() => {
    setLooks((before) => before + 1);
  }, []);
  return { ...(wanted && simulated ? SIMULATED : devices), lookAgain };
}

async function openCamera(name: string | null): Promise<MediaStream> {
  const found = name === null ? [] : await navigator.mediaDevices.enumerateDevices();
  const deviceId = found.find((device) => device.kind === "videoinput" && device.label === name)?.deviceId;
  return navigator.mediaDevices.getUserMedia({ video: deviceId === undefined ? true : { deviceId: { exact: deviceId } } });
}
