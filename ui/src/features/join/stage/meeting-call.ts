import type { AdapterErrors, CallAdapterCallEndedEvent, CallWithChatAdapter, CallWithChatAdapterState } from "@azure/communication-react";

/** Where a call stands, as both of the library's adapters tell it: with chat, and for calls alone. */
export interface MeetingState extends Pick<CallWithChatAdapterState, "page" | "call"> {
  latestCallErrors?: AdapterErrors;
  /** What the adapter for calls alone names the same. */
  latestErrors?: AdapterErrors;
}

type Devices = Pick<CallWithChatAdapter, "askDevicePermission" | "queryCameras" | "queryMicrophones" | "querySpeakers" | "setCamera" | "setMicrophone" | "setSpeaker">;
type Steering = Pick<CallWithChatAdapter, "leaveCall" | "mute" | "unmute" | "dispose">;

/** What the stage needs of an adapter, whichever it is. */
export interface MeetingCall extends Devices, Steering {
  getState(): MeetingState;
  onStateChange(handler: (state: MeetingState) => void): void;
  offStateChange(handler: (state: MeetingState) => void): void;
  on(event: "callEnded", listener: (event: CallAdapterCallEndedEvent) => void): void;
  off(event: "callEnded", listener: (event: CallAdapterCallEndedEvent) => void): void;
  joinCall(options: { microphoneOn: boolean; cameraOn: boolean }): unknown;
}

/** Why the join did not come about, where the adapter says so. */
export function joinError({ latestCallErrors, latestErrors }: MeetingState): Error | undefined {
  return (latestCallErrors ?? latestErrors)?.["CallAgent.join"]?.innerError;
}
