/** Browsers that are driven by what a page fetches and posts alone: no driver, no protocol, only an address. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBrowser, launchArguments } from '../../../src/setup/browser.mjs';

/** A browser of this machine. */
export interface Browser {
  /** As it names itself: `Mozilla Firefox 153.7.0esr`. */
  readonly name: string;
  /** Opens a page in a window that nobody sees, with a profile of its own; returns how to end it. */
  open(address: string): () => Promise<void>;
}

/** A browser that is looked for, and what to say when it is missing. */
export interface Wanted {
  readonly found: Browser | undefined;
  readonly missing: string;
}

/** A Chromium, where there is one. */
export function chromium(): Wanted {
  const file = findBrowser();
  const flags = ['--headless=new', '--no-first-run', ...launchArguments];
  return {
    found: browser(file, (profile) => [...flags, `--user-data-dir=${profile}`]),
    missing: 'There is no Chromium here, so it was skipped (BATON_BROWSER names one).',
  };
}

/** No first pages, and no talking to the network. */
const firefoxPreferences = {
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': '',
  'toolkit.telemetry.enabled': false,
};

/** A Firefox, where there is one. */
export function firefox(): Wanted {
  const files = [process.env['BATON_FIREFOX'], '/usr/bin/firefox-esr', '/usr/bin/firefox'];
  const file = files.find((each) => each !== undefined && each !== '' && existsSync(each));
  const lines = Object.entries(firefoxPreferences).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  return {
    found: browser(file, (profile) => {
      writeFileSync(path.join(profile, 'user.js'), lines.join(''));
      return ['--headless', '--no-remote', '--profile', profile];
    }),
    missing:
      'There is no Firefox here, so it was skipped (on Debian: "apt-get install firefox-esr"; BATON_FIREFOX names another).',
  };
}

function browser(
  file: string | undefined,
  argumentsFor: (profile: string) => readonly string[],
): Browser | undefined {
  if (file === undefined) return undefined;
  const asked = spawnSync(file, ['--version', '--no-sandbox'], { encoding: 'utf8' });
  const line = asked.stdout.trim().split('\n').at(-1) ?? '';
  const name = /^\D+ [\d.]+\w*/.exec(line)?.[0] ?? line;
  if (asked.status !== 0 || name === '') return undefined;
  return {
    name,
    open: (address) => {
      const profile = mkdtempSync(path.join(tmpdir(), 'baton-browser-'));
      // In a group of its own, so that all of its processes end with it.
      const child = spawn(file, [...argumentsFor(profile), address], {
        stdio: 'ignore',
        detached: true,
        env: { ...process.env, HOME: profile },
      });
      const ended = new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
        child.once('error', () => resolve());
      });
      const kill = () => {
        if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      };
      // Whoever interrupts us is not left with browsers that nobody sees.
      const interrupted = () => process.exit(1);
      process.once('exit', kill).once('SIGINT', interrupted).once('SIGTERM', interrupted);
      return async () => {
        process.off('exit', kill).off('SIGINT', interrupted).off('SIGTERM', interrupted);
        kill();
        await ended;
        rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      };
    },
  };
}
