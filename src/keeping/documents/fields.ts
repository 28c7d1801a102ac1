/** Shapes that several documents share. */
import { choice, limits, text, verbatim, whole } from '../../scenario/index.ts';
import { keepingLimits } from './keeping-limits.ts';

/** An instant of the calendar: milliseconds since 1970. */
export const instant = whole({ min: 0, max: keepingLimits.instant });

/** A line that people read. */
export const label = text({ min: 1, max: limits.labelLength });

/** What a person wrote, to the letter. */
export const prose = verbatim({ max: keepingLimits.proseLength });

/** A seed. */
export const seed = whole({ min: 0, max: 0xffff_ffff });

/** How sure a person was, as words from 1 to 4. */
export const confidence = choice(['guess', 'unsure', 'fairly-sure', 'sure']);
