import { useEffect, useState } from "react";
import { probeAbilities } from "./abilities";
import type { DeviceChoices } from "./choices";
import { CAMERAS, MICROPHONES, SPEAKERS } from "./simulated/devices";

export interface Devices {
  cameras: readonly string[];
  microphones: readonly string[];
  speakers: readonly string[];
  /** The camera's picture, while it is on and can be shown. */
  stream: MediaStream | null;
  /** Why there is no picture, in words. */
  problem: string | null;
  simulated: boolean;
}

const NOTHING: Devices = { cameras: [], microphones: [], speakers: [], stream: null, problem: null, simulated: false };

const SIMULATED: Devices = {
  cameras: CAMERAS.map((camera) => camera.name),
  microphones: MICROPHONES.map((microphone) => microphone.name),
  speakers: SPEAKERS.map((speaker) => speaker.name),
  stream: null,
  problem: null,
  simulated: true,
};

/** Names of the devices of one kind. Before permission the system gives none; unnamed ones cannot be chosen. */
function names(devices: readonly MediaDeviceInfo[], kind: MediaDeviceKind): string[] {
  const labels = devices.filter((device) => device.kind === kind).map((device) => device.label);
  return [...new Set(labels.filter((label) => label !== ""))];
}

function whyNoPicture(error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError") return "The camera is blocked. Allow it in the system’s privacy settings.";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "No camera was found.";
  if (name === "NotReadableError") return "Another program is using the camera.";
  return "The camera couldn’t be started.";
}

/** Cameras, microphones and speakers of this computer, and the camera's picture while it is on. */
export function useDevices(wanted: boolean, simulated: boolean, { cameraOn, camera }: DeviceChoices): Devices {
  const [devices, setDevices] = useState(NOTHING);
  const real = wanted && !simulated && probeAbilities().getUserMedia;

  useEffect(() => {
    if (!real) return;
    const list = (): void => {
      navigator.mediaDevices.enumerateDevices().then(
        (found) => {
          setDevices((before) => ({
            ...before,
            cameras: names(found, "videoinput"),
            microphones: names(found, "audioinput"),
            speakers: names(found, "audiooutput"),
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
  }, [real, devices.stream]);

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

  return wanted && simulated ? SIMULATED : devices;
}

async function openCamera(name: string | null): Promise<MediaStream> {
  const found = name === null ? [] : await navigator.mediaDevices.enumerateDevices();
  const deviceId = found.find((device) => device.kind === "videoinput" && device.label === name)?.deviceId;
  return navigator.mediaDevices.getUserMedia({ video: deviceId === undefined ? true : { deviceId: { exact: deviceId } } });
}
