/** The report of a round as Markdown: what was scored by whom, every lost point with its moment and its lesson, and the hidden seeds. */
import { clock } from '../../projections/index.ts';
import { brandsWrittenOn } from '../capabilities/brands.ts';
import type { Interview } from '../content/interview.ts';
import { hiddenSeeds } from '../round/board.ts';
import type { Round } from '../round/round.ts';
import { axisNames, judgedBy, weakestOf } from './axis.ts';
import { cardsOf } from './cards.ts';
import type { Loss, Moment, Score } from './score.ts';

/** The report. */
export function report(interview: Interview, round: Round, score: Score): string {
  const parts = [
    `# ${interview.title}: round ${round.number}`,
    `**${score.total} of 100 points: ${score.level}.** This is a practice score. It says how well the parts of your answer fit each other and hold in runs, and nothing about any employer.`,
    '## Points',
    pointsTable(score),
    whoJudges,
    '## Where points were lost',
    score.losses.length === 0 ? 'Nowhere.' : score.losses.map(lossLine).join('\n'),
    '## Your cards',
    cardLines(interview, round),
    '## The hidden seeds',
    `Your design was run on ${hiddenSeeds} seeds that were drawn for this round alone.`,
    seedTable(interview, score),
    '## Model answers',
    modelLines(interview, round),
    '## Next time',
    `${weakestLine(score)} The next round has other seeds and another twist.`,
  ];
  return `${parts.join('\n\n')}\n`;
}

const whoJudges = [
  'Scored by the machine: what was written down and when, estimates, kinds of messages, the runs, what you said of each hop, named failures, the form of the cards, what you chose to watch, and the time plan.',
  'Rated by yourself: the summary, against three model answers. Free text is never graded by its words, and naming a product is worth nothing.',
].join(' ');

function pointsTable({ axes }: Score): string {
  const rows = axes.map(({ axis, points, of, wonBack }) => {
    const back = wonBack > 0 ? `${number(wonBack)} won back in a deep dive` : '';
    return `| ${axis} | ${axisNames[axis]} | ${number(points)} of ${of} | ${judgedBy[axis]} | ${back} |`;
  });
  return ['|  | Axis | Points | Judged by |  |', '| --- | --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

/** A number with at most one digit behind the point. */
function number(value: number): string {
  const tenths = Math.round(value * 10);
  return tenths % 10 === 0 ? String(tenths / 10) : (tenths / 10).toFixed(1);
}

function lossLine({ axis, points, says, moment, lesson }: Loss): string {
  return `- **${axis} −${number(points)}** ${says} _${momentWords(moment)}_ Lesson: ${lesson}.`;
}

/** Where to look, in words. */
export function momentWords({ run, style, seed, row, at }: Moment): string {
  const which = { first: 'first run', twist: 'run with the twist', hidden: 'hidden run' }[run];
  return `See the ${which}, ${style}, seed ${seed}, row ${row}, at ${clock(at)}.`;
}

function cardLines(interview: Interview, round: Round): string {
  const cards = cardsOf({ interview, round });
  if (cards.length === 0) return 'None was written.';
  return cards
    .map(({ capability, isWhole, isSound, says, isContradicted }) => {
      const worth = isWhole ? 'whole' : isSound ? 'sound, not whole' : 'does not hold together';
      const brand = isContradicted
        ? ` The product that you named is not listed with this; the list is of ${brandsWrittenOn}.`
        : '';
      return `- ${capability === '' ? 'Nothing chosen' : capability}: ${worth}.${says === '' ? '' : ` ${says}`}${brand}`;
    })
    .join('\n');
}

function seedTable({ surprises }: Interview, { hidden }: Score): string {
  const rows = hidden.map(({ seed, style, surprise, isSurvived, sentence, at }) => {
    const text = surprises.find(({ id }) => id === surprise)?.text ?? '';
    const end = isSurvived ? 'survived' : `${clock(at)}: ${sentence}`;
    return `| ${seed} | ${style} | ${text} | ${end} |`;
  });
  return [
    '| Seed | Style | What struck | What came of it |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function modelLines({ models }: Interview, { summary, selfRated }: Round): string {
  const own = summary.trim() === '' ? 'You gave no summary.' : `Yours: ${oneLine(summary)}`;
  const rated = selfRated === 'none' ? 'You did not rate it.' : `You rated it: ${selfRated}.`;
  return [
    `${own} ${rated}`,
    `- Weak: ${models.weak}`,
    `- Fair: ${models.fair}`,
    `- Strong: ${models.strong}`,
  ].join('\n');
}

/** What a person has written as one line of plain Markdown text. */
function oneLine(words: string): string {
  return words
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>#|]/g, '\\$&');
}

function weakestLine({ axes }: Score): string {
  const weakest = weakestOf(axes);
  return weakest === undefined
    ? 'Nothing was lost.'
    : `Begin with your weakest axis: ${axisNames[weakest.axis]}.`;
}
