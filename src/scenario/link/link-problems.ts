/** What can be wrong with a link as a whole; what it says inside is told as mistakes of a file are. */
import type { Problem } from '../format.ts';
import { linkLimits } from './link-limits.ts';

const { letters, plainBytes } = linkLimits;

const sendFile = 'Send the scenario as a file, with the seed and the moment.';
const askAgain = 'Copy the whole link once more from where it came.';

const told = {
  'link-too-long': [`A link may have at most ${letters} letters.`, sendFile],
  'link-too-large': [`What a link says may take at most ${plainBytes} bytes.`, sendFile],
  'link-bomb': ['The link grows out of all proportion when it is opened.', 'Do not open it.'],
  'link-damaged': ['The link has lost or changed letters on its way.', askAgain],
  'link-version': ['The link is of a version that is not known here.', 'Reload, or update Baton.'],
  'link-without-compression': ['This browser cannot make or open links.', 'Use a newer browser.'],
} as const;

/** A mistake of a link as a whole. */
export type LinkProblemCode = keyof typeof told;

/** One mistake as an answer. */
export function refusedLink(code: LinkProblemCode): {
  readonly kind: 'problems';
  readonly problems: readonly Problem[];
} {
  const [message, fix] = told[code];
  return { kind: 'problems', problems: [{ code, path: '', message, fix }] };
}
