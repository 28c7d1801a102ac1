/** The two slots of a document: saves go to them in turn, so that the last good copy is never written over. */
import type { Standing } from './backend.ts';
import { unseal, type DocumentRecord } from './record.ts';

const mark = '#';

/** The key of the slot that a version belongs in. */
export function slotKey(key: string, version: number): string {
  return `${key}${mark}${version % 2}`;
}

/** The document that a slot belongs to; undefined for any other key. */
export function documentOf(slot: string): string | undefined {
  return /^(?<key>[^#]+)#[01]$/.exec(slot)?.groups?.['key'];
}

/** A slot with a whole record in it. */
export interface FilledSlot {
  readonly standing: Standing;
  readonly record: DocumentRecord;
}

/** What two slots hold: the whole records, newest first, and what is no whole record. */
export interface SlotContents {
  readonly records: readonly FilledSlot[];
  readonly damaged: readonly Standing[];
}

/** Judges what stands in the slots of a document. */
export function contentsOf(key: string, slots: readonly Standing[]): SlotContents {
  const records: FilledSlot[] = [];
  const damaged: Standing[] = [];
  for (const standing of slots) {
    if (standing.text === undefined) continue;
    const record = unseal(standing.key, standing.text);
    if (record !== undefined && slotKey(key, record.version) === standing.key)
      records.push({ standing, record });
    else damaged.push(standing);
  }
  records.sort((one, other) => other.record.version - one.record.version);
  return { records, damaged };
}
