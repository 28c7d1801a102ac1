/** Checks the sources without running them: format, lint, types, unused code and the schema. */
import './node-version.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { Progress } from './progress.mjs';
import { main } from './project.mjs';
import { staticStages } from './stages.mjs';

await main(async () => {
  const progress = new Progress();
  await ensureDependencies((line) => progress.say(line));
  await progress.runTogether(staticStages);
  progress.finish();
});
