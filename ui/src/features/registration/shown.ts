import type { ListFilter, ListOrder, OrderBy, RegistrantRow } from "../../bindings/core";

type Status = RegistrantRow["status"];

const orders: readonly OrderBy[] = ["name", "registered", "company", "status", "queue"];
const all: readonly Status[] = ["registered", "waitlisted", "offered", "pendingApproval", "rejected", "cancelled"];

export function isOrder(value: unknown): value is ListOrder {
  if (typeof value !== "object" || value === null || !("by" in value) || !("descending" in value)) return false;
  return orders.includes(value.by as OrderBy) && typeof value.descending === "boolean";
}

export function areStatuses(value: unknown): value is Status[] | null {
  return value === null || (Array.isArray(value) && value.length > 0 && value.every((one) => all.includes(one as Status)));
}

/**
 * The statuses that are remembered with the rest, which is not: tags, groups and answers are words of the encrypted
 * store, and what a webview remembers is not encrypted.
 */
export function joined(statuses: Status[] | null, rest: ListFilter | null): ListFilter | null {
  const words = { ...(rest?.tag !== undefined && { tag: rest.tag }), ...(rest?.group !== undefined && { group: rest.group }), ...(rest?.answer !== undefined && { answer: rest.answer }) };
  if (statuses === null && Object.keys(words).length === 0) return null;
  return { ...(statuses !== null && { statuses }), ...words };
}
