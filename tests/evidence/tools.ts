/** The project's own tools, run to their end as `npm` would. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = process.env['BATON_ROOT'] ?? '.';

/** Runs a tool by its script below node_modules, and collects what it prints. */
export function tool(
  script: string,
  words: readonly string[],
  environment: NodeJS.ProcessEnv = {},
) {
  return spawnSync(process.execPath, [path.join(root, 'node_modules', script), ...words], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', ...environment },
    encoding: 'utf8',
    maxBuffer: 100_000_000,
  });
}
