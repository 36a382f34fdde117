import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Memory of one part of a system; `pss` counts what processes share once, `rss` counts it in each of them. */
export interface PartMemory {
  readonly part: string;
  readonly processes: number;
  readonly bytes: number;
  readonly measure: 'pss' | 'rss';
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly rssBytes: number;
  readonly command: string;
}

/** What a process and all that it has started take, by part, the largest first. */
export function memoryOf(rootPid: number): PartMemory[] {
  const all = processes();
  const parts = new Map<string, PartMemory>();
  for (const one of family(all, rootPid)) {
    const part = partOf(one);
    const before = parts.get(part);
    const pss = pssOf(one.pid);
    parts.set(part, {
      part,
      processes: (before?.processes ?? 0) + 1,
      bytes: (before?.bytes ?? 0) + (pss ?? one.rssBytes),
      measure: pss === undefined || before?.measure === 'rss' ? 'rss' : 'pss',
    });
  }
  return [...parts.values()].toSorted((a, b) => b.bytes - a.bytes);
}

function processes(): Process[] {
  const { stdout } = spawnSync('ps', ['-Ao', 'pid=,ppid=,rss=,command='], { encoding: 'utf8', maxBuffer: 50_000_000 });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, kib, command] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), rssBytes: Number(kib) * 1024, command: command ?? '' }];
  });
}

function family(all: readonly Process[], pid: number): Process[] {
  const own = all.filter((one) => one.pid === pid);
  return [...own, ...all.filter(({ parent }) => parent === pid).flatMap((child) => family(all, child.pid))];
}

function partOf({ command }: Process): string {
  if (/\bpostgres\b/.test(command)) return 'PostgreSQL';
  if (command.includes('start-dev')) return 'Temporal';
  return /apps\/(\w+)\/dist\/src\/main\.js/.exec(command)?.[1] ?? 'npm start';
}

/** Linux says it, to the process's own user and to root; elsewhere there is only RSS. */
function pssOf(pid: number): number | undefined {
  try {
    const [, kib] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
    return kib === undefined ? undefined : Number(kib) * 1024;
  } catch {
    return undefined;
  }
}
