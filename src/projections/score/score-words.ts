/** The score in words: what is in view, lane by lane, from the same index that is drawn. */
import { clock, counted, spanText } from '../words/names.ts';
import type { Folding } from './folding.ts';
import type { Score } from './score.ts';

/** What part of the axis is in view, as instants. */
export interface InView {
  readonly from: number;
  readonly to: number;
}

/** A sentence on the whole, then one for each lane on which anything happened. */
export function scoreWords(score: Score, folding: Folding, view: InView): readonly string[] {
  const lanes = score.lanes.map(({ name }, lane) => laneWords(score, lane, name, view));
  return [wholeWords(score, folding, view), ...lanes.filter((words) => words !== '')];
}

function wholeWords(score: Score, folding: Folding, { from, to }: InView): string {
  let received = 0;
  let repeated = 0;
  score.lanes.forEach((_, lane) => {
    const handed = score.handed(lane, from, to);
    received += handed.received;
    repeated += handed.repeated;
  });
  const count = (kind: 'fault' | 'milestone') =>
    score.firstMark(kind, to) - score.firstMark(kind, from);
  const parts = [
    `${counted(received, 'message')} received${again(repeated)}`,
    counted(count('milestone'), 'milestone'),
    count('fault') > 0 ? counted(count('fault'), 'fault') : '',
    foldWords(folding, { from, to }),
  ];
  const said = parts.filter((part) => part !== '').join(', ');
  return `From ${clock(from)} to ${clock(to)}: ${said}.`;
}

function foldWords(folding: Folding, { from, to }: InView): string {
  let folded = 0;
  let stretches = 0;
  for (let index = folding.firstAfter(from); index < folding.length; index++) {
    const fold = folding.fold(index);
    if (fold.from >= to) break;
    stretches++;
    folded += fold.to - fold.from;
  }
  if (stretches === 0) return '';
  return `${spanText(folded)} of idle time folded in ${counted(stretches, 'place')}`;
}

function laneWords(score: Score, lane: number, name: string, { from, to }: InView): string {
  const { received, repeated } = score.handed(lane, from, to);
  const gaps: string[] = [];
  score.spells.away.visit(from, to, (index) => {
    const spell = score.spells.awayAt(index);
    if (spell.lane !== lane) return true;
    const whose = spell.isOfRelay ? 'its relay ' : '';
    const until = Number.isFinite(spell.to) ? ` to ${clock(spell.to)}` : ' on';
    gaps.push(`${whose}${spell.absence ?? ''} from ${clock(spell.from)}${until}`);
    return gaps.length < mostGaps;
  });
  if (received === 0 && gaps.length === 0) return '';
  const handed = received > 0 ? [`${received} received${again(repeated)}`] : [];
  return `${name}: ${[...handed, ...gaps].join('; ')}.`;
}

/** More gaps of one lane are not told one by one. */
const mostGaps = 20;

function again(repeated: number): string {
  return repeated > 0 ? `, ${repeated} of them not for the first time` : '';
}
