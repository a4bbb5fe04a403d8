import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface PrintedAnswer {
  readonly code?: string;
  readonly reason?: string;
  readonly consentUrl?: string;
  readonly accessToken?: string;
  readonly grantId?: string;
  readonly handoutId?: string;
  readonly userId?: string;
}

/** Pastes a request into a shell, as a newcomer does. It needs `curl`; without one this says so. */
export async function paste(request: string): Promise<PrintedAnswer> {
  const { stdout, stderr } = await promisify(execFile)('sh', ['-c', request], { timeout: 60_000 }).catch(
    (failure: { stdout: string; stderr: string }) => failure,
  );
  if (/curl: (command )?not found/.test(stderr)) {
    throw new Error('The printed request needs curl. Install it (Debian, Ubuntu: apt-get install curl).');
  }
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`the printed request answered no JSON: ${stdout}${stderr}`);
  }
}
