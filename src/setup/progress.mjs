/** Runs stages, shows each with its time, and adds up what passed and failed. */

/**
 * @typedef {import('./stages.mjs').Stage} Stage
 * @typedef {import('./stages.mjs').Count} Count
 */

export class Progress {
  /** @type {Count} */
  #total = { passed: 0, failed: 0, skipped: 0 };

  /** @param {string} line */
  say(line) {
    process.stdout.write(`${line}\n`);
  }

  /** Runs one stage and says whether it was fine. @param {Stage} stage */
  async run(stage) {
    const startedAt = performance.now();
    const { ok, output, count } = await stage.run();
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
    const counted = count.passed + count.failed + count.skipped > 1 ? `: ${sentence(count)}` : '';
    this.say(`${ok ? 'ok    ' : 'FAILED'} ${seconds} s  ${stage.name}${counted}`);
    if (!ok) this.say(indented(output));
    for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) {
      this.#total[key] += count[key];
    }
    return ok;
  }

  /** Runs stages that do not disturb each other, two at a time. @param {readonly Stage[]} stages */
  async runTogether(stages) {
    const waiting = [...stages];
    const lane = async () => {
      for (let stage = waiting.shift(); stage !== undefined; stage = waiting.shift()) {
        await this.run(stage);
      }
    };
    await Promise.all([lane(), lane()]);
  }

  /** Prints the sum as the last line and sets the exit code. */
  finish() {
    this.say(sentence(this.#total));
    process.exitCode = this.#total.failed > 0 ? 1 : 0;
  }
}

/** @param {Count} count */
function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** @param {string} text */
function indented(text) {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `       ${line}`.trimEnd())
    .join('\n');
}
