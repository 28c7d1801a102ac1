/** `npm run evidence`: the claims of the tests at larger numbers. Exit 1 when one of them does not hold. `--seeds N` (200); `--only WORD` asks those that have the word in their claim. */
import { readdirSync } from 'node:fs';
import { option } from '../../src/cli/arguments.ts';
import { styles } from '../../src/trace/index.ts';
import { refuse, typed } from '../support/typed.ts';
import {
  atMostOnceLoses,
  holdsOnALossyNetwork,
  holdsUnderCrashes,
  holdsWhenEveryFirstDeliveryCrashes,
  naiveShipsTwice,
  noRunReachesALimit,
  onlyAKeySavesAnOutsideEffect,
  scenariosKeepTheirPromises,
  type Answer,
} from './claims.ts';
import { lostWorkersComeBack, runsAreEqualEverywhere } from './determinism/claims.ts';
import { huntFindsAndShrinks } from './hunts.ts';
import { pageHoldsEverywhere } from './pages.ts';
import { randomWorldsKeepTheRules } from './random-kafka.ts';
import { lessonsClaimWhatIsTrue } from './told-claims.ts';
import { twinBreaksWhereDangerArises, twinsOf } from './twins.ts';
import { restoringChangesNothing } from './restoring.ts';

const given = typed({ options: ['seeds', 'only'], flags: [] });
const seeds = Number(option(given, 'seeds') ?? 200);
if (!Number.isInteger(seeds) || seeds < 1) refuse('--seeds must be a whole number from 1');

const claims: readonly (readonly [string, () => Answer | Promise<Answer>])[] = [
  [
    'every built-in scenario drains and keeps its promises in every style',
    () => scenariosKeepTheirPromises(Math.ceil(seeds / 4), readdirSync('scenarios'), styles),
  ],
  [
    'no run of any built-in scenario reaches a limit, but the one that has no end',
    () => noRunReachesALimit(Math.ceil(seeds / 10), readdirSync('scenarios')),
  ],
  [
    'with inbox and outbox, crashes at every named point deliver twice and break nothing',
    () => holdsUnderCrashes(seeds),
  ],
  [
    'even crashing at the first delivery of every record breaks nothing',
    () => holdsWhenEveryFirstDeliveryCrashes(Math.ceil(seeds / 20)),
  ],
  [
    'without them, a crash after the work and before the commit ships twice, in both styles, and nothing does without it',
    () => naiveShipsTwice(seeds),
  ],
  [
    'only an idempotency key saves an effect at an outside party',
    () => onlyAKeySavesAnOutsideEffect(seeds),
  ],
  ['a network that loses one in thirty breaks nothing', () => holdsOnALossyNetwork(seeds, 30)],
  [
    'committing before the work loses what a crash interrupts, unless a saga asks again',
    () => atMostOnceLoses(seeds),
  ],
  [
    'in random worlds on Kafka, with every feature and every fault, the engine keeps its own rules',
    () => randomWorldsKeepTheRules(seeds * 10),
  ],
  [
    'runs are equal in Node, Chromium and Firefox: in uneven slices, at every speed, after seeking, after two lost workers, and from saved inputs',
    () => runsAreEqualEverywhere(readdirSync('scenarios'), Math.ceil(seeds / 4)),
  ],
  [
    'a worker that is lost at twenty points of a run is back within two seconds, and leaves the same run',
    () => lostWorkersComeBack('order-fulfilment'),
  ],
  ...twinsOf().map(
    (twin) =>
      [
        `${twin.slug} set wrongly breaks "${twin.repair.promise}" where the danger arises and nowhere else, and one change mends it`,
        () => twinBreaksWhereDangerArises(twin, seeds),
      ] as const,
  ),
  ...twinsOf().map(
    (twin) =>
      [
        `a hunt of ${twin.slug} set wrongly finds "${twin.repair.promise}" broken, and shrinks the run to a few lines that break it on XState too`,
        () => huntFindsAndShrinks(twin),
      ] as const,
  ),
  [
    'a world that is stopped at a random event goes on to the same end in a fresh one',
    () => restoringChangesNothing(seeds, readdirSync('scenarios'), styles),
  ],
  [
    'what the lessons say that one will see is seen, in every style and the stated share',
    () => lessonsClaimWhatIsTrue(2 * seeds),
  ],
  [
    'the page holds in every size and theme, and every lesson can be taken in a right and a wrong way',
    () => pageHoldsEverywhere(),
  ],
];

const word = option(given, 'only') ?? '';
const wanted = claims.filter(([claim]) => claim.includes(word));

let failed = 0;
for (const [claim, ask] of wanted) {
  const begun = performance.now();
  const { seeds: asked, complaints, figures, remarks = [] } = await ask();
  const took = ((performance.now() - begun) / 1000).toFixed(0);
  const measured = Object.entries(figures).map(
    ([name, value]) => `${name} ${Number.isInteger(value) ? value : value.toFixed(3)}`,
  );
  process.stdout.write(
    `${complaints.length === 0 ? 'holds ' : 'FAILS '} ${claim}\n        ${asked} seeds, ${took} s; ${measured.join(', ')}\n`,
  );
  for (const remark of remarks) process.stdout.write(`        ${remark}\n`);
  for (const complaint of complaints.slice(0, 5)) process.stdout.write(`        ${complaint}\n`);
  if (complaints.length > 0) failed += 1;
}
process.stdout.write(`${wanted.length - failed} passed, ${failed} failed\n`);
// That nothing was asked proves nothing.
process.exitCode = failed === 0 && wanted.length > 0 ? 0 : 1;
