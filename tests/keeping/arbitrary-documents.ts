/** Random documents that are valid: every field appears. */
import fc from 'fast-check';
import type {
  DrillSaid,
  InterviewResult,
  LessonProgress,
  OpenRound,
  OwnScenario,
  PageSetting,
  RecallCard,
  Recent,
  RoundSaid,
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

const said = fc.array(fc.record({ of: id, said: label }), { maxLength: 2 });
const ids = fc.array(id, { maxLength: 2 });
const level = fc.constantFrom('none', 'weak', 'fair', 'strong');
const message = fc.record({ message: id, kind: label, owner: id, key: id });
const card = fc.record({
  ...{ because: id, choose: id, soThat: label, costs: id },
  ...{ changeIf: id, rejected: id, rejectedBecause: id, brand: label },
});

/** What was said in a round, of whatever interview. */
export const anyRound: fc.Arbitrary<RoundSaid> = fc.record(
  {
    ...{ number: seed, minutes: fc.constantFrom(25, 45, 7), timer: fc.constantFrom(0, 10, 11) },
    ...{ at: upTo(9), took: fc.array(upTo(999), { maxLength: 8 }), asked: ids, stances: said },
    pinned: fc.array(fc.record({ requirement: id, isFirst: fc.boolean() }), { maxLength: 2 }),
    ...{ estimates: said, choices: said, messages: fc.array(message, { maxLength: 2 }) },
    hops: fc.array(fc.record({ hop: id, is: label, by: id }), { maxLength: 2 }),
    ...{ hasRun: fc.boolean(), dives: said },
    failures: fc.array(fc.record({ surprise: id, sign: id, remedy: id }), { maxLength: 2 }),
    ...{ changes: ids, cards: fc.array(card, { maxLength: 2 }), operations: ids },
    ...{ summary: prose, selfRated: level },
  },
  {
    requiredKeys: [
      ...(['number', 'minutes', 'timer', 'at', 'took', 'asked', 'stances', 'pinned'] as const),
      ...(['estimates', 'choices', 'messages', 'hops', 'hasRun', 'dives', 'failures'] as const),
      ...(['cards', 'operations', 'summary', 'selfRated'] as const),
    ],
  },
);

export const anyInterview: fc.Arbitrary<InterviewResult> = fc.record({
  ...{ interview: id, version: label, engine: label, twist: id, round: anyRound },
  ...{ total: upTo(100), level: fc.constantFrom('not yet', 'mixed', 'hire-like', 'strong') },
  points: fc.array(fc.record({ axis: label, tenths: upTo(200), of: upTo(20) }), { maxLength: 3 }),
  prints: fc.array(label, { maxLength: 3 }),
  changed,
});

export const anyOpenRound: fc.Arbitrary<OpenRound> = fc.record({
  ...{ interview: id, version: label, begun: changed, round: anyRound, seconds: upTo(99) },
  ...{ isPaused: fc.boolean(), isLeft: fc.boolean(), changed },
});

export const anyDrill: fc.Arbitrary<DrillSaid> = fc.record(
  {
    ...{ interview: id, version: label, number: seed, choices: said, seconds: upTo(99) },
    ...{ isHanded: fc.boolean(), held: upTo(7), of: upTo(7), isLeft: fc.boolean(), changed },
  },
  {
    requiredKeys: [
      ...(['interview', 'version', 'number', 'choices', 'seconds'] as const),
      ...(['isHanded', 'of', 'isLeft', 'changed'] as const),
    ],
  },
);

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
