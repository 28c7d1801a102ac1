/** Finds a Chromium for the end-to-end tests, and installs one where there is none. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Remedy, run, toolScript } from './project.mjs';

/** No sandbox, because containers run as root; no graphics card; and no talking to the network. */
export const launchArguments = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];

/**
 * The path of a Chromium, or undefined: the one named by BATON_BROWSER, else Playwright's own, else
 * the system's.
 * @returns {string | undefined}
 */
export function findBrowser() {
  const candidates = [
    process.env['BATON_BROWSER'],
    playwrightsOwn(),
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
  ];
  return candidates.find((file) => file !== undefined && file !== '' && existsSync(file));
}

/**
 * Leaves a browser that starts behind, or stops with a remedy.
 * @param {(line: string) => void} say where to write progress
 */
export async function ensureBrowser(say) {
  if (await browserStarts()) return;
  say('Installing a browser for the end-to-end tests. This can take a few minutes.');
  const complaints = [];
  for (const install of isRootOnDebian()
    ? [installFromDebian, installFromPlaywright]
    : [installFromPlaywright]) {
    const { code, output } = await install();
    if (code === 0 && (await browserStarts())) return;
    complaints.push(...output.trim().split('\n').slice(-3));
  }
  throw new Remedy(
    [
      'No browser for the end-to-end tests could be installed. The installer said:',
      ...complaints.map((line) => `  ${line.trim()}`),
      'Install Chromium (on Debian: "apt-get install chromium"; elsewhere: "npx playwright install chromium"),',
      'or set BATON_BROWSER to the path of a Chromium, and try again.',
    ].join('\n'),
  );
}

function playwrightsOwn() {
  try {
    return createRequire(import.meta.url)('@playwright/test').chromium.executablePath();
  } catch {
    // Playwright is not installed, or knows no Chromium for this system: the system's may still do.
    return undefined;
  }
}

// Playwright's own build can be present without the system libraries that it needs, so only a
// browser that answers counts.
async function browserStarts() {
  const browser = findBrowser();
  if (browser === undefined) return false;
  return spawnSync(browser, ['--version', '--no-sandbox'], { timeout: 60_000 }).status === 0;
}

function isRootOnDebian() {
  if (process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false;
  // Ubuntu's chromium package is only a pointer to a snap, which containers cannot run.
  return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

async function installFromDebian() {
  const patience = ['-o', 'DPkg::Lock::Timeout=600', '-o', 'Acquire::Retries=2'];
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', [...patience, 'update'], { environment });
  // Without a font the pages would show boxes for letters.
  const packages = ['chromium', 'fonts-dejavu-core'];
  return run('apt-get', [...patience, 'install', '-y', '--no-install-recommends', ...packages], {
    environment,
  });
}

function installFromPlaywright() {
  const needsLibraries = process.platform === 'linux' && process.getuid?.() === 0;
  return run(process.execPath, [
    toolScript('@playwright/test', 'playwright'),
    'install',
    ...(needsLibraries ? ['--with-deps'] : []),
    'chromium',
  ]);
}
