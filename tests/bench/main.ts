/** `npm run bench`: speed in one run, as medians and ratios. `--json` prints one object of `name: { value, unit, peer?, ratio? }`. */
import { isMainThread } from 'node:worker_threads';
import { typed } from '../support/typed.ts';
import { benchHunts, benchMemory, hunters } from './hunts.ts';
import { Apart, serve } from './isolates.ts';
import { benchKernel } from './kernel.ts';
import type { Measured } from './measure.ts';
import { benchOrders, stages } from './orders.ts';
import { benchPage } from './page.ts';
import { benchQueueing } from './queueing.ts';
import { benchSeeks } from './seeks.ts';

async function measureAll(rounds: number): Promise<Readonly<Record<string, Measured>>> {
  const hunts = await Apart.begin(hunters);
  const orders = await Apart.begin(stages);
  const again = async () => {
    await hunts.measure(rounds);
    await orders.measure(rounds);
  };
  await again();
  const kernel = { ...benchKernel(rounds), ...(await benchQueueing(rounds)) };
  await again();
  const seeks = benchSeeks(rounds);
  await again();
  return {
    ...(await benchHunts(hunts)),
    ...kernel,
    ...(await benchOrders(orders)),
    ...benchMemory(),
    ...seeks,
    ...(await benchPage()),
  };
}

function print(measured: Readonly<Record<string, Measured>>, asJson: boolean): void {
  if (asJson) {
    process.stdout.write(`${JSON.stringify(measured, undefined, 2)}\n`);
    return;
  }
  for (const [name, { value, unit, peer, ratio }] of Object.entries(measured)) {
    const against = peer === undefined ? '' : `  ${(ratio ?? 0).toFixed(2)} × ${peer}`;
    process.stdout.write(
      `${name.padEnd(42)} ${value.toFixed(value < 100 ? 2 : 0).padStart(10)} ${unit}${against}\n`,
    );
  }
}

if (isMainThread) {
  const { flags } = typed({ options: [], flags: ['json', 'quick'] });
  print(await measureAll(flags.has('quick') ? 3 : 9), flags.has('json'));
} else serve({ ...hunters, ...stages });
