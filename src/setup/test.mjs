/** Installs what is missing, then runs everything there is to run; the last line says how it went. */
import './node-version.mjs';
import { ensureBrowser } from './browser.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { Progress } from './progress.mjs';
import { Remedy, main } from './project.mjs';
import { build, endToEndTests, impossible, staticStages, unitTests } from './stages.mjs';

await main(async () => {
  const progress = new Progress();
  await ensureDependencies((line) => progress.say(line));
  const withoutBrowser = await browserProblem(progress);

  await progress.runTogether(staticStages);
  // Alone, because some of these tests measure time.
  await progress.run(unitTests);
  const built = await progress.run(build);
  // The folder of an earlier build would answer for sources that it was not made from.
  const obstacle = built ? withoutBrowser : 'There is no build to test, because the build failed.';
  await progress.run(
    obstacle === undefined ? endToEndTests : impossible(endToEndTests.name, obstacle),
  );
  progress.finish();
});

/**
 * Without a browser all the rest is still worth running, so the problem is told at once, and again
 * where the tests that need the browser stand.
 * @param {Progress} progress
 */
async function browserProblem(progress) {
  try {
    await ensureBrowser((line) => progress.say(line));
    return undefined;
  } catch (error) {
    if (!(error instanceof Remedy)) throw error;
    progress.say(error.message);
    return error.message;
  }
}
