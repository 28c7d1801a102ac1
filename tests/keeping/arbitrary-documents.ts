/** Random documents that are valid: every field appears. */
import fc from 'fast-check';
import type {
  InterviewResult,
  LessonProgress,
  OwnScenario,
  PageSetting,
  RecallCard,
  Recent,
} from '../../src/keeping/index.ts';

const upTo = (max: number) => fc.nat({ max });
// Few of each, so that there are twins.
const id = fc.constantFrom('a', 'b', 'order-fulfilment');
const changed = upTo(5);
const label = fc.constantFrom('My shop', '注文', 'a “b”');
const prose = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constant('\ud800\n\u0000'));
const seed = fc.constantFrom(0, 7, 0xffff_ffff);

export const anyScenario: fc.Arbitrary<OwnScenario> = fc.record(
  { name: label, text: fc.oneof(fc.constant('{}'), prose), changed, origin: id },
  { requiredKeys: ['name', 'text', 'changed'] },
);

export const anyRecent: fc.Arbitrary<Recent> = fc.record({
  kind: fc.constantFrom('built-in', 'own', 'lesson', 'interview'),
  id,
  changed,
});

const positions = fc.array(fc.record({ control: id, choice: id }), { maxLength: 2 });

export const anyLesson: fc.Arbitrary<LessonProgress> = fc.record(
  {
    lesson: id,
    step: upTo(9),
    finished: changed,
    seed,
    prediction: fc.record(
      {
        choice: label,
        confidence: fc.constantFrom('guess', 'unsure', 'fairly-sure', 'sure'),
        because: prose,
      },
      { requiredKeys: ['because'] },
    ),
    answers: fc.array(fc.record({ question: id, answer: prose, right: fc.boolean() }), {
      maxLength: 2,
    }),
    steps: label,
    shown: fc.array(fc.integer({ min: -1, max: 9 }), { maxLength: 2 }),
    positions,
    attempts: fc.array(fc.record({ positions, held: fc.boolean() }), { maxLength: 2 }),
    skipped: fc.array(upTo(9), { maxLength: 2 }),
    exitCard: prose,
    exitLevel: fc.constantFrom('weak', 'fair', 'strong'),
    changed,
  },
  {
    requiredKeys: [
      ...(['lesson', 'step', 'answers', 'shown', 'positions', 'attempts'] as const),
      ...(['skipped', 'exitCard', 'changed'] as const),
    ],
  },
);

export const anyCard: fc.Arbitrary<RecallCard> = fc.record({
  lesson: id,
  question: id,
  step: upTo(5),
  due: upTo(9),
  lapses: upTo(2),
  changed,
});

export const anyInterview: fc.Arbitrary<InterviewResult> = fc.record({
  interview: id,
  seed,
  minutes: fc.constantFrom(25, 45),
  points: fc.array(fc.record({ axis: id, points: upTo(20), of: upTo(20) }), { maxLength: 3 }),
  hiddenSeeds: fc.array(seed, { maxLength: 3 }),
  report: prose,
  changed,
});

export const anySetting: fc.Arbitrary<PageSetting> = fc.oneof(
  fc.record({
    kind: fc.constant('theme' as const),
    value: fc.constantFrom('system', 'light', 'dark', 'projector'),
    changed,
  }),
  fc.record({
    kind: fc.constant('motion' as const),
    value: fc.constantFrom('system', 'full', 'reduced'),
    changed,
  }),
  fc.record({ kind: fc.constant('welcomed' as const), value: fc.boolean(), changed }),
);
