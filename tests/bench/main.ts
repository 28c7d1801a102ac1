/** `npm run bench`: speed in one run, as medians and ratios. `--json` prints one object of `name: { value, unit, peer?, ratio? }`. */
import { isMainThread } from 'node:worker_threads';
import { benchHunts, benchMemory, hunters } from './hunts.ts';
import { serve } from './isolates.ts';
import { benchKernel } from './kernel.ts';
import type { Measured } from './measure.ts';
import { benchOrders, stages } from './orders.ts';
import { benchPage } from './page.ts';
import { benchQueueing } from './queueing.ts';
import { benchSeeks } from './seeks.ts';

async function measureAll(rounds: number): Promise<Readonly<Record<string, Measured>>> {
  return {
    ...(await benchHunts(rounds)),
    ...benchKernel(rounds),
    ...(await benchQueueing(rounds)),
    ...(await benchOrders(rounds)),
    ...benchMemory(),
    ...benchSeeks(rounds),
    ...(await benchPage()),
  };
}

function print(measured: Readonly<Record<string, Measured>>): void {
  if (process.argv.includes('--json')) {
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

if (isMainThread) print(await measureAll(process.argv.includes('--quick') ? 3 : 9));
else serve({ ...hunters, ...stages });
