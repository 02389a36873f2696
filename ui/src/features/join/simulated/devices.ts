import type { AudioDeviceInfo, VideoDeviceInfo } from "@azure/communication-calling";
import type { DeviceManagerState } from "@azure/communication-react";

export const CAMERAS: readonly VideoDeviceInfo[] = [
  { id: "camera:simulated-desk", name: "Simulated desk camera", deviceType: "UsbCamera" },
  { id: "camera:simulated-room", name: "Simulated room camera", deviceType: "UsbCamera" },
];

export const MICROPHONES: readonly AudioDeviceInfo[] = [
  { id: "microphone:simulated-desk", name: "Simulated desk microphone", isSystemDefault: true, deviceType: "Microphone" },
  { id: "microphone:simulated-headset", name: "Simulated headset", isSystemDefault: false, deviceType: "Microphone" },
];

export const SPEAKERS: readonly AudioDeviceInfo[] = [
  { id: "speaker:simulated-desk", name: "Simulated desk speaker", isSystemDefault: true, deviceType: "Speaker" },
  { id: "speaker:simulated-headset", name: "Simulated headset", isSystemDefault: false, deviceType: "Speaker" },
];

export const DEVICES_BEFORE_PERMISSION: DeviceManagerState = {
  isSpeakerSelectionAvailable: true,
  cameras: [],
  microphones: [],
  speakers: [],
  unparentedViews: [],
};
