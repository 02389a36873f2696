import type { SendMessageOptions } from "@azure/communication-chat";
import type { CallWithChatAdapter, CallWithChatAdapterState, ResourceDetails } from "@azure/communication-react";
import type { EventName, Listener } from "./events";
import { now, SimulatedMeeting, type SimulationOptions } from "./meeting";

/** The simulated meeting with its chat, as a guest sees it. */
export class SimulatedCallWithChatAdapter extends SimulatedMeeting implements CallWithChatAdapter {
  constructor(options: SimulationOptions) {
    super(options, () => this);
  }

  getState = (): CallWithChatAdapterState => this.room.state;
  onStateChange = (handler: (state: CallWithChatAdapterState) => void): void => {
    this.room.watch(handler);
  };
  offStateChange = (handler: (state: CallWithChatAdapterState) => void): void => {
    this.room.unwatch(handler);
  };
  on<Name extends EventName>(event: Name, listener: Listener<Name>): void {
    this.room.events.on(event, listener);
  }
  off<Name extends EventName>(event: Name, listener: Listener<Name>): void {
    this.room.events.off(event, listener);
  }

  fetchInitialData = (): Promise<void> => now(() => { this.room.requireChat("ChatThreadClient.getProperties"); });
  sendMessage = (content: string, options?: SendMessageOptions): Promise<void> => this.chat.send(content, options);
  updateMessage = (id: string, content: string, metadata?: Record<string, string>): Promise<void> =>
    now(() => { this.chat.edit(id, content, metadata); });
  deleteMessage = (id: string): Promise<void> => now(() => { this.chat.remove(id); });
  sendReadReceipt = (id: string): Promise<void> => now(() => { this.chat.sendReadReceipt(id); });
  sendTypingIndicator = (): Promise<void> => now(() => { this.room.requireChat("ChatThreadClient.sendTypingNotification"); });
  loadPreviousChatMessages = (): Promise<boolean> => now(() => this.chat.loadOlder());
  downloadResourceToCache = (resource: ResourceDetails): Promise<void> => now(() => { this.chat.fetchResource(resource); });
  removeResourceFromCache = (resource: ResourceDetails): void => {
    this.chat.dropResource(resource);
  };
}
