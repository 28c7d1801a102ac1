/** Installs the dependencies when they are missing or older than the lockfile. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Remedy, root, run } from './project.mjs';

const lockfile = path.join(root, 'package-lock.json');
// npm writes this file at the end of an installation: it says what really is in node_modules.
const installedLockfile = path.join(root, 'node_modules/.package-lock.json');

/**
 * Leaves a complete node_modules behind, or stops with a remedy.
 * @param {(line: string) => void} say where to write progress
 */
export async function ensureDependencies(say) {
  if (dependenciesAreCurrent()) return;
  say('Installing the dependencies with npm ci. The first time takes about a minute.');
  const { code, output } = await runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
  if (code === 0) return;
  throw new Remedy(
    [
      'The dependencies could not be installed. npm said:',
      ...reasons(output).map((line) => `  ${line}`),
      'Check that this machine reaches the npm registry, then run "npm ci" in the project folder and try again.',
    ].join('\n'),
  );
}

function dependenciesAreCurrent() {
  if (!existsSync(installedLockfile)) return false;
  if (statSync(lockfile).mtimeMs <= statSync(installedLockfile).mtimeMs) return true;
  // A checkout makes the lockfile newer without changing it, so what it says decides.
  return saysTheSame(packagesIn(lockfile), packagesIn(installedLockfile));
}

/**
 * @typedef {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }>} Packages
 * @param {Packages} wanted
 * @param {Packages} installed
 */
function saysTheSame(wanted, installed) {
  return Object.entries(wanted).every(([place, { version, optional, devOptional }]) => {
    const found = installed[place];
    // Optional packages are for other systems too, and those are rightly absent.
    if (place === '' || (found === undefined && (optional || devOptional))) return true;
    return found?.version === version;
  });
}

/** @param {string} file @returns {Packages} */
function packagesIn(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

/** @param {readonly string[]} words */
function runNpm(words) {
  const script = process.env['npm_execpath'];
  // Inside "npm run" npm says where it lives; otherwise it is found by name.
  if (script !== undefined && /npm-cli\.[cm]?js$/.test(script)) {
    return run(process.execPath, [script, ...words]);
  }
  return run('npm', words, { shell: process.platform === 'win32' });
}

/** What npm said first: the reason stands there, and its usage text below. @param {string} text */
function reasons(text) {
  const lines = text.split('\n').filter((line) => /^npm error\s+\S/.test(line));
  return lines.filter((line) => !line.includes('complete log')).slice(0, 5);
}
