/** `npm run bench`: speed in one run, as medians and ratios. `--json` prints one object of `name: { value, unit, peer?, ratio? }`. */
import { benchHunts, benchMemory } from './hunts.ts';
import { benchKernel } from './kernel.ts';
import { benchOrders } from './orders.ts';
import { benchPage } from './page.ts';
import { benchQueueing } from './queueing.ts';
import { benchSeeks } from './seeks.ts';

const rounds = process.argv.includes('--quick') ? 3 : 9;
const measured = {
  // First, for a hunt has a process of its own: what XState taught the engine of it would slow it down.
  ...benchHunts(rounds),
  ...benchKernel(rounds),
  ...(await benchQueueing(rounds)),
  ...benchOrders(rounds),
  ...benchMemory(),
  ...benchSeeks(rounds),
  ...(await benchPage()),
};

if (process.argv.includes('--json')) {
  process.stdout.write(`${JSON.stringify(measured, undefined, 2)}\n`);
} else {
  for (const [name, { value, unit, peer, ratio }] of Object.entries(measured)) {
    const against = peer === undefined ? '' : `  ${(ratio ?? 0).toFixed(2)} × ${peer}`;
    process.stdout.write(
      `${name.padEnd(42)} ${value.toFixed(value < 100 ? 2 : 0).padStart(10)} ${unit}${against}\n`,
    );
  }
}
