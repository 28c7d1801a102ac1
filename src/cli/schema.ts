/** Writes public/scenario.schema.json from the description of the format; with --check only compares. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { scenarioSchema } from '../scenario/index.ts';

const name = 'public/scenario.schema.json';
const [option, ...rest] = process.argv.slice(2);

process.exitCode = run();

function run(): number {
  if (rest.length > 0 || (option !== undefined && option !== '--check')) {
    console.error('Write "npm run schema", or "npm run schema -- --check" to compare only.');
    return 2;
  }
  const file = path.join(process.env['BATON_ROOT'] ?? process.cwd(), name);
  const schema = `${JSON.stringify(scenarioSchema(), null, 2)}\n`;
  if (option === undefined) {
    writeFileSync(file, schema);
    console.log(`Wrote ${name}.`);
    return 0;
  }
  if (existsSync(file) && readFileSync(file, 'utf8') === schema) return 0;
  console.error(`${name} differs from the format in src/scenario. Run "npm run schema".`);
  return 1;
}
