/** How places in a file are written: `flow.steps[2].service`, `broker.settings["session.timeout.ms"]`. */
import { quote } from './wording.ts';

const plainName = /^[A-Za-z_$][\w$-]{0,59}$/;

/** The path of a member of the object at `path`. */
export function memberPath(path: string, name: string): string {
  if (!plainName.test(name)) return `${path}[${quote(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}

/** The path of an entry of the list at `path`. */
export function entryPath(path: string, index: number): string {
  return `${path}[${index}]`;
}
