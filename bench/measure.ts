/** Runs a command as a whole process: CPU seconds (user + system), wall seconds, and the peak of its resident memory. Linux only. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Measured { readonly cpuSeconds: number; readonly seconds: number; readonly peakMiB: number; readonly code: number; readonly stdout: string }

/** `keep`: collect standard output (else it goes to /dev/null). The shell's `times` counts the children it waited for. */
export function measure(command: readonly string[], keep = false, timeoutMs = 600_000): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
    const child = spawn('bash', ['-c', `${quoted} ${keep ? '' : '>/dev/null'} 2>/dev/null; code=$?; { times; echo "code $code"; } >&3; exit $code`], { stdio: ['ignore', keep ? 'pipe' : 'ignore', 'ignore', 'pipe'] });
    let stdout = '', times = '', peak = 0;
    child.stdout?.on('data', (chunk) => { stdout += chunk; });
    child.stdio[3]!.on('data', (chunk) => { times += chunk; });
    const poll = setInterval(() => { for (const pid of descendants(child.pid!)) peak = Math.max(peak, highWater(pid)); }, 15);
    const limit = setTimeout(() => { for (const pid of descendants(child.pid!)) try { process.kill(pid, 'SIGKILL'); } catch (error) { if ((error as NodeJS.ErrnoException).code !== 'ESRCH') reject(error); } }, timeoutMs);
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(poll);
      clearTimeout(limit);
      const line = times.trim().split('\n')[1] ?? '0m0s 0m0s';
      const cpuSeconds = line.trim().split(/\s+/).reduce((sum, text) => { const [, minutes, seconds] = /(\d+)m([\d.]+)s/.exec(text) ?? ['', '0', '0']; return sum + Number(minutes) * 60 + Number(seconds); }, 0);
      resolve({ cpuSeconds, seconds: Number(process.hrtime.bigint() - started) / 1e9, peakMiB: peak / 1024, code: code ?? 1, stdout });
    });
  });
}

function descendants(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
    return children.flatMap((child) => [child, ...descendants(child)]);
  } catch { return []; }
}

function highWater(pid: number): number {
  try { return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0); } catch { return 0; }
}
