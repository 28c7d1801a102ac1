/** Rounds of interviews that are under way. Each is an entry of its own, so that two tabs can each have one. */
import { flag, id, object, required } from '../../scenario/index.ts';
import { datedList, type Dated } from './dated-list.ts';
import { instant, label } from './fields.ts';
import { roundSaid, seconds, type RoundSaid } from './interview-round.ts';
import { keepingLimits } from './keeping-limits.ts';

/** A round that is under way, or was. */
export interface OpenRound extends Dated {
  readonly interview: string;
  /** A checksum of the interview as it was. */
  readonly version: string;
  readonly begun: number;
  readonly round: RoundSaid;
  /** Seconds that the open phase has taken. */
  readonly seconds: number;
  readonly isPaused: boolean;
  /** It was left or is done with: it is not offered any more. */
  readonly isLeft: boolean;
}

/** The rounds. Those that were touched last stay. */
export const openRounds = datedList<OpenRound>({
  entry: object<OpenRound>(
    { title: 'Open round', sentence: 'A round that is under way.' },
    {
      interview: required(id, 'Which interview.'),
      version: required(label, 'A checksum of the interview.'),
      begun: required(instant, 'When it was begun.'),
      round: required(roundSaid, 'What was said.'),
      seconds: required(seconds, 'How long the open phase has taken.'),
      isPaused: required(flag, 'Whether the clock stands.'),
      isLeft: required(flag, 'Whether it was left.'),
      changed: required(instant, 'When it was last changed.'),
    },
  ),
  idOf: ({ interview, round }) => `${interview}/${round.number}`,
  max: keepingLimits.openRounds,
  forgets: true,
});
