/** A document as it is stored: one line that proves the rest whole, then the JSON. */
import { Crc32 } from '../../scenario/index.ts';

/** What a slot holds. */
export interface DocumentRecord {
  /** Counts the saves of the document, from 1. */
  readonly version: number;
  /** The version of the shape of its content. */
  readonly schema: number;
  readonly body: string;
}

const header = /^baton ([1-9]\d{0,14}) ([1-9]\d{0,5}) \d{1,9} [0-9a-f]{8}\n/;

/** The text of a record. The place is sealed with it, so that it counts nowhere else. */
export function seal(place: string, { version, schema, body }: DocumentRecord): string {
  const facts = `baton ${version} ${schema} ${body.length}`;
  const sum = new Crc32().text(`${place}\n${facts}\n${body}`).value;
  return `${facts} ${sum.toString(16).padStart(8, '0')}\n${body}`;
}

/** The record of a text; undefined when the text is not to the letter what `seal` would write there. */
export function unseal(place: string, text: string): DocumentRecord | undefined {
  const found = header.exec(text);
  if (found === null) return undefined;
  const [line, version, schema] = found;
  const record = {
    version: Number(version),
    schema: Number(schema),
    body: text.slice(line.length),
  };
  return seal(place, record) === text ? record : undefined;
}
