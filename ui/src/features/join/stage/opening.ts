import type { DeviceChoices } from "../choices";
import type { MeetingCall } from "./meeting-call";

const DEVICES_WAIT_MS = 5_000;

/** Fails when `work` takes longer than `limitMs`: the library itself may wait for ever. */
export function within<Value>(limitMs: number, work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new CallTimeout());
    }, limitMs);
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}

/** The calling service did not answer; carries the code that the service uses for it. */
export class CallTimeout extends Error {
  readonly code = 408;
  readonly subCode = null;

  constructor() {
    super("The calling service did not answer in time.");
    this.name = "CallTimeout";
  }
}

/** Brings the chosen devices along. A device that cannot be had never stops the join. */
export async function bringDevices(adapter: MeetingCall, choices: DeviceChoices): Promise<void> {
  try {
    await within(DEVICES_WAIT_MS, selectDevices(adapter, choices));
  } catch (error) {
    console.warn("Not every chosen device could be used:", error);
  }
}

async function selectDevices(adapter: MeetingCall, choices: DeviceChoices): Promise<void> {
  // Where there is none, asking for one fails, or asks the person for nothing.
  if (choices.listenOnly === true) return;
  await adapter.askDevicePermission({ audio: true, video: choices.cameraOn });
  if (choices.cameraOn || choices.camera !== null) {
    const camera = (await adapter.queryCameras()).find((device) => device.name === choices.camera);
    if (camera !== undefined) await adapter.setCamera(camera);
  }
  if (choices.microphone !== null) {
    const microphone = (await adapter.queryMicrophones()).find((device) => device.name === choices.microphone);
    if (microphone !== undefined) await adapter.setMicrophone(microphone);
  }
  if (choices.speaker !== null) {
    const speaker = (await adapter.querySpeakers()).find((device) => device.name === choices.speaker);
    if (speaker !== undefined) await adapter.setSpeaker(speaker);
  }
}
