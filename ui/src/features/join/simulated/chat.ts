import type { ChatMessage, ChatParticipant, SendMessageOptions } from "@azure/communication-chat";
import type { CallWithChatAdapter, ChatMessageWithStatus, ResourceDetails } from "@azure/communication-react";
import { HOST, PRESENTER, type Person, PRESENT_AT_START } from "./people";
import { replyTo } from "./replies";
import type { Room } from "./room";
import { SimulatedRefusal, without } from "./room";
import { freshThread, type GuestDetails } from "./shape";

const THREAD_ID = "19:meeting_U2ltdWxhdGVkTWVldGluZw@thread.v2";
const SENT_AFTER_MS = 250;
const READ_AFTER_MS = 900;
const TYPING_AFTER_MS = 1_400;
const TYPING_LASTS_MS = 8_000;
const REPLY_AFTER_MS = 3_200;

/** The meeting's chat: open while the guest is in the call, with no history from before. */
export class SimulatedChat {
  private replies = 0;
  private refused = false;
  private sequence = 0;

  constructor(
    private readonly room: Room,
    private readonly guest: GuestDetails,
    /** Whom to name when it opens; null: this pass opens no chat, and nothing of it is ever seen. */
    private readonly adapter: (() => CallWithChatAdapter) | null,
  ) {}

  open(): void {
    if (this.adapter === null) return;
    const thread = freshThread(THREAD_ID, this.guest.userId, this.guest.displayName, this.room.clock.now());
    this.room.update((state) => ({ ...state, chat: thread }));
    this.room.events.tell("chatInitialized", { adapter: this.adapter() });
  }

  /** From here on the service answers 403 to every message, as some tenants do to guests. */
  refuseMessages(): void {
    this.refused = true;
  }

  async send(content: string, options?: SendMessageOptions): Promise<void> {
    const chat = this.room.requireChat("ChatThreadClient.sendMessage");
    const clientMessageId = this.room.nextId("client-message");
    const message = this.message(this.room.state.userId, this.guest.displayName, content, options);
    const sending: ChatMessageWithStatus = { ...message, clientMessageId, status: "sending" };
    this.put(clientMessageId, sending);
    await this.room.pause(SENT_AFTER_MS);
    if (this.refused) {
      this.put(clientMessageId, { ...sending, status: "failed" });
      throw this.fail("ChatThreadClient.sendMessage", "Teams did not accept the message: this meeting's chat is closed to guests (403).");
    }
    this.room.updateChat((current) => ({
      ...current,
      chatMessages: { ...without(current.chatMessages, clientMessageId), [message.id]: { ...sending, status: "delivered" } },
      typingIndicators: [],
    }));
    this.room.events.tell("messageSent", { message });
    if (chat.threadId === THREAD_ID) this.answer(message, content);
  }

  private answer(message: ChatMessage, content: string): void {
    const responder = this.replies % 2 === 0 ? PRESENTER : HOST;
    const reply = replyTo(content, this.replies, this.guest.displayName);
    this.replies += 1;
    PRESENT_AT_START.forEach((person, index) => {
      this.room.later(READ_AFTER_MS + index * 300, () => {
        this.markRead(message, person);
      });
    });
    this.room.later(TYPING_AFTER_MS, () => {
      this.showTyping(responder);
    });
    this.room.later(REPLY_AFTER_MS, () => {
      this.receive(responder, reply);
    });
  }

  /** A message from someone in the meeting. */
  receive(person: Person, content: string): ChatMessage {
    const message = this.message(person.identifier, person.name, content);
    this.put(message.id, { ...message, status: "delivered" });
    this.room.updateChat((chat) => ({
      ...chat,
      typingIndicators: chat.typingIndicators.filter((typing) => typing.senderDisplayName !== person.name),
    }));
    this.room.events.tell("messageReceived", { message });
    return message;
  }

  showTyping(person: Person): void {
    const now = this.room.clock.now();
    this.room.updateChat((chat) => ({
      ...chat,
      typingIndicators: [
        ...chat.typingIndicators.filter((typing) => typing.senderDisplayName !== person.name),
        {
          threadId: chat.threadId,
          sender: person.identifier,
          senderDisplayName: person.name,
          recipient: this.room.state.userId,
          version: String(now.getTime()),
          receivedOn: now,
        },
      ],
    }));
    this.room.later(TYPING_LASTS_MS, () => {
      this.room.updateChat((chat) => ({
        ...chat,
        typingIndicators: chat.typingIndicators.filter((typing) => typing.receivedOn !== now),
      }));
    });
  }

  private markRead(message: ChatMessage, person: Person): void {
    const readOn = this.room.clock.now();
    this.room.updateChat((chat) => ({
      ...chat,
      readReceipts: [...chat.readReceipts, { sender: person.identifier, chatMessageId: message.id, readOn }],
      latestReadTime: readOn,
    }));
    this.room.events.tell("messageRead", {
      message,
      readBy: { kind: "communicationUser", communicationUserId: person.id },
    });
  }

