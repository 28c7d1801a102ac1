/** What can go wrong with keeping, in words for those whose work it is. */
import type { Problem } from '../scenario/index.ts';

const told = {
  'storage-full': [
    'The browser has no room left, so this is not saved.',
    'Export your work, then remove what you no longer need.',
  ],
  'storage-blocked': [
    'The browser lets this page keep nothing, so this is not saved.',
    'Export your work before you close the page, or allow the page to store data.',
  ],
  'storage-failed': [
    'The browser could not save or read this.',
    'Export your work, then try again or reload the page.',
  ],
  'storage-contended': [
    'Other tabs changed this again and again, so it is not saved.',
    'Close the other tabs and try again.',
  ],
  'newer-schema': [
    'This was written by a newer Baton, so this one leaves it as it is.',
    'Reload to get the newer Baton, or export it.',
  ],
  damaged: [
    'A stored copy was damaged.',
    'It is set aside and can be copied out; the last good copy is used where there is one.',
  ],
  'no-free-place': ['There is no free name left for a copy.', 'Remove copies you do not need.'],
  'too-many-scenarios': ['There are as many own scenarios as can be kept.', 'Remove some first.'],
  'archive-too-large': ['The archive is larger than can be read.', 'Export less at a time.'],
  'archive-unreadable': [
    'A document of the archive is of a kind that is not known.',
    'Update Baton.',
  ],
} as const;

/** A mistake of keeping. */
export type KeepingProblemCode = keyof typeof told;

/** A mistake of keeping as data; `path` says which document or place. */
export function keepingProblem(code: KeepingProblemCode, path: string): Problem {
  const [message, fix] = told[code];
  return { code, path, message, fix };
}