  edit(messageId: string, content: string, metadata?: Record<string, string>): void {
    const message = without(this.own("ChatThreadClient.updateMessage", messageId), "status");
    const editedOn = this.room.clock.now();
    const edited: ChatMessage = {
      ...message,
      content: { ...message.content, message: content },
      editedOn,
      ...(metadata === undefined ? {} : { metadata }),
    };
    this.put(messageId, { ...edited, status: "delivered" });
    this.room.events.tell("messageEdited", { message: edited });
  }

  remove(messageId: string): void {
    const message = without(this.own("ChatThreadClient.deleteMessage", messageId), "status");
    const deleted: ChatMessage = { ...message, deletedOn: this.room.clock.now() };
    this.room.updateChat((chat) => ({ ...chat, chatMessages: without(chat.chatMessages, messageId) }));
    this.room.events.tell("messageDeleted", { message: deleted });
  }

  sendReadReceipt(chatMessageId: string): void {
    this.room.requireChat("ChatThreadClient.sendReadReceipt");
    this.room.updateChat((chat) =>
      chat.chatMessages[chatMessageId] === undefined ? chat : { ...chat, latestReadTime: this.room.clock.now() },
    );
  }

  /** There is nothing older: guests never see what was said before they came. Answers "all is loaded". */
  loadOlder(): boolean {
    this.room.requireChat("ChatThreadClient.listMessages");
    return true;
  }

  /** No attachment exists here, so the cache keeps the failure, as the real one does for an unreachable file. */
  fetchResource(resource: ResourceDetails): void {
    this.room.requireChat("ChatThreadClient.downloadResource");
    const error = new SimulatedRefusal("ChatThreadClient.downloadResource", "The simulated chat carries no attachments.");
    this.changeMessage(resource.messageId, (message) => ({
      ...message,
      resourceCache: { ...message.resourceCache, [resource.resourceUrl]: { error } },
    }));
  }

  dropResource(resource: ResourceDetails): void {
    this.changeMessage(resource.messageId, (message) => ({
      ...message,
      resourceCache: without(message.resourceCache ?? {}, resource.resourceUrl),
    }));
  }

  admitToThread(person: Person): void {
    const added: ChatParticipant = { id: person.identifier, displayName: person.name };
    this.room.updateChat((chat) => ({ ...chat, participants: { ...chat.participants, [person.id]: added } }));
    this.room.events.tell("chatParticipantsAdded", { participantsAdded: [added], addedBy: asParticipant(HOST) });
  }

  removeFromThread(person: Person): void {
    this.room.updateChat((chat) => ({ ...chat, participants: without(chat.participants, person.id) }));
    this.room.events.tell("chatParticipantsRemoved", {
      participantsRemoved: [asParticipant(person)],
      removedBy: asParticipant(HOST),
    });
  }

  private message(
    sender: NonNullable<ChatMessage["sender"]>,
    senderDisplayName: string,
    content: string,
    options?: SendMessageOptions,
  ): ChatMessage {
    this.sequence += 1;
    const createdOn = this.room.clock.now();
    return {
      id: String(createdOn.getTime() + this.sequence),
      type: options?.type ?? "text",
      sequenceId: String(this.sequence),
      version: String(createdOn.getTime()),
      content: { message: content },
      createdOn,
      sender,
      senderDisplayName,
      ...(options?.metadata === undefined ? {} : { metadata: options.metadata }),
    };
  }

  private own(target: string, messageId: string): ChatMessageWithStatus {
    const message = this.room.requireChat(target).chatMessages[messageId];
    if (message === undefined) throw this.fail(target, "That message is no longer there.");
    if (message.senderDisplayName !== this.guest.displayName) throw this.fail(target, "Only your own messages can be changed.");
    return message;
  }

  private put(key: string, message: ChatMessageWithStatus): void {
    this.room.updateChat((chat) => ({ ...chat, chatMessages: { ...chat.chatMessages, [key]: message } }));
  }

  private changeMessage(id: string, change: (message: ChatMessageWithStatus) => ChatMessageWithStatus): void {
    this.room.updateChat((chat) => {
      const message = chat.chatMessages[id];
      return message === undefined ? chat : { ...chat, chatMessages: { ...chat.chatMessages, [id]: change(message) } };
    });
  }

  private fail(target: string, message: string): SimulatedRefusal {
    const refusal = new SimulatedRefusal(target, message);
    const error = this.room.adapterError(target, refusal);
    this.room.update((state) => ({ ...state, latestChatErrors: { ...state.latestChatErrors, [target]: error } }));
    this.room.events.tell("chatError", error);
    return refusal;
  }
}

function asParticipant(person: Person): ChatParticipant {
  return { id: person.identifier, displayName: person.name };
}
